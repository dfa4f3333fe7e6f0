"""Announcements of channels by two agencies, with all their steps. Safe to run twice."""

import datetime as dt

from django.utils import timezone

from network.channels.models import Announcement, Channel, ChannelState
from network.channels.posting.notices.services import draft_announcement, place_of
from network.moderation.publication import published_by_install
from sites.models import ArticlePage

from .staff import Staff, Stage

_TELLING = ("STP-2025", "SYT-2025")
_AFTER, _MORNING = dt.timedelta(days=5), dt.time(8, 30)


def load_announcements(now: dt.datetime) -> None:
    """Announce the active channels of two agencies, each some days after its approval."""
    if Announcement.objects.exists():
        return
    rows = Channel.objects.filter(state=ChannelState.ACTIVE, agency__code__in=_TELLING)
    for channel in rows.select_related("agency").order_by("pk"):
        staff = Staff.of(channel.agency)
        if staff is None or channel.approved_on is None or place_of(channel) is None:
            continue
        with published_by_install():
            page = draft_announcement(channel_id=channel.pk, user=staff.author, now=now)
            staff.lead(page, to=Stage.PUBLISHED)
        day = channel.approved_on + _AFTER
        at = timezone.make_aware(dt.datetime.combine(day, _MORNING))
        shown = ArticlePage.objects.filter(pk=page.pk)
        shown.update(date=day, first_published_at=at, last_published_at=at)
