"""Rules of the admin guard for the screens of plans."""

from network.agencies.guard.lists import list_rules
from network.agencies.guard.rules import Rule, UrlAudience, names_nothing
from network.desks.guarding import row_rules, rows_in_scope

from ...models import ChannelPlan
from .views import PlansView

PLAN = "channel plan"
KINDS = {PLAN: rows_in_scope(ChannelPlan)}
RULES = {
    **list_rules(PlansView),
    "channels_plans:begin": Rule(UrlAudience.AGENCY, names_nothing()),
    **row_rules(
        "channels_plans",
        PLAN,
        "plan_id",
        read=("plan", "file"),
        changed=("edit", "discard", "submit", "approve", "send_back", "carry_on"),
    ),
}
