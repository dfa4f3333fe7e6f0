"""Plans that a user may read, and plans in force on a day."""

from django.db.models import QuerySet

from network.agencies.scope import Scope

from ...models import ChannelPlan


def plans_for(scope: Scope, *, writing: bool = False) -> QuerySet[ChannelPlan]:
    """Return the plans that `scope` may read, or with `writing` change."""
    rows: QuerySet[ChannelPlan] = ChannelPlan.scoped.of(scope, writing=writing)
    return rows.select_related("agency", "carries_on").order_by("agency__name", "-valid_from", "pk")
