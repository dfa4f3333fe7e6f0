"""Public list of reporters who consented: topics, languages and agency."""

from collections.abc import Mapping
from typing import NamedTuple

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from legal_updates.models import Topic
from network.agencies.models import Agency
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


class ReporterPart(NamedTuple):
    """The reporters of one place below a heading."""

    heading: str
    rows: list[Reporter]


# Not cached, so that a withdrawn consent takes effect with the next response.
@never_cache
@require_safe
def reporters(request: HttpRequest) -> HttpResponse:
    """List the reporters by place, those of the visitor's own commune first.

    Filtered by commune (`xa`), language (`tieng`), topic (`linh-vuc`) and level (`cap`).
    """
    names = ("xa", "tieng", "linh-vuc", "cap")
    asked = {name: clean_input(request.GET.get(name, "")) for name in names}
    communes = _communes()
    own = next((each for each in communes if each.slug == asked["xa"]), None)
    page = Paginator(_filtered(asked, own), PER_PAGE).get_page(request.GET.get("trang"))
    context = {
        "page_obj": page,
        "parts": _by_place(list(page), own),
        "choices": [
            Choice(
                "xa",
                _("Your commune or ward"),
                _("The whole province"),
                [(each.slug, each.short_name) for each in communes],
                own.slug if own else "",
            ),
            Choice("tieng", _("Language"), _("All languages"), Language.choices, asked["tieng"]),
        ],
        "folded": _folded_choices(asked),
        "is_narrowed": bool(asked["linh-vuc"] or asked["cap"]),
    }
    return render(request, "activities/reporters.html", context)


def _communes() -> list[Agency]:
    """Return the communes and wards that have a listed reporter, by name. One query."""
    there = _listed().filter(level=ReporterLevel.COMMUNE).order_by().values("agency")
    return list(Agency.objects.filter(pk__in=there).order_by(SortKey("short_name")))


def _filtered(asked: Mapping[str, str], own: Agency | None) -> QuerySet[Reporter]:
    rows = _listed()
    if own:
        # Reporters of the province come to every commune.
        rows = rows.filter(Q(agency=own) | ~Q(level=ReporterLevel.COMMUNE))
    if asked["linh-vuc"]:
        rows = rows.filter(topics__slug=asked["linh-vuc"])
    if asked["tieng"] in Language.values:
        rows = rows.filter(languages__contains=[asked["tieng"]])
    if asked["cap"] in ReporterLevel.values:
        rows = rows.filter(level=asked["cap"])
    return rows


def _by_place(rows: list[Reporter], own: Agency | None) -> list[ReporterPart]:
    """Return the reporters of the own commune, of the province, and of other communes."""
    of_communes = [row for row in rows if row.level == ReporterLevel.COMMUNE]
    others = [row for row in rows if row.level != ReporterLevel.COMMUNE]
    heading = own.short_name if own else _("Of communes and wards")
    ways = [ReporterPart(heading, of_communes), ReporterPart(_("Of the province, for all"), others)]
    return [part for part in (ways if own else reversed(ways)) if part.rows]


def _folded_choices(asked: Mapping[str, str]) -> list[Choice]:
    spoken = Reporter.topics.through.objects.filter(reporter__in=_listed().values("pk").order_by())
    topics = Topic.objects.filter(pk__in=spoken.values("topic"))
    levels = [each for each in ReporterLevel.choices if each[0] != ReporterLevel.DISTRICT]
    names = topics.order_by(SortKey("name")).values_list("slug", "name")
    return [
        Choice("linh-vuc", _("Topic"), _("All fields"), names, asked["linh-vuc"]),
        Choice("cap", _("Level"), _("All levels"), levels, asked["cap"]),
    ]


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
