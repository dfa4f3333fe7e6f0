"""Load front page, menu and breadcrumbs of a section in one query, cached per process.

Used by all pages of a section through `models.in_section.InSection`.
"""

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
    """The fields of a page that a link shows.

    `path` is treebeard's. `below` is the URL part after the section's front page, "" for the front
    page itself.
    """

    pk: int
    title: str
    path: str
    below: str


@dataclass(frozen=True, slots=True)
class Navigation:
    """The front page with agency and logo, the menu entries, and the ancestors."""

    home: "AgencyHomePage"
    menu: list[PageLink]
    trail: list[PageLink]


def navigation(path: str) -> Navigation:
    """Return the navigation for the page at tree path `path`. At most one query.

    Cached for all pages with the same parent, so it must not be modified. The trail contains the
    ancestors from the front page down, live or not. Raises Page.DoesNotExist outside a section.
    """
    parent = path[: max(SECTION_PATH_LENGTH, len(path) - Page.steplen)]
    steps = len(path) // Page.steplen
    return kept(("navigation", parent, steps), lambda: _navigation(path))


def _home_with_pages(section: str, above: list[str]) -> QuerySet[Any]:
    """Return a queryset of the front page with its menu and the pages at the paths `above`.

    An empty index page is in the menu only for pages below it.
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
    """Load the navigation of a page from its tree path. One query. Raises Page.DoesNotExist outside
    any section."""
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
