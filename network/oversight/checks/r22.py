"""Check of R22: every official channel was announced by an article of the agency soon after its
approval."""

import datetime as dt
from dataclasses import replace

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from network.channels.models import Announcement, Channel
from network.core.dates import format_day
from network.core.working_days import working_day_after

from ..models import Status
from ..outcomes import (
    CheckOutcome,
    Evidence,
    Participants,
    Thresholds,
    grouped,
    judged_by_parts,
    rests_on,
)
from ..proofs import DECLARATION, PAGE
from .absence import absence_of
from .channels import used_channels

# A late announcement is a fault for a year after the approval; later any announcement is enough.
_YEAR = dt.timedelta(days=365)


@rests_on(PAGE, DECLARATION)
def check(participants: Participants, thresholds: Thresholds) -> dict[int, CheckOutcome]:
    """Met if each official channel is announced by a live article within `working_days` after its
    approval, or still has time for it.

    An announcement that was late counts as a fault for a year; PARTLY if all were late.
    See `absence` for agencies without official channels.
    """
    rows = list(used_channels(participants))
    absence = absence_of(participants)
    told = Announcement.objects.filter(channel__in=[row.pk for row in rows], page__live=True)
    announced = {
        channel: (timezone.localdate(at), page)
        for channel, at, page in told.order_by("-page__first_published_at").values_list(
            "channel", "page__first_published_at", "page"
        )
    }
    parts = grouped(
        (
            row.agency_id,
            _part(row, announced.get(row.pk), participants.day, thresholds["working_days"]),
        )
        for row in rows
    )
    any_told = {row.agency_id for row in rows if row.pk in announced}

    def judge(pk: int) -> CheckOutcome:
        if pk not in parts:
            return absence.outcome(pk)
        found = judged_by_parts(parts[pk])
        is_part = found.status == Status.NOT_MET and pk in any_told
        return replace(found, status=Status.PARTLY) if is_part else found

    return participants.each(judge)


def _part(
    channel: Channel, notice: tuple[dt.date, int] | None, day: dt.date, working_days: int
) -> Evidence:
    # A trigger requires the approval day of official channels; the default satisfies the type only.
    approved = channel.approved_on or day
    due = working_day_after(approved, working_days)
    announced, page = notice or (None, None)
    if announced is None:
        fine = day <= due
        said = _("To be announced by %s") if fine else _("Not announced yet, due by %s")
        note = said % format_day(due)
    else:
        fine = announced <= due or approved + _YEAR < day
        said = _("Announced on %s") if fine else _("Announced late, on %s")
        note = said % format_day(announced)
    address = reverse("channels_desk:channel", args=[channel.pk])
    rests = PAGE.each([page] if page else [])
    return Evidence(str(channel), note, address, fine=fine, rests=rests)
