"""Lists over the sections of all agencies: new articles, materials, and the law bookshelf."""

from typing import Any, NamedTuple

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from legal_updates.models import Topic
from network.core.choices import Choice
from network.core.freshness.dependencies import depends_on
from network.core.freshness.middleware import for_visitors
from network.core.sorting import SortKey
from network.core.text import clean_input
from network.questions.selectors import answering_agency
from sites.dependencies import section_of
from sites.models import AgencyHomePage, ArticlePage, Language, MaterialKind, MaterialPage

from .selectors import agencies_with_materials

ENTRIES_PER_PAGE, COVERS_PER_PAGE = 15, 12
OUT_OF_USE = "cu"


@require_safe
@for_visitors
def newest(request: HttpRequest) -> HttpResponse:
    """List the articles of all agencies, newest first."""
    depends_on("hub", "agencies")
    found = ArticlePage.objects.published().in_use(timezone.localdate())
    return render(request, "hub/newest.html", {"articles": _page_of(request, found)})


@require_safe
@for_visitors
def materials(request: HttpRequest) -> HttpResponse:
    """List the materials in use, filtered by query parameters.

    They are type (`loai`), topic (`linhvuc`), language (`ngonngu`) and agency (`coquan`).
    """
    depends_on("hub", "agencies")
    found = MaterialPage.objects.published().in_use(timezone.localdate())
    kind = request.GET.get("loai", "")
    topic = Topic.objects.filter(slug=clean_input(request.GET.get("linhvuc", ""))).first()
    agency = answering_agency(clean_input(request.GET.get("coquan", "")))
    if kind in MaterialKind.values:
        found = found.filter(kind=kind)
    if topic:
        found = found.filter(article_topics__tag=topic)
    language = request.GET.get("ngonngu", "")
    if language in Language.values:
        found = found.filter(language=language)
    if agency:
        found = found.under(agency.home_page)
    topics = Topic.objects.order_by(SortKey("name")).values_list("slug", "name")
    context = {
        "materials": _page_of(request, found),
        "choices": [
            Choice("loai", _("Kind"), _("All kinds"), MaterialKind.choices, kind),
            Choice("linhvuc", _("Topic"), _("All topics"), topics, topic.slug if topic else ""),
            Choice("ngonngu", _("Language"), _("All languages"), Language.choices, language),
        ],
        "agency": agency,
    }
    return render(request, "hub/materials.html", context)


@require_safe
@for_visitors
def shelf(request: HttpRequest) -> HttpResponse:
    """List the materials in use of all agencies, and the agencies that have some."""
    depends_on("hub", "agencies")
    agencies = agencies_with_materials(timezone.localdate())
    return _shelf(request, MaterialPage.objects.published(), {"agencies": agencies})


@require_safe
@for_visitors
def agency_shelf(request: HttpRequest, slug: str) -> HttpResponse:
    """List the materials in use of one agency."""
    home = get_object_or_404(AgencyHomePage.objects.live().public(), slug=slug)
    depends_on(section_of(home.path), "agencies")
    return _shelf(request, MaterialPage.objects.published().under(home), {"home": home})


class ShelfKind(NamedTuple):
    """A link to the materials of one kind, "" for all, with their number."""

    value: str
    label: str
    materials: int
    is_chosen: bool


def _shelf(request: HttpRequest, found: Any, context: dict[str, Any]) -> HttpResponse:
    """Show the materials in use, of the kind `loai` if given; those out of use for `loai=cu`."""
    day, kind = timezone.localdate(), request.GET.get("loai", "")
    is_old = kind == OUT_OF_USE
    shown, old = found.in_use(day), found.out_of_use(day)
    counts = dict(shown.order_by().values_list("kind").annotate(number=Count("pk")))
    kind = kind if kind in counts else ""
    listed = old if is_old else shown.filter(kind=kind) if kind else shown
    every = ShelfKind("", _("All"), sum(counts.values()), not kind and not is_old)
    kinds = [
        ShelfKind(value, str(label), counts[value], value == kind)
        for value, label in MaterialKind.choices
        if value in counts
    ]
    context |= {"materials": _page_of(request, listed, COVERS_PER_PAGE), "is_old": is_old}
    return render(
        request, "hub/shelf.html", context | {"kinds": [every, *kinds], "old": old.count()}
    )


def _page_of(request: HttpRequest, found: Any, number: int = ENTRIES_PER_PAGE) -> Any:
    """Return the page of the list given by query parameter `trang`."""
    entries = found.with_agency().as_entries()
    return Paginator(entries, number).get_page(request.GET.get("trang"))
