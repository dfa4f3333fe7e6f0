"""Declarations of agencies for requirements that no program can check, with validity and proof."""

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from network.accounts.models import User
from network.agencies.audit import record
from network.agencies.models import Agency
from network.channels.models import APPROVED_STATES, Channel, ChannelState
from network.core.dates import format_day, refuse_future
from network.media.models import AgencyDocument

from .actions import OversightAction
from .models import Declaration, Requirement, Status
from .outcomes import CheckOutcome, Evidence, Participants
from .proofs import DECLARATION

LONGEST_ABSENCE = dt.timedelta(days=366)
# States of a page that a declaration of having none would deny.
SUBMITTED_STATES = (ChannelState.AWAITING, *APPROVED_STATES)


@dataclass(frozen=True, slots=True)
class AbsencePaper:
    """The signed paper by which an agency declares that it has no page on social networks."""

    number: str
    signed_on: dt.date
    signer: str
    valid_until: dt.date
    file: AgencyDocument


def declared(requirement: Requirement, participants: Participants) -> dict[int, CheckOutcome]:
    """Return {agency id: outcome} from each agency's latest declaration: MET with a file, PARTLY
    without, NOT_MET if it expired or is missing."""
    rows = (
        Declaration.objects.filter(requirement=requirement, agency__in=participants.ids)
        .order_by("agency_id", "-declared_at", "-pk")
        .distinct("agency_id")
    )
    last = {row.agency_id: row for row in rows}

    def judge(pk: int) -> CheckOutcome:
        row = last.get(pk)
        if row is None or row.valid_until < participants.day:
            return CheckOutcome(Status.NOT_MET)
        note = _("Declared until %s") % format_day(row.valid_until)
        rests = (DECLARATION.of(row.pk),)
        part = Evidence(row.statement, note, fine=row.file_id is not None, rests=rests)
        return CheckOutcome(Status.MET if row.file_id else Status.PARTLY, evidence=(part,))

    return participants.each(judge)


@transaction.atomic
def declare_absence(
    *,
    requirement: Requirement,
    agency: Agency,
    paper: AbsencePaper,
    user: User,
    now: dt.datetime,
) -> Declaration:
    """Store and log that an agency has no page on social networks, by a signed paper.

    Raises ValidationError if the requirement takes no such declaration, for a day of signing to
    come, a validity of more than a year, while a page of the agency is official or submitted, and
    for a paper signed before its last page ended. The caller checks that the user serves the
    agency.
    """
    if not requirement.takes_absence:
        raise ValidationError(_("The system looks at this requirement by itself."))
    refuse_future(timezone.localdate(now), signed_on=paper.signed_on)
    if not paper.signed_on <= paper.valid_until <= paper.signed_on + LONGEST_ABSENCE:
        raise ValidationError({"valid_until": _("Declare it again after a year at the latest.")})
    _refuse_pages(agency, paper.signed_on)
    row = Declaration.objects.create(
        requirement=requirement,
        agency=agency,
        statement=_("The agency has no page on social networks."),
        declared_by=user,
        declared_at=now,
        **{name: getattr(paper, name) for name in AbsencePaper.__slots__},
    )
    _record(row, user, now)
    return row


@transaction.atomic
def declare(
    *,
    requirement: Requirement,
    agency: Agency,
    statement: str,
    file: AgencyDocument | None,
    valid_until: dt.date,
    user: User,
    now: dt.datetime,
    day: dt.date,
) -> Declaration:
    """Store and log a declaration of an agency.

    Raises ValidationError if the requirement is checked automatically, or `valid_until` is before
    `day`. The caller checks that the user serves the agency.
    """
    if not requirement.is_declared:
        raise ValidationError(_("The system looks at this requirement by itself."))
    if valid_until < day:
        raise ValidationError({"valid_until": _("This day is over.")})
    row = Declaration.objects.create(
        requirement=requirement,
        agency=agency,
        statement=statement,
        file=file,
        valid_until=valid_until,
        declared_by=user,
        declared_at=now,
    )
    _record(row, user, now)
    return row


def _refuse_pages(agency: Agency, signed_on: dt.date) -> None:
    """Raise ValidationError while a page of the agency is official or submitted, and for a paper
    that is not signed after the end of its last page."""
    pages = Channel.objects.filter(agency=agency)
    if pages.filter(state__in=SUBMITTED_STATES).exists():
        raise ValidationError(_("A page of your agency is in the register, or awaits approval."))
    if last := pages.filter(ended_on__gte=signed_on).aggregate(last=Max("ended_on"))["last"]:
        text = _("A page of your agency ended on %s: sign the paper after that day.")
        raise ValidationError({"signed_on": text % format_day(last)})


def _record(row: Declaration, user: User, now: dt.datetime) -> None:
    """Log a declaration."""
    record(
        actor=user,
        agency=row.agency,
        action=OversightAction.DECLARED,
        now=now,
        subject=str(row.requirement),
    )
