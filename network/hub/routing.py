"""Find the page at a URL by its whole path, in two queries.

Wagtail walks down from the root with two queries per step and checks the restrictions of the page
and of its ancestors one by one, which doubles the time of an article that is not cached
(docs/adr/0075-machinery-that-stays.md). Used by `page_views` and by leaflets.
"""

import datetime as dt
from collections.abc import Iterator
from copy import copy
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult

from network.agencies.scope import SECTION_DEPTH
from network.core.freshness.dependencies import EVERYTHING, depends_on
from network.core.freshness.keeping import kept
from network.moderation.models import Action
from sites.dependencies import section_of
from sites.models import AgencyHomePage, ArticlePage, MaterialPage
from sites.reading.addresses import split_path

# Whether the page or an ancestor has a view restriction (password, sign-in), or is an alias, which
# inherits the restrictions of its source.
_MAY_BE_RESTRICTED = """
EXISTS (
  SELECT FROM wagtailcore_pageviewrestriction restriction
  JOIN wagtailcore_page above ON above.id = restriction.page_id
  WHERE starts_with(wagtailcore_page.path, above.path)
) OR EXISTS (
  SELECT FROM wagtailcore_page above
  WHERE above.alias_of_id IS NOT NULL AND starts_with(wagtailcore_page.path, above.path)
)
"""
# Plain SQL, because Django needs 2 ms to write this query, ten times as long as PostgreSQL needs to
# answer it.
_PAGE_ROW = f"""
SELECT id, content_type_id, {_MAY_BE_RESTRICTED},
  EXISTS (SELECT FROM legal_updates_citation citation
    WHERE citation.page_id = wagtailcore_page.id AND citation.document_id IS NOT NULL),
  EXISTS (SELECT FROM agency_sites_correction correction
    WHERE correction.page_id = wagtailcore_page.id),
  EXISTS (SELECT FROM agency_sites_articlepage version
    WHERE version.original_id = wagtailcore_page.id),
  (SELECT at FROM moderation_decision decision
    WHERE decision.page_id = wagtailcore_page.id
      AND decision.revision_id = wagtailcore_page.live_revision_id
      AND decision.deed IN ('{Action.APPRAISED}', '{Action.APPRAISED_AFTERWARDS}')
    ORDER BY decision.id DESC LIMIT 1)
FROM wagtailcore_page WHERE url_path = %s ORDER BY path LIMIT 1
"""  # noqa: S608


class _PageRow(NamedTuple):
    """What is known of a page before its specific type is loaded.

    `cites`, `is_corrected` and `is_translated` tell which rows it has; `appraised_at` is the time
    of the last appraisal of the live revision.
    """

    pk: int
    content_type_id: int
    may_be_restricted: bool
    cites: bool
    is_corrected: bool
    is_translated: bool
    appraised_at: dt.datetime | None


def route(request: HttpRequest, path: str) -> RouteResult | None:
    """Return the routing result for `path` (a slug and a slash per step), or None.

    As in Wagtail, only the page itself must be live, not its ancestors. Two queries unless the page
    is cached; one more with several Sites.
    """
    url_path = url_path_of(request, path)
    if url_path is None:
        return None
    try:
        page, steps = _page_and_steps(url_path)
        return page.route(request, steps)
    except Http404:
        return None


def _page_and_steps(url_path: str) -> tuple[Any, list[str]]:
    """Return the page of a URL path and the remaining steps, which only a material has."""
    below = split_path(url_path)
    if below is not None:
        page, steps = page_at(below[0]), below[1]
        if isinstance(page, MaterialPage):
            return page, steps
    return page_at(url_path), []


def url_path_of(request: HttpRequest, path: str) -> str | None:
    """Return the tree URL path that corresponds to `path`, or None if the host has no Site."""
    root_path = _root_path(request)
    if root_path is None:
        return None
    return root_path + "".join(f"{step}/" for step in path.split("/") if step)


def public_path(request: HttpRequest, page: Page) -> str:
    """Return the path of a page's public address, without the tree path of its Site."""
    return "/" + page.url_path.removeprefix(_root_path(request) or "")


def page_at(url_path: str) -> Page:
    """Return the page with that path, as its specific type. Raises Http404.

    A live page is cached until it changes.
    """
    try:
        # A copy, because rendering sets attributes on the object.
        return copy(kept(("page", url_path), lambda: _live(url_path)))
    except _NotLiveError as error:
        return error.page


class _NotLiveError(Exception):
    """Carries a page that is not live out of the cache function, so that it is not cached: no
    trigger notifies its changes."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page


def _live(url_path: str) -> Page:
    """Load the page at a tree URL path with what its templates show outside their cached parts.

    Raises Http404 if there is none, _NotLiveError with the page if it is not live.
    """
    row = _row_at(url_path)
    page = _page_of(row)
    if not row.may_be_restricted:
        page.get_view_restrictions = list
    page.dependencies = tuple(_dependencies(page, cites=row.cites))
    # Loaded before the page is cached, because templates show them outside their cached parts.
    for name in ("agency", "shown_neighbours"):
        getattr(page, name, None)
    if not page.live:
        raise _NotLiveError(page)
    depends_on(*page.dependencies)
    return page


def _page_of(row: _PageRow) -> Any:
    """Return the page of a row as its specific type, and note which related rows it does not have,
    so that nobody queries them. Raises Http404. One query."""
    model = ContentType.objects.get_for_id(row.content_type_id).model_class() or Page
    page = get_object_or_404(_pages_of(model), pk=row.pk)
    if not row.cites:
        page.citations = []
    if isinstance(page, ArticlePage):
        if not row.is_corrected:
            page.shown_corrections = []
        if not (row.is_translated or page.original_id):
            page.shown_versions = []
        if row.appraised_at:
            page.appraised_on = timezone.localdate(row.appraised_at)
    return page


def _pages_of(model: type[Page]) -> QuerySet[Any]:
    """Return the pages of a type with the related objects that each of them shows."""
    pages = model._default_manager.all()
    if issubclass(model, ArticlePage):
        return pages.select_related("cover")
    return pages.select_related("agency", "logo") if issubclass(model, AgencyHomePage) else pages


def _dependencies(page: Page, *, cites: bool) -> Iterator[str]:
    """Yield the cache dependencies of a page, without those of its lists, which register their
    own."""
    yield EVERYTHING
    if page.depth >= SECTION_DEPTH:
        yield section_of(page.path)
    # Legal updates, materials and answers list documents beside their text.
    if cites or hasattr(page, "documents"):
        yield "register"


def _root_path(request: HttpRequest) -> str | None:
    roots = Site.get_site_root_paths()
    if len(roots) == 1:
        # Every page link needs the site's id; other fields are deferred.
        request._wagtail_site = Site.from_db(None, ["id"], [roots[0].site_id])  # type: ignore[attr-defined]
        return str(roots[0].root_path)
    site = Site.find_for_request(request)
    return next((root.root_path for root in roots if site and root.site_id == site.pk), None)


def _row_at(url_path: str) -> _PageRow:
    """Return the row of the page at a tree URL path. Raises Http404. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_PAGE_ROW, [url_path])
        found = cursor.fetchone()
    if found is None:
        raise Http404
    return _PageRow(*found)


def may_be_restricted() -> RawSQL:
    """Return the condition on a queryset of pages that a page may be restricted.
    `get_view_restrictions` decides."""
    return RawSQL(_MAY_BE_RESTRICTED, (), BooleanField())  # noqa: S611
