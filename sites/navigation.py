"""The way around a section: its front page, its menu and the pages above one page."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Q, QuerySet
from django.db.models.functions import JSONObject
from wagtail.models import Page

from network.agencies.scope import SECTION_DEPTH, SECTION_PATH_LENGTH
from network.core.freshness.dependencies import depends_on
from network.core.freshness.keeping import kept

from .dependencies import section_of
from .querysets import has_something

if TYPE_CHECKING:
    from .models import AgencyHomePage


@dataclass(frozen=True, slots=True)
class PageLink:
    """As much of a page as a link to it shows.

    `path` is treebeard's. `below` follows the address of the section's front page, "" for that
    page itself.
    """

    pk: int
    title: str
    path: str
    below: str


@dataclass(frozen=True, slots=True)
class Navigation:
    """The front page with its agency and logo, what the menu has to read, the pages above."""

    home: "AgencyHomePage"
    menu: list[PageLink]
    trail: list[PageLink]


def navigation(path: str) -> Navigation:
    """Return the way around for the page at the treebeard `path` in a section; one query at most.

    It is kept for all pages beside that one, and not to be changed. The pages above come from the
    front page down, whether live or not, without the page itself.
    Raises Page.DoesNotExist outside a section.
    """
    parent = path[: max(SECTION_PATH_LENGTH, len(path) - Page.steplen)]
    steps = len(path) // Page.steplen
    return kept(("navigation", parent, steps), lambda: _navigation(path))


def _home_with_pages(section: str, above: list[str]) -> QuerySet[Any]:
    """The front page at the path `section`, with its menu and the pages at the paths `above`.

    An empty place stands in the menu of the pages below it alone.
    """
    first, last = Page._get_children_path_interval(section)
    in_menu = Q(depth=SECTION_DEPTH + 1, path__range=(first, last), live=True, show_in_menus=True)
    shown = in_menu & has_something() | Q(path__in=above)
    pages = Page.objects.filter(shown).order_by("path")
    row = JSONObject(pk="pk", title="title", path="path", url_path="url_path", in_menu=in_menu)
    homes = apps.get_model("agency_sites", "AgencyHomePage")._default_manager
    return (
        homes.filter(path=section)
        .select_related("agency", "logo")
        .annotate(pages_around=ArraySubquery(pages.values(row=row)))
    )


def _navigation(path: str) -> Navigation:
    section = path[:SECTION_PATH_LENGTH]
    steps = range(SECTION_DEPTH, len(path) // Page.steplen)
    above = [path[: step * Page.steplen] for step in steps]
    home = _home_with_pages(section, above).first()
    if home is None:
        raise Page.DoesNotExist(f"There is no section at {section}.")
    rows = home.__dict__.pop("pages_around")
    depends_on(section_of(section))
    return Navigation(
        home=home,
        menu=[_step(row, home) for row in rows if row["in_menu"]],
        trail=[_step(row, home) for row in rows if row["path"] in above],
    )


def _step(row: dict[str, Any], home: "AgencyHomePage") -> PageLink:
    below = row["url_path"].removeprefix(home.url_path)
    return PageLink(row["pk"], row["title"], row["path"], below)
