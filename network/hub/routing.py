"""Find the page at a URL by its whole path, in one query.

Wagtail walks down from the root with two queries per step, then checks restrictions of the page and
its ancestors: nine queries for an article (docs/adr/0016-visitor-cache.md).
"""

import datetime as dt
from collections.abc import Iterator
from copy import copy
from functools import cache
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import (
    Case,
    CharField,
    Exists,
    ExpressionWrapper,
    F,
    JSONField,
    OuterRef,
    Q,
    Subquery,
    When,
)
from django.db.models.functions import JSONObject
from django.http import Http404, HttpRequest
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, Site, get_page_models
from wagtail.query import PageQuerySet
from wagtail.url_routing import RouteResult

from legal_updates.models import Citation, Topic
from network.agencies.scope import SECTION_DEPTH
from network.core.freshness.dependencies import EVERYTHING, depends_on
from network.core.freshness.keeping import kept
from network.moderation.models import Action, Decision
from sites.dependencies import section_of
from sites.models import ArticlePage, ArticleTopic, Correction, MaterialPage
from sites.models.articles import Neighbour, Neighbours
from sites.querysets import ArticleQuerySet
from sites.reading.addresses import split_path

from .models import HubSettings

# Foreign keys that page templates use.
APPRAISALS = (Action.APPRAISED, Action.APPRAISED_AFTERWARDS)
RELATED = {"articlepage": ["cover"], "agencyhomepage": ["agency", "logo"]}


def route(request: HttpRequest, path: str) -> RouteResult | None:
    """Return the routing result for `path` (a slug and a slash per step), or None.

    As in Wagtail, only the page itself must be live, not its ancestors. At most one query; a second
    one with several Sites or for a page that is not live.
    """
    url_path = url_path_of(request, path)
    if url_path is None:
        return None
    try:
        page, steps = _page_and_steps(url_path)
        if page.hub_settings is not None:
            # The attribute in which Wagtail's context processor caches the settings.
            setattr(request, HubSettings.get_cache_attr_name(), page.hub_settings)
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
    with connection.execute_wrapper(_joined_as_written):
        row = _pages().filter(url_path=url_path).order_by("path").first()
    if row is None:
        raise Http404
    page = specific(row)
    if not page.live:
        raise _NotLiveError(page)
    depends_on(*page.dependencies)
    return page


def _joined_as_written(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    """Execute a query wrapper that fixes the join order.

    The query joins all page types to a single row. PostgreSQL's planner took twenty times as long
    for trying the other join orders as the rest of the query. Setting and query are sent in one
    message, so that no other query is affected.
    """
    alone = f"SET LOCAL join_collapse_limit = 1; {sql}; RESET join_collapse_limit"
    answer = execute(alone, params, many, context)
    context["cursor"].nextset()
    return answer


def specific(found: Page) -> Page:
    """Return the specific page from a row of `_pages`. No query."""
    page: Any = found
    for name in _lineage(found.specific_class or Page):
        page = getattr(page, name)
    if not found.restricted:
        page.get_view_restrictions = list
    page.dependencies = tuple(_dependencies(page, cites=found.cites))
    page.hub_settings = HubSettings(**found.hub_row) if found.hub_row else None
    if isinstance(page, ArticlePage):
        _fill_in(page, found)
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
    """Return the queryset of all pages, with the row of their type and everything needed for
    display.

    Cached, because building it took 10 of the 26 ms of an uncached article.
    """
    own = {"content_object": OuterRef("pk")}
    topics = ArticleTopic.objects.filter(**own).order_by("pk")
    corrections = Correction.objects.filter(page=OuterRef("pk")).order_by("sort_order", "pk")
    versions = ArticlePage.objects.versions(
        page=OuterRef("pk"), original=OuterRef("articlepage__original")
    )
    beside = ArticlePage.objects.beside(path=OuterRef("path"), depth=OuterRef("depth"))
    place = OuterRef("articlepage__date"), OuterRef("pk")
    appraisals = Decision.objects.filter(
        page_id=OuterRef("pk"), revision_id=OuterRef("live_revision"), deed__in=APPRAISALS
    )
    settings = {field.name: field.name for field in HubSettings._meta.concrete_fields}
    hub = HubSettings.objects.order_by("pk").values(row=JSONObject(**settings))
    return Page.objects.select_related(*_types()).annotate(
        hub_row=Subquery(hub[:1]),
        restricted=may_be_restricted(),
        topic_rows=ArraySubquery(
            topics.values(row=JSONObject(pk="tag_id", name="tag__name", slug="tag__slug"))
        ),
        correction_rows=ArraySubquery(
            corrections.values(
                row=JSONObject(corrected_on="corrected_on", was="was", now_reads="now_reads")
            )
        ),
        version_rows=ArraySubquery(
            versions.values(
                row=JSONObject(pk="pk", title="title", language="language", url_path="url_path")
            )
        ),
        older_row=_of_article(beside.older(*place)),
        newer_row=_of_article(beside.newer(*place)),
        cites=Exists(Citation.objects.filter(page=OuterRef("pk"), document__isnull=False)),
        appraised_at=Subquery(appraisals.order_by("-pk").values("at")[:1]),
    )


def _of_article(beside: ArticleQuerySet) -> Case:
    """Return an expression for the first neighbouring article; NULL for other page types."""
    first = beside.values(row=JSONObject(pk="pk", title="title", slug="slug", date="date"))[:1]
    return Case(When(articlepage__isnull=False, then=Subquery(first)), output_field=JSONField())


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


def _fill_in(article: ArticlePage, found: Any) -> None:
    article.shown_topics = [Topic(**row) for row in found.topic_rows]
    article.shown_corrections = [
        Correction(**row | {"corrected_on": dt.date.fromisoformat(row["corrected_on"])})
        for row in found.correction_rows
    ]
    article.shown_versions = [ArticlePage(**row) for row in found.version_rows]
    article.shown_neighbours = Neighbours(*map(_neighbour, (found.older_row, found.newer_row)))
    if not found.cites:
        article.citations = []
    if found.appraised_at:
        article.appraised_on = timezone.localdate(found.appraised_at)


def _neighbour(row: dict[str, Any] | None) -> Neighbour | None:
    return Neighbour(**row | {"date": dt.date.fromisoformat(row["date"])}) if row else None


@cache
def _types() -> tuple[str, ...]:
    """Return the select_related paths from Page to each page type and its displayed foreign
    keys."""
    ways = []
    for model in get_page_models():
        if lineage := _lineage(model):
            way = "__".join(lineage)
            ways += [way, *(f"{way}__{name}" for name in RELATED.get(lineage[-1], ()))]
    return tuple(ways)


@cache
def _lineage(model: type[Page]) -> tuple[str, ...]:
    """Return the attribute names from Page down to `model`, () for Page itself."""
    parents = [parent for parent in reversed(model._meta.get_parent_list()) if parent is not Page]
    return tuple(each._meta.model_name for each in [*parents, model] if each is not Page)
