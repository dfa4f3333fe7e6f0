"""Hub pages outside the page tree. Without session, so that responses can be cached."""

from itertools import groupby
from typing import Any, cast

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from aggregator.models import SourceLevel
from legal_updates.models import Topic
from network.core.choices import Choice
from network.core.freshness.dependencies import depends_on
from network.core.freshness.middleware import for_visitors
from network.core.text import sort_key
from sites.models import AgencyHomePage

from . import channels, selectors
from .directory import Directory
from .search.questions import clean_query
from .situations.models import Situation

RESULTS_PER_PAGE = 15
AGENCIES_PER_PAGE = 60
ARTICLES, ITEMS = "bai-viet", "chinh-sach"


@require_safe
@for_visitors
def topics(request: HttpRequest) -> HttpResponse:
    """List the topics with a published page or library item, by name."""
    depends_on("hub", "library")
    found = selectors.topics_with_something()
    context = {"topics": sorted(found, key=lambda each: sort_key(each.name))}
    return render(request, "hub/topics.html", context)


@require_safe
@for_visitors
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """List articles and library items on one topic."""
    topic = get_object_or_404(Topic, slug=slug)
    depends_on("hub", "library", "agencies")
    found = tabs(request, selectors.articles_about(topic), selectors.items_about(topic))
    context = {"topic": topic, "needs": Situation.objects.filter(topics=topic)}
    return render(request, "hub/topic.html", context | found)


@require_safe
@for_visitors
def policies(request: HttpRequest) -> HttpResponse:
    """List the library, newest first, filtered by level (`cap`) and source (`nguon`)."""
    depends_on("library")
    sources = list(selectors.sources_in_use())
    wanted = request.GET.get("nguon", "")
    source = next((each for each in sources if each.key == wanted), None)
    level = request.GET.get("cap", "")
    items = selectors.items_from(level=level, source=source)
    portals = [(each.key, each.name) for each in sources]
    context = {
        "levels": SourceLevel.choices,
        "level": level,
        "level_feed": channels.address_of_level(level),
        "choices": [
            Choice("cap", _("Level"), _("All levels"), SourceLevel.choices, level),
            Choice("nguon", _("Source"), _("All sources"), portals, source.key if source else ""),
        ],
        "items": Paginator(items, RESULTS_PER_PAGE).get_page(request.GET.get("trang")),
    }
    return render(request, "hub/policies.html", context)


@require_safe
@for_visitors
def directory(request: HttpRequest) -> HttpResponse:
    """List the agencies with a section, filtered by kind (`loai`) and name (`q`)."""
    words = clean_query(request.GET.get("q", ""))
    kind = request.GET.get("loai", "")
    depends_on("agencies")
    everything = Directory.of_all()
    found = everything.narrowed(kind=kind, words=words)
    pages = Paginator(cast(Any, found), AGENCIES_PER_PAGE)
    page: Page[AgencyHomePage] = pages.get_page(request.GET.get("trang"))
    context = {"kinds": everything.kinds(), "kind": kind, "words": words, "pages": page}
    context["groups"] = [(heading, list(rows)) for heading, rows in groupby(page, _heading)]
    return render(request, "hub/directory.html", context)


def _heading(section: AgencyHomePage) -> str:
    """Return the directory heading of a section."""
    agency = section.agency
    ended = agency.gone_since(timezone.localdate())
    return _("No longer at work") if ended else agency.get_kind_display()


def tabs(request: HttpRequest, articles: Any, items: Any) -> dict[str, Any]:
    """Return the counts of both tabs and one page of the tab given by `loai`.

    Without `loai`, the first non-empty tab is shown, articles before items.
    """
    pages = {
        ARTICLES: Paginator(articles, RESULTS_PER_PAGE),
        ITEMS: Paginator(items, RESULTS_PER_PAGE),
    }
    shown = request.GET.get("loai")
    if shown not in pages:
        shown = ITEMS if pages[ITEMS].count and not pages[ARTICLES].count else ARTICLES
    return {
        "shown": shown,
        "article_count": pages[ARTICLES].count,
        "item_count": pages[ITEMS].count,
        "results": pages[shown].get_page(request.GET.get("trang")),
    }
