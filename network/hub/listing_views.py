"""Lists over the sections of all agencies: what is new, and the materials."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from legal_updates.models import Topic
from network.core.freshness.dependencies import depends_on
from network.core.freshness.middleware import for_visitors
from network.core.sorting import SortKey
from network.questions.selectors import answering_agency
from sites.models import ArticlePage, MaterialKind, MaterialPage

ENTRIES_PER_PAGE = 15


@require_safe
@for_visitors
def newest(request: HttpRequest) -> HttpResponse:
    """List what all agencies have published, newest first."""
    depends_on("hub", "agencies")
    found = ArticlePage.objects.published().in_use(timezone.localdate())
    return render(request, "hub/newest.html", {"articles": _page_of(request, found)})


@require_safe
@for_visitors
def materials(request: HttpRequest) -> HttpResponse:
    """List the materials in use, by kind (`loai`), topic (`linhvuc`) and agency (`coquan`)."""
    depends_on("hub", "agencies")
    found = MaterialPage.objects.published().in_use(timezone.localdate())
    kind = request.GET.get("loai", "")
    topic = Topic.objects.filter(slug=request.GET.get("linhvuc", "")).first()
    agency = answering_agency(request.GET.get("coquan", ""))
    if kind in MaterialKind.values:
        found = found.filter(kind=kind)
    if topic:
        found = found.filter(article_topics__tag=topic)
    if agency:
        found = found.under(agency.home_page)
    context = {
        "materials": _page_of(request, found),
        "kinds": MaterialKind.choices,
        "kind": kind,
        "topics": Topic.objects.order_by(SortKey("name")),
        "topic": topic,
        "agency": agency,
    }
    return render(request, "hub/materials.html", context)


def _page_of(request: HttpRequest, found: Any) -> Any:
    """Return the page of a list that `trang` asks for."""
    entries = found.with_agency().as_entries()
    return Paginator(entries, ENTRIES_PER_PAGE).get_page(request.GET.get("trang"))
