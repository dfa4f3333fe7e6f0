"""Check of R28: the reports are consolidated and sent to the province and the Ministry."""

import datetime as dt

from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _

from network.core.dates import format_day
from network.reporting.models import Period

from ..models import Status
from ..outcomes import CheckOutcome, Evidence, Participants, Thresholds, judged_by_parts, rests_on
from ..proofs import CONSOLIDATION

_COUNTED = dt.timedelta(days=400)


@rests_on(CONSOLIDATION)
def check(participants: Participants, thresholds: Thresholds) -> dict[int, CheckOutcome]:
    """Met if each period whose last deadline passed within a year is consolidated and was sent; the
    same for all agencies."""
    day = participants.day
    periods = Period.objects.annotate(due_on=Max("deadlines__due_on")).filter(
        due_on__gte=day - _COUNTED, due_on__lt=day
    )
    parts = [part for each in periods.order_by("-due_on", "-pk") for part in _parts(each)]
    outcome = judged_by_parts(parts) if parts else CheckOutcome(Status.UNKNOWN)
    return participants.each(lambda pk: outcome)


def _parts(period: Period) -> tuple[Evidence, Evidence]:
    """Return evidence on whether the period is consolidated, and whether that was sent."""
    address = reverse("reporting:period", args=[period.pk])
    versions = period.consolidations.order_by("-version")
    sent = versions.exclude(sent_on=None).first()
    kept = _("Consolidated") if versions else _("Not consolidated")
    note = f"{sent.sent_number}, {format_day(sent.sent_on)}" if sent else _("Not sent upward")
    first = CONSOLIDATION.each(row.pk for row in versions)
    last = CONSOLIDATION.each([sent.pk] if sent else [])
    return (
        Evidence(period.name, kept, address, bool(versions), rests=first, one_suffices=True),
        Evidence(period.name, note, address, sent is not None, rests=last),
    )
