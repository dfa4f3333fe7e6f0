"""Cases and reports as each person may read them, and what the public is told; never writes."""

import datetime as dt
from collections.abc import Collection

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from network.agencies.models import Agency
from network.agencies.scope import Scope
from network.core.working_days import working_day_after
from sites.reported_pages import open_agencies

from ..models import PROVEN_STATES, Case, CaseAuthority, CaseState, FakeReport
from ..pages import named_by
from ..similarity import Likeness, Similarity, closest
from .codes import digests_of


def cases_for(scope: Scope, *, writing: bool = False) -> QuerySet[Case]:
    """Return the cases that `scope` may read, or change as an agency's own; the newest first."""
    rows: QuerySet[Case] = Case.scoped.of(scope, writing=writing)
    return rows.select_related("agency").order_by("-found_on", "-pk")


def reports_for(scope: Scope, *, writing: bool = False) -> QuerySet[FakeReport]:
    """Return the reports that `scope` may read, the longest waiting first."""
    rows: QuerySet[FakeReport] = FakeReport.scoped.of(scope, writing=writing)
    return rows.select_related("agency", "case").order_by("sent_at", "pk")


def proven_cases() -> QuerySet[Case]:
    """Return what was confirmed as impersonation, the newest first: all that is ever called so."""
    rows = Case.objects.filter(state__in=PROVEN_STATES).select_related("agency")
    return rows.order_by("-confirmed_on", "-pk")


def proven_at(keys: Collection[str]) -> Case | None:
    """Return the confirmed case of a page by the keys of its links, None for any other."""
    return proven_cases().filter(named_by(keys)).first()


def standing_warnings() -> list[Case]:
    """Return the confirmed fakes that are still there, the newest first; one query."""
    return list(proven_cases().filter(state=CaseState.CONFIRMED))


def case_at(key: str) -> Case | None:
    """Return the case of an address that is not settled."""
    return cases_at({key}).get(key)


def cases_at(keys: Collection[str]) -> dict[str, Case]:
    """Return the cases that are not settled, by their addresses, then numbers; one query."""
    rows = list(Case.objects.filter(named_by(keys)).exclude(state=CaseState.SETTLED))
    by_number = {key: each for each in reversed(rows) for key in each.address_keys}
    return by_number | {each.address_key: each for each in rows}


def suggested_agency(name: str, day: dt.date) -> tuple[Agency, Similarity] | None:
    """Return whose name a page's name is suspiciously like, None for nobody's; one query."""
    agencies = {each.name: each for each in open_agencies(day)}
    found = closest(name, agencies) if name else None
    if found is None or found.likeness is Likeness.NONE:
        return None
    return agencies[found.official], found


def authorities_for(case: Case, day: dt.date) -> QuerySet[CaseAuthority]:
    """Return where a case is reported to on `day`: its platform, and bodies of the State."""
    held = Q(valid_to=None) | Q(valid_to__gte=day)
    rows = CaseAuthority.objects.filter(held, valid_from__lte=day)
    return rows.filter(platform__in=("", case.platform))


def due_after(now: dt.datetime) -> dt.date:
    """Return until when a report should be answered that comes now."""
    return working_day_after(timezone.localdate(now), settings.FAKE_REPORT_WORKING_DAYS)


def report_of(code: str) -> FakeReport | None:
    """Return the report of a typed code, None for a wrong one."""
    found = FakeReport.objects.filter(code_digest__in=digests_of(code))
    return found.select_related("agency", "case").first()
