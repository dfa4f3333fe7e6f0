"""What the guard in front of /admin/ must know of the screens of channels."""

from network.agencies.guard.lists import list_rules
from network.agencies.guard.rules import Audience, Rule, names_nothing
from network.desks.guarding import row_rules, rows_in_scope

from ..models import Channel, ChannelPlan
from ..plans.views import PlansView
from .overview import OverviewView
from .views import ChannelsView

CHANNEL, PLAN = "channel", "channel plan"
KINDS = {CHANNEL: rows_in_scope(Channel), PLAN: rows_in_scope(ChannelPlan)}
RULES = {
    **list_rules(ChannelsView),
    **list_rules(OverviewView, audience=Audience.OVERSEER),
    "channels_desk:register": Rule(Audience.AGENCY, names_nothing()),
    **row_rules(
        "channels_desk",
        CHANNEL,
        "channel_id",
        read=("channel", "file", "poster", "regulation"),
        changed=(
            *("edit", "discard", "submit", "approve", "send_back", "rename", "pause", "resume"),
            *("end", "add_admin", "end_admin", "attest", "announce"),
        ),
    ),
    "channels_desk:words": Rule(refs=names_nothing()),
    "channels_desk:words_file": Rule(refs=names_nothing()),
    "channels_desk:issue_words": Rule(Audience.OVERSEER, names_nothing(), overseer_act=True),
    **list_rules(PlansView),
    "channels_plans:begin": Rule(Audience.AGENCY, names_nothing()),
    **row_rules(
        "channels_plans",
        PLAN,
        "plan_id",
        read=("plan", "file"),
        changed=("edit", "discard", "submit", "approve", "send_back", "carry_on"),
    ),
}
