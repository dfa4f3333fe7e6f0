"""Who may act, and for whom."""

from typing import Any

from django.db.models import QuerySet

from network.core.sorting import SortKey
from network.core.text import fold

from ..models import Agency, Role, RoleGroup


def is_overseer(user: Any) -> bool:
    """Return whether `user` is an overseer at this moment."""
    return RoleGroup.objects.filter(role=Role.OVERSEER, group__user=user).exists()


def actable_agencies(words: str = "") -> QuerySet[Agency]:
    """Return the agencies with people's roles to act in, whose name or code holds `words`."""
    groups = RoleGroup.objects.filter(agency__isnull=False)
    agencies = Agency.objects.filter(pk__in=groups.values("agency_id")).order_by(
        SortKey("name"), "pk"
    )
    return agencies_named(words, agencies=agencies)


def agencies_named(words: str, *, agencies: QuerySet[Agency]) -> QuerySet[Agency]:
    """Return those of `agencies` whose name or code holds `words`; all of them for no words.

    Accents do not matter: names are folded here, there are a thousand at most.
    """
    wanted = fold(words)
    if not wanted:
        return agencies
    names = agencies.values_list("pk", "name", "short_name", "code")
    return agencies.filter(pk__in=[pk for pk, *texts in names if wanted in fold(" ".join(texts))])
