"""Find the address of a guide step for a user. Read-only."""

from collections.abc import Callable

from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from network.accounts.models import User
from network.agencies.scope import Scope
from network.moderation.review import worklists
from network.moderation.review.access import desks_of
from sites.models import SectionIndexPage

from .chapters import FIRST_PLACE, FIRST_WAITING, OWN_HOME


def address_of(name: str, user: User, scope: Scope) -> str:
    """Return the URL of a step: of a URL name, or of the user's own page or text.

    At most two queries. If the user has no such page yet, returns the list that it would be in.
    """
    find = _FOUND.get(name)
    return find(user, scope) if find else reverse(name)


def _own_home(user: User, scope: Scope) -> str:
    """Return the editor's URL of the user's first section, or the page explorer."""
    home = Page.objects.filter(path__in=scope.own_sections.values()).order_by("path").first()
    if home is None:
        return reverse("wagtailadmin_explore_root")
    return reverse("wagtailadmin_pages:edit", args=[home.pk])


def _first_place(user: User, scope: Scope) -> str:
    """Return the URL for adding a page in the first place of the user's own sections, or the page
    explorer."""
    for path in sorted(scope.own_sections.values()):
        places = SectionIndexPage.objects.filter(path__startswith=path, numchild=0)
        place = (
            places.order_by("path").first()
            or SectionIndexPage.objects.filter(path__startswith=path).order_by("-path").first()
        )
        if place is not None:
            return reverse("wagtailadmin_pages:add_subpage", args=[place.pk])
    return reverse("wagtailadmin_explore_root")


def _first_waiting(user: User, scope: Scope) -> str:
    """Return the review page of the first text that waits for the user, or the list of waiting
    texts."""
    desks = desks_of(user, timezone.localdate())
    row = worklists.waiting_for(user, desks).first() if desks else None
    if row is None:
        return reverse("moderation:waiting")
    return reverse("moderation:desk", args=[row["page_number"]])


_FOUND: dict[str, Callable[[User, Scope], str]] = {
    OWN_HOME: _own_home,
    FIRST_PLACE: _first_place,
    FIRST_WAITING: _first_waiting,
}
