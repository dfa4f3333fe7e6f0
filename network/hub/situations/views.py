"""Pages of "Tôi cần ...". Without session, so that responses can be cached."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from legal_updates.public.paging import CappedPaginator
from network.core.freshness.dependencies import depends_on
from network.core.freshness.middleware import for_visitors

from .models import Situation
from .selectors import SituationLists, situations

FIRST, PER_PAGE = 5, 15


class SituationList(NamedTuple):
    """A list of the page: URL name, heading, row type, and the function returning the rows."""

    name: str
    heading: Promise
    kind: str
    rows: Callable[[SituationLists], Any]


PARTS = (
    SituationList("sap-co-hieu-luc", _("Coming into force"), "documents", SituationLists.coming),
    SituationList("bai-viet", _("Newest articles"), "articles", SituationLists.articles),
    SituationList(
        "hoi-dap", _("Legal questions and answers"), "articles", SituationLists.questions
    ),
    SituationList("van-ban", _("Documents in force"), "documents", SituationLists.in_force),
    SituationList(
        "tai-lieu", _("Leaflets, handbooks, outlines"), "articles", SituationLists.materials
    ),
    SituationList("chinh-sach", _("New policies"), "policies", SituationLists.policies),
)


@require_safe
@for_visitors
def index(request: HttpRequest) -> HttpResponse:
    """List all situations with their explanation."""
    return render(request, "hub/situations.html", {"situations": situations()})


@require_safe
@for_visitors
def situation(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the first rows of every non-empty list, or one list (`loai`) with pagination."""
    found = get_object_or_404(Situation, slug=slug)
    answers = SituationLists(found, timezone.localdate())
    depends_on("hub", "register", "library", "agencies")
    chosen = next((part for part in PARTS if part.name == request.GET.get("loai")), None)
    context = {"situation": found, "answers": answers, "day": answers.day, "chosen": chosen}
    if chosen:
        context["rows"] = _page(request, chosen, answers)
    else:
        context["parts"] = [each for each in map(_first_rows(answers), PARTS) if each["rows"]]
    return render(request, "hub/situation.html", context)


def _page(request: HttpRequest, part: SituationList, answers: SituationLists) -> Any:
    paginator = CappedPaginator if part.kind == "documents" else Paginator
    return paginator(part.rows(answers), PER_PAGE).get_page(request.GET.get("trang"))


def _first_rows(answers: SituationLists) -> Callable[[SituationList], dict[str, Any]]:
    def rows(part: SituationList) -> dict[str, Any]:
        found = list(part.rows(answers)[: FIRST + 1])
        return {"part": part, "rows": found[:FIRST], "more": len(found) > FIRST}

    return rows
