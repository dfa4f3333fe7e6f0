"""Announce stops, follow the clock, and end them."""

import datetime as dt

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from network.core.dates import format_day
from network.core.working_days import working_day_after, working_days
from network.mailing.services import queue_mail

from .models import OPEN, PlannedStop, StopState


@transaction.atomic
def announce(
    *,
    begins_at: dt.datetime,
    ends_at: dt.datetime,
    reason: str,
    works: str,
    force_majeure: str = "",
    now: dt.datetime,
) -> PlannedStop:
    """Announce a stop on all public pages and by mail to the admins of the agencies.

    Raises ValidationError if it ends before it begins, lies in the past, or is announced too late
    without a reason of force majeure.
    """
    if ends_at <= max(begins_at, now):
        sentence = _("The end must be later than the beginning and than now.")
        raise ValidationError({"ends_at": sentence})
    ahead = working_days(timezone.localdate(now), timezone.localdate(begins_at))
    is_late = ahead < settings.STOP_WORKING_DAYS
    if is_late and not force_majeure:
        raise ValidationError({"begins_at": _too_late(now)})
    stop = PlannedStop.objects.create(
        begins_at=begins_at,
        ends_at=ends_at,
        reason=reason,
        works=works,
        force_majeure=force_majeure if is_late else "",
        state=StopState.RUNNING if begins_at <= now else StopState.ANNOUNCED,
        announced_at=now,
        working_days_ahead=ahead,
        changed_at=now,
    )
    queue_mail("stops.announced", stop_id=stop.pk)
    return stop


def _too_late(now: dt.datetime) -> str:
    """Return the sentence that names the first day of a stop that is announced now."""
    days = settings.STOP_WORKING_DAYS
    earliest = format_day(working_day_after(timezone.localdate(now), days))
    sentence = _(
        "A stop is announced %(days)d working days ahead: begin on %(earliest)s at the earliest, "
        "or write what made that impossible."
    )
    return sentence % {"days": days, "earliest": earliest}


@transaction.atomic
def extend(*, stop_id: int, ends_at: dt.datetime, reason: str, now: dt.datetime) -> None:
    """Promise a new end of a stop that lasts longer. Raises ValidationError for a past time."""
    stop = _open(stop_id)
    if ends_at <= max(now, stop.ends_at):
        raise ValidationError({"ends_at": _("The new time must be later than the first one.")})
    stop.ends_at, stop.overrun_reason, stop.changed_at = ends_at, reason, now
    stop.state = StopState.RUNNING if stop.begins_at <= now else StopState.ANNOUNCED
    stop.save()
    queue_mail("stops.extended", stop_id=stop.pk)


@transaction.atomic
def end(*, stop_id: int, now: dt.datetime) -> None:
    """End a stop, or cancel it if it has not begun."""
    stop = _open(stop_id)
    has_begun = stop.begins_at <= now
    stop.state = StopState.ENDED if has_begun else StopState.CANCELLED
    stop.ended_at, stop.changed_at = (now if has_begun else None), now
    stop.save()


def follow_the_clock(*, now: dt.datetime) -> None:
    """Move stops whose hour has come, and ask the network admins for a new time of overdue ones."""
    begun = PlannedStop.objects.filter(state=StopState.ANNOUNCED, begins_at__lte=now)
    begun.update(state=StopState.RUNNING, changed_at=now)
    with transaction.atomic():
        late = PlannedStop.objects.filter(state=StopState.RUNNING, ends_at__lte=now)
        for stop in late.select_for_update():
            stop.state, stop.changed_at = StopState.OVERDUE, now
            stop.save()
            queue_mail("stops.overdue", stop_id=stop.pk)


def _open(stop_id: int) -> PlannedStop:
    return PlannedStop.objects.select_for_update().get(pk=stop_id, state__in=OPEN)
