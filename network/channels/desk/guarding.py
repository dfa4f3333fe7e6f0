"""What the guard in front of /admin/ must know of the screens of channels."""

from network.agencies.guard.lists import list_rules
from network.agencies.guard.rules import Audience, Rule, names_nothing
from network.desks.guarding import row_rules, rows_in_scope

from ..models import Channel
from .views import ChannelsView

CHANNEL = "channel"
KINDS = {CHANNEL: rows_in_scope(Channel)}
RULES = {
    **list_rules(ChannelsView),
    "channels_desk:register": Rule(Audience.AGENCY, names_nothing()),
    **row_rules(
        "channels_desk",
        CHANNEL,
        "channel_id",
        read=("channel", "file"),
        changed=(
            *("edit", "discard", "submit", "approve", "send_back", "rename", "pause", "resume"),
            *("end", "add_admin", "end_admin", "attest"),
        ),
    ),
}
