"""Public list of reporters who consented: topics, languages and agency."""

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from legal_updates.models import Topic
from network.core.choices import Choice
from network.core.dates import format_day
from network.core.export import csv_response
from network.core.sorting import SortKey
from network.core.text import clean_input
from sites.models import Language

from ..models import Reporter, ReporterLevel
from ..selectors import listed_reporters

PER_PAGE = 30


def _listed() -> QuerySet[Reporter]:
    return listed_reporters(timezone.localdate()).order_by(SortKey("name"), "pk")


# Not cached, so that a withdrawn consent takes effect with the next response.
@never_cache
@require_safe
def reporters(request: HttpRequest) -> HttpResponse:
    """List the reporters, filtered by topic (`linh-vuc`), language (`tieng`) and level (`cap`)."""
    names = ("linh-vuc", "tieng", "cap")
    asked = {name: clean_input(request.GET.get(name, "")) for name in names}
    rows = _listed()
    if asked["linh-vuc"]:
        rows = rows.filter(topics__slug=asked["linh-vuc"])
    if asked["tieng"] in Language.values:
        rows = rows.filter(languages__contains=[asked["tieng"]])
    if asked["cap"] in ReporterLevel.values:
        rows = rows.filter(level=asked["cap"])
    spoken = Reporter.topics.through.objects.filter(reporter__in=_listed().values("pk").order_by())
    topics = Topic.objects.filter(pk__in=spoken.values("topic"))
    levels = [each for each in ReporterLevel.choices if each[0] != ReporterLevel.DISTRICT]
    context = {
        "page_obj": Paginator(rows, PER_PAGE).get_page(request.GET.get("trang")),
        "choices": [
            Choice(
                "linh-vuc",
                _("Topic"),
                _("All fields"),
                topics.order_by(SortKey("name")).values_list("slug", "name"),
                asked["linh-vuc"],
            ),
            Choice("tieng", _("Language"), _("All languages"), Language.choices, asked["tieng"]),
            Choice("cap", _("Level"), _("All levels"), levels, asked["cap"]),
        ],
    }
    return render(request, "activities/reporters.html", context)


@never_cache
@require_safe
def as_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Return the whole list as CSV."""
    columns = [
        (_("Full name"), lambda row: row.name),
        (_("Recognised as"), lambda row: row.get_kind_display()),
        (_("Level"), lambda row: row.get_level_display()),
        (_("Post and place of work"), lambda row: row.post),
        (_("Topics"), lambda row: ", ".join(str(each) for each in row.topics.all())),
        (_("Speaks to people in"), lambda row: ", ".join(row.language_names)),
        (_("Decision of recognition: number"), lambda row: row.number),
        (_("Recognised on"), lambda row: format_day(row.since)),
        (_("Agency"), lambda row: row.agency.name),
    ]
    return csv_response(name="bao-cao-vien", columns=columns, rows=_listed())
