"""Directives in the search of the admin (Ctrl K)."""

from collections.abc import Iterator

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse

from network.agencies.models import Role
from network.agencies.scope import scope_now
from network.desks.finding import MOST, FoundThing

from ..selectors import REGISTER_READERS, readable_directives, receipts_for
from .wording import beginning


def find_directives(request: HttpRequest, words: str) -> Iterator[FoundThing]:
    """Yield the directives that have the words in their number or abstract, newest first.

    Readers of the register come to the directive, agencies to their receipt. One query.
    """
    scope = scope_now(request)
    if {Role.OVERSEER, *REGISTER_READERS}.isdisjoint(scope.roles):
        receipts = receipts_for(scope).filter(
            Q(directive__number__icontains=words) | Q(directive__abstract__icontains=words)
        )
        named = [
            (each.directive, reverse("directives:receipt", args=[each.pk]))
            for each in receipts.order_by("-directive__sent_at", "pk")[:MOST]
        ]
    else:
        rows = readable_directives(scope).filter(
            Q(number__icontains=words) | Q(abstract__icontains=words)
        )
        named = [(each, reverse("directives:directive", args=[each.pk])) for each in rows[:MOST]]
    for directive, url in named:
        label = f"{directive.get_kind_display()} {directive.number}"
        yield FoundThing(label, beginning(directive.abstract), url, "mail")
