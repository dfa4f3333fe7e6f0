"""The way around a section: its front page, its menu and the pages above one page."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import Q, TextField
from wagtail.models import Page
from wagtail.query import PageQuerySet

from network.agencies.scope import SECTION_DEPTH, SECTION_PATH_LENGTH
from network.core.freshness.keeping import kept
from network.core.freshness.tags import shows
from network.core.prepared import Given, Prepared

from .showing import agency_tag, menu_tag, page_tag

if TYPE_CHECKING:
    from .models import AgencyHomePage


@dataclass(frozen=True, slots=True)
class Navigation:
    """The front page with its agency and logo, the live menu in its order, the pages above."""

    home: "AgencyHomePage"
    menu: list[Page]
    trail: list[Page]


def navigation(path: str) -> Navigation:
    """Return the way around for the page at the treebeard `path` in a section; one query at most.

    It is kept for all pages beside that one, and not to be changed. The pages above come from the
    front page down, whether live or not, without the page itself.
    Raises Page.DoesNotExist outside a section.
    """
    parent = path[: max(SECTION_PATH_LENGTH, len(path) - Page.steplen)]
    steps = len(path) // Page.steplen
    return kept(("navigation", parent, steps), lambda: _navigation(path))


def _pages_around(first: Given, last: Given, above: Given) -> PageQuerySet:
    """The menu between two paths, and the pages above."""
    in_menu = Q(depth=SECTION_DEPTH + 1, path__range=(first, last), live=True, show_in_menus=True)
    return (
        Page.objects.filter(in_menu | Q(path__any_of=above))
        .select_related("agencyhomepage__agency", "agencyhomepage__logo")
        .order_by("path")
    )


_around = Prepared[Page](
    _pages_around, first=TextField(), last=TextField(), above=ArrayField(TextField())
)


def _navigation(path: str) -> Navigation:
    section = path[:SECTION_PATH_LENGTH]
    steps = range(SECTION_DEPTH, len(path) // Page.steplen)
    above = [path[: step * Page.steplen] for step in steps]
    first, last = Page._get_children_path_interval(section)
    found: list[Any] = _around(first=first, last=last, above=[section, *above])
    if not found or found[0].path != section:
        raise Page.DoesNotExist(f"There is no section at {section}.")
    shows(menu_tag(section), agency_tag(found[0].agencyhomepage.agency_id))
    shows(*(page_tag(page.pk) for page in found))
    return Navigation(
        home=found[0].agencyhomepage,
        menu=[p for p in found if p.depth == SECTION_DEPTH + 1 and p.live and p.show_in_menus],
        trail=[p for p in found if p.path in above],
    )
