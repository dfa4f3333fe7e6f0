"""The reports part of the daily digest."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from network.accounts.models import User
from network.agencies.recipients import serving_on
from network.agencies.succession import acted_for, acting_agency
from network.core.working_days import is_reminder_day
from network.directives.deadlines import REMINDER_DISTANCES
from network.mailing.digests import DigestPart
from network.mailing.kinds import Context, absolute

from .models import OPEN_STATES, Report
from .selectors import OFFICERS

# Calendar days; includes ten working days even with the Tết holidays.
_NEAR = dt.timedelta(days=40)


def concerned(now: dt.datetime) -> Iterable[int]:
    """Return the ids of users who write or submit a report that needs a reminder today."""
    rows, day = _to_remind_of(now).select_related("agency"), timezone.localdate(now)
    asked = {acting_agency(row.agency, day) for row in rows}
    serving = serving_on(now).filter(role__in=OFFICERS, agency__in=asked)
    return serving.values_list("user", flat=True).distinct()


def digest_of(user: User, now: dt.datetime) -> Context | None:
    """Return the digest context with the reports `user` writes or submits, or None."""
    serving = serving_on(now).filter(user=user, role__in=OFFICERS)
    own, day = set(serving.values_list("agency", flat=True)), timezone.localdate(now)
    rows = acted_for(_to_remind_of(now), own, day)
    found = list(rows.select_related("agency", "period").order_by("due_on", "agency__name"))
    context = {"rows": found, "day": day}
    return context | {"address": absolute(reverse("reporting:index"))} if found else None


def _to_remind_of(now: dt.datetime) -> QuerySet[Report]:
    day = timezone.localdate(now)
    rows = Report.objects.filter(
        state__in=OPEN_STATES, on_paper=False, due_on__range=(day - _NEAR, day + _NEAR)
    )
    days = rows.order_by().values_list("due_on", flat=True).distinct()
    return rows.filter(
        due_on__in=[due for due in days if is_reminder_day(due, day, REMINDER_DISTANCES)]
    )


DIGEST = DigestPart(concerned, digest_of, "reporting/mail/due.txt")
