"""What counts for agencies without an official page on social networks (R14-R22).

An agency that declares, by a signed paper, that it has no page is left out of these checks. Silence
counts as a fault, as does a declaration that a finished scan or a settled case contradicts: hiding
a page never gives a better score than registering it. A declaration ends as soon as a page is
submitted for approval, and after a page has ended a new one must be signed.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from network.channels.models import (
    ENDED_STATES,
    PROVEN_STATES,
    Case,
    CaseOutcome,
    CaseState,
    Channel,
    FindKind,
    ScanFind,
)
from network.core.dates import format_day

from ..declared import SUBMITTED_STATES
from ..models import ABSENCE_CHECK, Declaration, Requirement, Status
from ..outcomes import CheckOutcome, Evidence, Participants
from ..proofs import DECLARATION

_MEMO = "absence"
# How far back a scan or case contradicts a declaration.
_COUNTED = dt.timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Absence:
    """Which agencies have pages, which declared that they have none, and what contradicts them."""

    requirement: int | None
    # Agencies with a page that was submitted or approved and has not ended.
    submitted: frozenset[int]
    begun: frozenset[int]
    declared: dict[int, Declaration]
    contradictions: dict[int, list[Evidence]]

    def is_declared(self, agency: int) -> bool:
        """Return whether a declaration is in force: no page of the agency is official or
        submitted."""
        return agency in self.declared and agency not in self.submitted

    def outcome(self, agency: int) -> CheckOutcome:
        """Return the outcome of an agency without an official page."""
        if self.is_declared(agency):
            paper = self.declared[agency]
            said = _("Declared until %s") % format_day(paper.valid_until)
            rests = DECLARATION.of_row(paper)
            label, address = _("No page on social networks"), self._address(agency)
            none = Evidence(label, said, address, rests=rests)
            if found := self.contradictions.get(agency):
                return CheckOutcome(Status.NOT_MET, evidence=(none, *found))
            return CheckOutcome(Status.NOT_APPLICABLE, evidence=(none,))
        return CheckOutcome(Status.NOT_MET, evidence=(self._silence(agency),))

    def _silence(self, agency: int) -> Evidence:
        """Return the fault of an agency that has neither an official page nor declared that."""
        label = _("Page on social networks")
        if agency in self.begun:
            address = reverse("channels_desk:index")
            return Evidence(label, _("None is approved yet"), address, fine=False)
        note = _("None is registered: register it, or declare that there is none")
        return Evidence(label, note, self._address(agency), fine=False)

    def _address(self, agency: int) -> str:
        """Return the URL of the form that declares it anew, "" if no requirement takes it."""
        arguments = [agency, self.requirement]
        return reverse("oversight:declare", args=arguments) if self.requirement else ""


def absence_of(participants: Participants) -> Absence:
    """Return the absences of the agencies. Five queries, once for all checks of a run."""
    if _MEMO not in participants.memo:
        participants.memo[_MEMO] = _read(participants)
    found: Absence = participants.memo[_MEMO]
    return found


def _read(participants: Participants) -> Absence:
    day, ids = participants.day, participants.ids
    pages = list(
        Channel.objects.filter(agency__in=ids).values_list("agency_id", "state", "ended_on")
    )
    asked = Requirement.objects.valid_on(day).filter(check_key=ABSENCE_CHECK)
    rows = Declaration.objects.filter(
        agency__in=ids,
        requirement__check_key=ABSENCE_CHECK,
        signed_on__lte=day,
        valid_until__gte=day,
    )
    last_end: dict[int, dt.date] = {}
    for agency, _state, ended_on in pages:
        if ended_on:
            last_end[agency] = max(ended_on, last_end.get(agency, ended_on))
    return Absence(
        requirement=asked.values_list("pk", flat=True).first(),
        submitted=frozenset(agency for agency, state, _end in pages if state in SUBMITTED_STATES),
        begun=frozenset(agency for agency, state, _end in pages if state not in ENDED_STATES),
        declared={
            row.agency_id: row
            for row in rows.order_by("valid_until")
            if row.signed_on and row.signed_on > last_end.get(row.agency_id, dt.date.min)
        },
        contradictions=_contradictions(ids, day),
    )


def _contradictions(agencies: Collection[int], day: dt.date) -> dict[int, list[Evidence]]:
    """Return what shows that an agency has a page: a case settled as its old page, and a page named
    like it in a finished scan that no case has explained. Two queries."""
    found: dict[int, list[Evidence]] = {}
    own = Case.objects.filter(
        agency__in=agencies,
        state=CaseState.SETTLED,
        outcome=CaseOutcome.OLD_PAGE,
        found_on__range=(day - _COUNTED, day),
    )
    for case in own:
        address = reverse("cases_desk:case", args=[case.pk])
        part = Evidence(str(case), _("Settled as a page of the agency"), address, fine=False)
        found.setdefault(case.agency_id, []).append(part)
    explained = Case.objects.filter(address_key=OuterRef("address_key")).filter(
        state__in=(*PROVEN_STATES, CaseState.SETTLED)
    )
    open_finds = ScanFind.objects.filter(
        ~Exists(explained),
        scan__agency__in=agencies,
        scan__finished_at__date__range=(day - _COUNTED, day),
        kind=FindKind.SUSPICIOUS,
    )
    for find in open_finds.select_related("scan"):
        address = reverse("channels_watch:scan", args=[find.scan_id])
        part = Evidence(
            find.name, _("Found by a scan, and nobody has said whose it is"), address, fine=False
        )
        found.setdefault(find.scan.agency_id, []).append(part)
    return found
