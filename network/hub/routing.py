"""Find the page at a URL by its whole path, in two queries.

Wagtail walks down from the root with two queries per step and checks the restrictions of the page
and of its ancestors one by one, which doubles the time of an article that is not cached
(docs/adr/0075-machinery-that-stays.md). Used by `page_views` and by leaflets.
"""

from collections.abc import Iterator
from copy import copy
from functools import cache
from typing import Any

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q, Subquery
from django.http import Http404, HttpRequest
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.query import PageQuerySet
from wagtail.url_routing import RouteResult

from legal_updates.models import Citation
from network.agencies.scope import SECTION_DEPTH
from network.core.freshness.dependencies import EVERYTHING, depends_on
from network.core.freshness.keeping import kept
from network.moderation.models import Action, Decision
from sites.dependencies import section_of
from sites.models import ArticlePage, MaterialPage
from sites.reading.addresses import split_path

APPRAISALS = (Action.APPRAISED, Action.APPRAISED_AFTERWARDS)


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
    row = _pages().filter(url_path=url_path).order_by("path").first()
    if row is None:
        raise Http404
    page: Any = row.specific
    if not row.restricted:
        page.get_view_restrictions = list
    page.dependencies = tuple(_dependencies(page, cites=row.cites))
    if isinstance(page, ArticlePage):
        if not row.cites:
            page.citations = []
        if row.appraised_at:
            page.appraised_on = timezone.localdate(row.appraised_at)
    # Loaded before the page is cached, because templates show them outside their cached parts.
    for name in ("agency", "shown_neighbours"):
        getattr(page, name, None)
    if not page.live:
        raise _NotLiveError(page)
    depends_on(*page.dependencies)
    return page


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


@cache
def _pages() -> PageQuerySet:
    """Return the queryset of all pages with `restricted`, `cites` and `appraised_at`."""
    appraisals = Decision.objects.filter(
        page_id=OuterRef("pk"), revision_id=OuterRef("live_revision"), deed__in=APPRAISALS
    )
    return Page.objects.annotate(
        restricted=may_be_restricted(),
        cites=Exists(Citation.objects.filter(page=OuterRef("pk"), document__isnull=False)),
        appraised_at=Subquery(appraisals.order_by("-pk").values("at")[:1]),
    )


def may_be_restricted() -> Q:
    """Return the condition that a page may be restricted. `get_view_restrictions` decides."""
    return Q(Exists(_restrictions())) | Q(Exists(_aliases()))


def _restrictions() -> Any:
    """Return the view restrictions (password, sign-in) of a page or its ancestors."""
    path = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    return PageViewRestriction.objects.annotate(asked=path).filter(
        asked__startswith=F("page__path")
    )


def _aliases() -> Any:
    """Return the page or its ancestors that are aliases, since they inherit their source's
    restrictions."""
    path = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    aliases = Page.objects.filter(alias_of__isnull=False).order_by()
    return aliases.annotate(asked=path).filter(asked__startswith=F("path"))
