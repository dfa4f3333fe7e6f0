"""Load front page, menu and breadcrumbs of a section in one query, cached per process.

Used by all pages of a section through `models.in_section.InSection`.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from django.apps import apps
from django.db.models import JSONField
from django.db.models.expressions import RawSQL
from wagtail.models import Page

from network.agencies.scope import SECTION_DEPTH, SECTION_PATH_LENGTH
from network.core.freshness.dependencies import depends_on
from network.core.freshness.keeping import kept

from .dependencies import section_of
from .querysets import HAS_SOMETHING

if TYPE_CHECKING:
    from .models import AgencyHomePage

# The menu of a section and the pages at the paths `above`. An empty index page is in the menu only
# for pages below it. Plain SQL, because Django needs 6 ms to write this query, ten times as long as
# PostgreSQL needs to answer it.
_IS_IN_MENU = "depth = %s AND path BETWEEN %s AND %s AND live AND show_in_menus"
_PAGES_AROUND = f"""
SELECT coalesce(
  jsonb_agg(jsonb_build_array(id, title, path, url_path, is_in_menu) ORDER BY path), '[]'
)
FROM (SELECT *, {_IS_IN_MENU} AS is_in_menu FROM wagtailcore_page) wagtailcore_page
WHERE path = ANY(%s) OR (is_in_menu AND {HAS_SOMETHING})
"""  # noqa: S608


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
    """The front page with its agency, the menu entries, and the ancestors."""

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


def _navigation(path: str) -> Navigation:
    """Load the navigation of a page from its tree path. One query. Raises Page.DoesNotExist outside
    any section."""
    section = path[:SECTION_PATH_LENGTH]
    steps = range(SECTION_DEPTH, len(path) // Page.steplen)
    above = [path[: step * Page.steplen] for step in steps]
    menu = (SECTION_DEPTH + 1, *Page._get_children_path_interval(section))
    around = RawSQL(_PAGES_AROUND, (*menu, above), JSONField())  # noqa: S611
    homes = apps.get_model("agency_sites", "AgencyHomePage")._default_manager
    homes = homes.select_related("agency").annotate(pages_around=around)
    home = homes.get(path=section)
    rows = [_LinkRow(*row) for row in home.__dict__.pop("pages_around")]
    depends_on(section_of(section))
    return Navigation(
        home=home,
        menu=[row.link_below(home) for row in rows if row.is_in_menu],
        trail=[row.link_below(home) for row in rows if row.path in above],
    )


class _LinkRow(NamedTuple):
    """The fields of a page in a menu or breadcrumbs."""

    pk: int
    title: str
    path: str
    url_path: str
    is_in_menu: bool

    def link_below(self, home: "AgencyHomePage") -> PageLink:
        """Return the link of the page in the section of `home`."""
        return PageLink(self.pk, self.title, self.path, self.url_path.removeprefix(home.url_path))
