"""Name the users who may decide a row that the current user may not, as two people must decide.

Used by the row pages and transition forms in rows.py.
"""

from collections.abc import Collection
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from network.accounts.models import User
from network.agencies.models import NETWORK_ROLES, Membership
from network.core.two_people import people_excluded_from

from .transitions import Transition

_MOST_NAMES = 5


def refusal_for(transition: Transition[Any], row: Any, user: User, held: Collection[str]) -> str:
    """Return why `user` must leave the transition to others, and who they are; "" if allowed.

    Also "" for users without a role that allows the transition. One query, only if there is a
    refusal.
    """
    refusal = transition.own_refusal(row, user) if transition.is_held(held) else ""
    if not refusal:
        return ""
    names = _names_of_others(transition, row)
    if not names:
        return _("%s At present nobody else has the role for it.") % refusal
    return _("%(refusal)s At present that is: %(names)s.") % {
        "refusal": refusal,
        "names": ", ".join(names),
    }


def _names_of_others(transition: Transition[Any], row: Any) -> list[str]:
    """Return the names of users whose role allows the transition and who did no earlier step on the
    row."""
    roles = transition.roles
    of_network = Q(role__in=roles & frozenset(NETWORK_ROLES))
    of_agency = Q(role__in=roles, agency=getattr(row, "agency_id", None))
    people = User.objects.filter(
        is_active=True,
        pk__in=Membership.objects.valid_on(timezone.localdate())
        .giving_rights()
        .filter(of_network | of_agency)
        .values("user"),
    ).exclude(pk__in=people_excluded_from(row, transition.decider))
    return [each.get_full_name() or each.username for each in people.order_by("pk")[:_MOST_NAMES]]
