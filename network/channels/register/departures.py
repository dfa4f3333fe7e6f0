"""Detect channel admins who have left the agency; report each once, the night after."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from procrastinate.types import JSONValue

from network.agencies.audit import record
from network.agencies.models import AuditEntry
from network.mailing.services import queue_mails

from ..models import Channel
from .actions import ChannelAction
from .endings import keyholders_gone


@transaction.atomic
def report_departures(*, now: dt.datetime) -> int:
    """Log each new departure and queue mails to agency and overseers. Returns the number of new
    ones.

    The public state of a channel follows from the memberships and needs no update. The log entry
    prevents a second mail the next night; somebody who returns and leaves again is reported again.
    """
    gone = list(keyholders_gone(timezone.localdate(now)))
    known = _known(admin.channel_id for admin in gone)
    new = [admin for admin in gone if _key(admin) not in known]
    for admin in new:
        key, last_day = _key(admin)
        record(
            actor=None,
            agency=admin.channel.agency,
            action=ChannelAction.ADMIN_GONE,
            now=now,
            about=admin.channel,
            person=admin.user.logged_name,
            channel_admin=key,
            valid_to=last_day,
        )
    agencies = sorted({admin.channel.agency_id for admin in new})
    told = [*agencies, *([None] if new else [])]
    keys: list[JSONValue] = [admin.pk for admin in new]
    queue_mails("channels.departures", [{"agency_id": pk, "admins": keys} for pk in told])
    return len(new)


def _key(admin: Any) -> tuple[int, str]:
    """Return what identifies a departure: admin and last day of service."""
    last_day = admin.last_day
    return admin.pk, last_day.isoformat() if last_day else ""


def _known(channels: Iterable[int]) -> set[tuple[int, str]]:
    """Return the departures of the channels' admins that are logged already. One query."""
    lines = AuditEntry.objects.filter(
        about_type=ContentType.objects.get_for_model(Channel),
        about_id__in=list(channels),
        action=ChannelAction.ADMIN_GONE,
    )
    return {
        (detail["channel_admin"], detail["valid_to"])
        for detail in lines.values_list("detail", flat=True)
    }
