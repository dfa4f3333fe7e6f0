"""Access rules of the practice views for the guard in front of /admin/."""

from network.accounts.models import User
from network.agencies.guard.lists import list_rules
from network.agencies.guard.owners import ObjectAccess
from network.agencies.guard.rules import Rule, UrlAudience, names_nothing, path
from network.agencies.scope import Scope
from network.desks.guarding import row_rules

from ..selectors import adoptions_for, practices_for
from .adoption_views import AdoptionsView
from .views import PracticesView

PRACTICE, ADOPTION = "practice", "practice_adoption"


def _practice(pk: int, user: User, scope: Scope, writing: bool) -> bool:
    return practices_for(scope, writing=writing).filter(pk=pk).exists()


def _adoption(pk: int, user: User, scope: Scope, writing: bool) -> bool:
    return adoptions_for(scope, writing=writing).filter(pk=pk).exists()


KINDS = {PRACTICE: ObjectAccess(_practice), ADOPTION: ObjectAccess(_adoption)}
_DECIDED = Rule(UrlAudience.OVERSEER, path(practice_id=PRACTICE), overseer_act=True)
RULES = {
    **list_rules(PracticesView, AdoptionsView),
    "practices_desk:write": Rule(UrlAudience.AGENCY, names_nothing()),
    "practices_desk:adopt": Rule(UrlAudience.AGENCY, names_nothing()),
    **{f"practices_desk:{name}": _DECIDED for name in ("recognise", "ask_more", "refuse")},
    **row_rules(
        "practices_desk",
        PRACTICE,
        "practice_id",
        read=("practice",),
        changed=(
            *("edit", "discard", "send", "begin_page"),
            *("confirm", "hide_contact", "retire"),
        ),
    ),
    **row_rules(
        "practices_desk",
        ADOPTION,
        "adoption_id",
        read=("adoption",),
        changed=("follow", "keep", "take_kit"),
    ),
}
