"""Practices in the daily mail: answers that are due, and confirmations."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from network.accounts.models import User
from network.agencies.models import AGENCY_ROLES, Role
from network.agencies.recipients import serving_on
from network.agencies.succession import acted_for, acting_agency
from network.core.working_days import is_working_day, working_day_after
from network.mailing.digests import DigestPart
from network.mailing.kinds import Context, absolute

from .models import ASKED_AFTER, Adoption, Practice, PracticeState
from .selectors import adoptions_asked_about, asked_about

# The Department is reminded this many working days before the due date.
_SOON = 2
# Reminders one and two intervals after the last confirmation. Without a reaction, the practice is
# shown as not confirmed.
_QUESTIONS = (1, 2)


def concerned(now: dt.datetime) -> Iterable[int]:
    """Return the ids of users to whom a practice may matter today."""
    day, serving = timezone.localdate(now), serving_on(now)
    people = set[int]()
    own = serving.filter(role__in=AGENCY_ROLES)
    for rows in (asked_about(day), adoptions_asked_about(day)):
        asked = _today(rows, day).select_related("agency")
        agencies = {acting_agency(row.agency, day) for row in asked}
        people |= set(own.filter(agency__in=agencies).values_list("user", flat=True))
    if _due_soon(day).exists():
        people |= set(serving.filter(role=Role.OVERSEER).values_list("user", flat=True))
    return people


def digest_of(user: User, now: dt.datetime) -> Context | None:
    """Return the template context with the tasks of `user`, or None if there are none."""
    day, serving = timezone.localdate(now), serving_on(now).filter(user=user)
    own = serving.filter(role__in=AGENCY_ROLES)
    agencies = set(own.values_list("agency", flat=True))
    oversees = serving.filter(role=Role.OVERSEER).exists()
    asked = acted_for(_today(asked_about(day), day), agencies, day)
    taken_up = acted_for(_today(adoptions_asked_about(day), day), agencies, day)
    found = {
        "due": list(_due_soon(day).select_related("agency")) if oversees else [],
        "asked": [(row.title, _answer("confirm", row)) for row in asked],
        "taken_up": [
            (row.practice.title, _answer("keep", row))
            for row in taken_up.select_related("practice")
        ],
    }
    if not any(found.values()):
        return None
    return {**found, "address": absolute(reverse("practices_desk:index"))}


def _today[Rows: QuerySet[Any]](rows: Rows, day: dt.date) -> Rows:
    """Return the rows for which a mail is sent today; the worklist shows them until the answer.

    A date on a day off counts for the next working day, when there is a mail again.
    """
    before = day - dt.timedelta(days=1)
    while not is_working_day(before):
        before -= dt.timedelta(days=1)
    asked = Q()
    for times in _QUESTIONS:
        waited = times * ASKED_AFTER
        asked |= Q(confirmed_on__gt=before - waited, confirmed_on__lte=day - waited)
    return rows.filter(asked)


def _answer(name: str, row: Practice | Adoption) -> str:
    """Return the URL of the one-click confirmation."""
    return absolute(reverse(f"practices_desk:{name}", args=[row.pk]))


def _due_soon(day: dt.date) -> QuerySet[Practice]:
    rows = Practice.objects.filter(state=PracticeState.SENT).order_by("due_on", "pk")
    return rows.filter(due_on__lte=working_day_after(day, _SOON))


DIGEST = DigestPart(concerned, digest_of, "practices/mail/waiting.txt")
