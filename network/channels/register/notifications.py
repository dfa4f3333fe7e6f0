"""Mails about channels: admins who have left, and upcoming expiries."""

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import groupby

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.accounts.models import User
from network.agencies.models import Agency, Role
from network.agencies.recipients import holders, members, serving_on
from network.mailing.digests import DigestPart
from network.mailing.kinds import Context, Letter, MailKind, absolute, letters_to

from ..models import Channel
from .endings import keyholders_gone, to_remind_of

DOUBTED = "channels.doubted"
# Roles that maintain an agency's channels or answer for them.
_OFFICERS = (Role.AGENCY_ADMIN, Role.AUTHOR, Role.APPROVER)


def departure_letters(
    *, agency_id: int | None, admins: Sequence[int], now: dt.datetime
) -> list[Letter]:
    """Return letters to an agency's officers, or to overseers if `agency_id` is None, about those
    of `admins` who still hold keys. [] if none does."""
    gone = keyholders_gone(timezone.localdate(now)).filter(pk__in=admins)
    if agency_id is None:
        people = holders(Role.OVERSEER, now=now)
    else:
        gone = gone.filter(channel__agency=agency_id)
        people = members(Agency.objects.get(pk=agency_id), *_OFFICERS, now=now)
    rows = list(gone.order_by("channel__agency__name", "channel__name", "pk"))
    if not rows:
        return []
    return letters_to(
        people,
        _("Pages on social networks: who left still holds the keys"),
        "channels/mail/departures",
        {"rows": rows, "address": absolute(reverse("channels_desk:index"))},
        agency_id=agency_id,
    )


def concerned(now: dt.datetime) -> Iterable[int]:
    """Return the ids of the users whose agencies get a reminder today."""
    agencies = {row.subject.agency_id for row in to_remind_of(timezone.localdate(now))}
    serving = serving_on(now).filter(role__in=_OFFICERS, agency__in=agencies)
    return serving.values_list("user", flat=True).distinct()


def digest_of(user: User, now: dt.datetime) -> Context | None:
    """Return the context of a user's reminder about upcoming expiries, or None if there are
    none."""
    serving = serving_on(now).filter(user=user, role__in=_OFFICERS)
    found = groupby(
        to_remind_of(timezone.localdate(now), serving), lambda row: (row.day, row.subject)
    )
    # Group the rows: sixteen points confirmed on one day also expire on one day.
    rows = [(*head, [row.words for row in group]) for head, group in found]
    return {"rows": rows, "address": absolute(reverse("channels_desk:index"))} if rows else None


def doubt_letters(*, channel_id: int, now: dt.datetime) -> list[Letter]:
    """Return letters to the officers and leaders of the agency whose channel is being verified. []
    if the verification is over."""
    channel = Channel.objects.filter(pk=channel_id).select_related("agency").first()
    if channel is None or channel.verifying_since is None:
        return []
    address = reverse("channels_desk:channel", args=[channel_id])
    return letters_to(
        members(channel.agency, *_OFFICERS, now=now),
        _("A page of yours is being verified"),
        "channels/mail/doubted",
        {"channel": channel, "address": absolute(address)},
        agency_id=channel.agency_id,
    )


MAILS = {
    DOUBTED: MailKind(gettext_lazy("Sở Tư pháp verifies a channel"), doubt_letters),
    "channels.departures": MailKind(
        gettext_lazy("Who left still holds keys of a channel"), departure_letters
    ),
}
DIGEST = DigestPart(concerned, digest_of, "channels/mail/ending.txt")
