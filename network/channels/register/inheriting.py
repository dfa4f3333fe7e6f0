"""Pages of agencies that have ended: the people of their successors record how each page ends.

The row stays with its agency, whose people have no roles any more.
"""

import datetime as dt

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from network.accounts.models import User
from network.agencies.corrections import corrected_by
from network.agencies.scope import Scope, scope_of
from network.media.uploads import validate_upload

from ..models import APPROVED_STATES, Channel, ChannelState
from ..shared.roles import DECIDING, agencies_kept
from .actions import ChannelAction
from .services import record_channel

# A page of an ended agency never merges by this: its keys are handed over first.
WAYS = (ChannelState.HANDED_OVER, ChannelState.CLOSED)


def inherited_channels(scope: Scope, day: dt.date) -> QuerySet[Channel]:
    """Return the pages still open of ended agencies whose work the user's agencies go on with, if
    the user decides there on pages."""
    former = corrected_by(agencies_kept(scope, DECIDING), day)
    rows = Channel.objects.filter(agency__in=former, state__in=APPROVED_STATES)
    return rows.select_related("agency").order_by("agency__name", "name", "pk")


@transaction.atomic
def settle_channel(
    *,
    channel_id: int,
    state: str,
    note: str,
    evidence: UploadedFile,
    user: User,
    now: dt.datetime,
) -> Channel:
    """Record that a page of an ended agency is closed or handed over, with a file that shows it.

    Raises ValidationError unless the user may settle the page and it is still open, for another
    state, and for a damaged file.
    """
    open_ones = inherited_channels(scope_of(user), timezone.localdate(now))
    channel = open_ones.select_for_update(of=("self",)).filter(pk=channel_id).first()
    if channel is None:
        raise ValidationError(_("This page is settled already."))
    if state not in WAYS:
        raise ValidationError(_("Choose whether it is closed or handed over."))
    channel.ending_file = evidence
    validate_upload(channel.ending_file)
    channel.state, channel.ending_note = state, note
    channel.ended_on = timezone.localdate(now)
    channel.save()
    record_channel(channel, ChannelAction.ENDED, user, now, state=channel.get_state_display())
    return channel
