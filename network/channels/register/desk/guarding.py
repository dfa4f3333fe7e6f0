"""Rules of the admin guard for the screens of channels."""

from django.utils import timezone

from network.accounts.models import User
from network.agencies.guard.lists import list_rules
from network.agencies.guard.owners import ObjectAccess
from network.agencies.guard.rules import Rule, UrlAudience, names_nothing, path
from network.agencies.scope import Scope
from network.desks.guarding import row_rules, rows_in_scope

from ...models import Attestation, Channel
from ..inheriting import inherited_channels
from ..selectors import channels_for
from .inherited_views import InheritedView
from .overview import OverviewView
from .views import ChannelsView

CHANNEL, ATTESTATION, INHERITED = "channel", "attestation", "inherited_channel"


def _attestation(pk: int, user: User, scope: Scope, writing: bool) -> bool:
    """Return whether the user may read the confirmation, or change its channel if `writing`."""
    rows = channels_for(scope, writing=writing).order_by()
    return Attestation.objects.filter(pk=pk, channel__in=rows).exists()


def _inherited(pk: int, user: User, scope: Scope, writing: bool) -> bool:
    """Return whether the user decides on a page of an ended agency for its successor."""
    return inherited_channels(scope, timezone.localdate()).filter(pk=pk).exists()


KINDS = {
    CHANNEL: rows_in_scope(Channel),
    ATTESTATION: ObjectAccess(_attestation),
    INHERITED: ObjectAccess(_inherited),
}
RULES = {
    **list_rules(ChannelsView),
    **list_rules(OverviewView, audience=UrlAudience.OVERSEER),
    **list_rules(InheritedView, audience=UrlAudience.AGENCY),
    "channels_desk:settle": Rule(UrlAudience.AGENCY, path(channel_id=INHERITED)),
    "channels_desk:register": Rule(UrlAudience.AGENCY, names_nothing()),
    **row_rules(
        "channels_desk",
        CHANNEL,
        "channel_id",
        read=("channel", "file", "ending_file", "poster", "regulation"),
        changed=(
            *("edit", "discard", "submit", "approve", "send_back", "rename", "pause", "resume"),
            *("end", "add_admin", "end_admin", "attest", "announce"),
        ),
    ),
    **{
        f"channels_desk:{name}": Rule(
            UrlAudience.OVERSEER, path(channel_id=CHANNEL), overseer_act=True
        )
        for name in ("decide_owner", "doubt", "clear")
    },
    "channels_desk:attested_picture": Rule(refs=path(attestation_id=ATTESTATION)),
    "channels_desk:words": Rule(refs=names_nothing()),
    "channels_desk:words_file": Rule(refs=names_nothing()),
    "channels_desk:issue_words": Rule(UrlAudience.OVERSEER, names_nothing(), overseer_act=True),
}
