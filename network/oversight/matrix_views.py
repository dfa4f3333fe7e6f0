"""The matrix: every agency, every requirement, what was found."""

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import partial
from typing import Any, Self
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from network.agencies.models import Agency, AgencyKind
from network.agencies.scope import scope_now
from network.core.export import ExportColumn, xlsx_response

from .access import hears, keep_public
from .models import Dispute, Finding, Requirement, Status
from .running import participating_agencies
from .screens import ReadsAllMixin
from .selectors import (
    Score,
    findings_at,
    month_before,
    requirements_of,
    scores,
    standard_of,
    whole,
)
from .wording import NOT_BUILT, SIGNS, trend

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Cell:
    """What one agency shows for one requirement; `pk` is None where nothing is in the system."""

    key: str
    status: str = ""
    sign: str = ""
    words: str = ""
    trend: str = ""
    pk: int | None = None

    def html(self, query: str, opened: int | None) -> SafeString:
        """Return the cell; its word is its name for who does not see the sign."""
        if self.pk is None:
            return format_html("<td>{}</td>", self.sign)
        classes = [f"s-{self.status}", self.trend, "is-open" if self.pk == opened else ""]
        return format_html(
            '<td class="{}"><a href="{}{}#o" title="{} {}">{}</a></td>',
            " ".join(filter(None, classes)),
            reverse("oversight:cell", args=[self.pk]),
            query,
            self.key,
            self.words,
            self.sign,
        )


@dataclass(frozen=True, slots=True)
class Row:
    """One agency's line."""

    agency: Agency
    score: Score
    cells: list[Cell]
    # What was asked for, as the end of an address: opening a cell keeps it.
    query: str = ""
    opened: Finding | None = None
    # The first day without the agency, which waits for its successor to be entered.
    ended: dt.date | None = None

    def cells_html(self) -> SafeString:
        """Return the cells: nearly two thousand on a page, so each is as short as it can be."""
        opened = self.opened.pk if self.opened else None
        return format_html_join("", "{}", ((cell.html(self.query, opened),) for cell in self.cells))


class MatrixView(ReadsAllMixin, TemplateView):
    """Agencies by requirements, the lowest score first; a cell opens what it rests on."""

    template_name = "oversight/matrix.html"
    page_title = gettext_lazy("Matrix of dispatch 1510")
    header_icon = "table"
    above = [(reverse_lazy("oversight:situation"), gettext_lazy("How the agencies stand"))]
    as_file = False

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Read what is asked for."""
        super().setup(request, *args, **kwargs)
        self.now = timezone.localtime()
        self.day: dt.date = self.now.date()
        self.standard = standard_of(request.GET.get("bo", ""), self.day)
        self.requirements = requirements_of(self.standard, self.day)

    @classmethod
    def of(cls, request: HttpRequest) -> Self:
        """Return the matrix as this address asks for it, to ask it what it shows."""
        view = cls()
        view.setup(request)
        return view

    @cached_property
    def asked(self) -> dict[str, str]:
        """Return what the page is narrowed down by."""
        return {key: self.request.GET.get(key, "") for key in ("bo", "loai", "yc", "kq", "ten")}

    @property
    def query(self) -> str:
        """Return that as the end of an address."""
        asked = urlencode({key: value for key, value in self.asked.items() if value})
        return f"?{asked}" if asked else ""

    @cached_property
    def scores(self) -> dict[int, Score]:
        """Return the score of every agency."""
        return scores(self.standard)

    @cached_property
    def agencies(self) -> list[Agency]:
        """Return the agencies asked for, the lowest score first."""
        rows = participating_agencies(self.day)
        if self.asked["loai"]:
            rows = rows.filter(kind=self.asked["loai"])
        if words := self.asked["ten"]:
            rows = rows.named(words)
        if self.asked["kq"] in Status.values:
            found = findings_at().filter(
                requirement__in=self.shown_requirements, status=self.asked["kq"]
            )
            rows = rows.filter(pk__in=found.values("agency_id"))
        return sorted(rows, key=lambda agency: self.scores.get(agency.pk, Score()).share or 0)

    @cached_property
    def shown_requirements(self) -> list[Requirement]:
        """Return the columns: all requirements, or the one asked for."""
        asked = [each for each in self.requirements if each.key == self.asked["yc"]]
        return asked or self.requirements

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Show a page of it, or send all of it as a workbook."""
        if not self.as_file:
            return super().get(request, *args, **kwargs)
        columns: list[ExportColumn] = [
            (_("Agency"), lambda row: row.agency.name),
            (_("Met"), lambda row: row.score.met),
            (_("Counted"), lambda row: row.score.total),
        ]
        for place, requirement in enumerate(self.shown_requirements):
            columns.append((requirement.key, partial(_sign_at, place)))
        signs = [(sign, str(status.label)) for status, sign in SIGNS.items()]
        signs.append((NOT_BUILT, _("Not in the system yet")))
        titles = [(each.key, each.title) for each in self.shown_requirements]
        return xlsx_response(
            name="ma-tran",
            title=str(self.standard),
            columns=columns,
            rows=self.rows(self.agencies),
            legend=(_("Legend"), [(_("Sign"), _("Meaning")), *signs, *titles]),
        )

    def rows(self, agencies: list[Agency], opened: Finding | None = None) -> list[Row]:
        """Return the lines of these agencies; two queries."""
        wanted = {each.pk: each for each in self.shown_requirements}
        here = findings_at().filter(agency__in=agencies, requirement__in=wanted)
        columns = ("agency_id", "requirement_id", "status")
        past: dict[tuple[int, int], str] = {
            (agency, requirement): status
            for agency, requirement, status in findings_at(month_before(self.now))
            .filter(agency__in=agencies, requirement__in=wanted)
            .values_list(*columns)
        }
        found: dict[int, dict[int, Cell]] = defaultdict(dict)
        for pk, agency, requirement, status in here.values_list("pk", *columns):
            key = wanted[requirement].key
            found[agency][requirement] = Cell(
                key,
                status,
                SIGNS[Status(status)],
                str(Status(status).label),
                trend(past.get((agency, requirement)), status),
                pk,
            )
        empty = {each.pk: Cell(each.key, sign=NOT_BUILT) for each in self.shown_requirements}
        return [
            Row(
                agency,
                self.scores.get(agency.pk, Score()),
                [found[agency.pk].get(pk, cell) for pk, cell in empty.items()],
                self.query,
                opened if opened and opened.agency_id == agency.pk else None,
                agency.gone_since(self.day),
            )
            for agency in agencies
        ]

    def opened(self) -> Finding | None:
        """Return the finding whose cell is open."""
        if "finding_id" not in self.kwargs:
            return None
        rows = Finding.objects.select_related("agency", "requirement")
        finding = get_object_or_404(rows, pk=self.kwargs["finding_id"])
        if not hears(scope_now(self.request), finding.agency_id):
            keep_public([finding])
        return finding

    @property
    def remind_query(self) -> str:
        """Return what asks for the agencies shown."""
        return f"tu=ma-tran&{self.query.removeprefix('?')}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the page of the matrix, and what is open in it."""
        opened = self.opened()
        scope = scope_now(self.request)
        page = Paginator(self.agencies, PAGE_SIZE).get_page(self.page_of(opened))
        counts = whole(self.scores.get(each.pk, Score()) for each in self.agencies).counts
        groups = Counter(each.group for each in self.shown_requirements)
        return super().get_context_data(**kwargs) | {
            "standard": self.standard,
            "groups": list(groups.items()),
            "requirements": self.shown_requirements,
            "rows": self.rows(list(page), opened),
            "page_obj": page,
            "opened": opened,
            "about": about(opened, disputes=hears(scope, opened.agency_id)) if opened else None,
            "query": self.query,
            "kinds": AgencyKind.choices,
            "all_requirements": self.requirements,
            "statuses": Status.choices,
            "asked": self.asked,
            "counts": [(status, SIGNS[status], status.label, counts[status]) for status in SIGNS],
            "columns": len(self.shown_requirements) + 2,
            "shares": self.shares(),
            "total": whole(self.scores.get(each.pk, Score()) for each in self.agencies),
            "file": reverse("oversight:matrix_xlsx") + self.query,
        }

    def page_of(self, opened: Finding | None) -> Any:
        """Return the page asked for, or that of the agency whose cell is open."""
        if opened is None or "p" in self.request.GET:
            return self.request.GET.get("p")
        keys = [agency.pk for agency in self.agencies]
        place = keys.index(opened.agency_id) if opened.agency_id in keys else 0
        return place // PAGE_SIZE + 1

    def shares(self) -> list[int | None]:
        """Return what percentage of the agencies asked for meets each requirement; one query."""
        counted: dict[int, Counter[str]] = defaultdict(Counter)
        rows = findings_at().filter(agency__in=self.agencies).order_by()
        for requirement, status in rows.values_list("requirement_id", "status"):
            counted[requirement][status] += 1
        shares = {pk: Score(counts).share for pk, counts in counted.items()}
        return [
            None if shares.get(each.pk) is None else round(shares[each.pk] or 0)
            for each in self.shown_requirements
        ]


def _sign_at(place: int, row: Row) -> str:
    return row.cells[place].sign


def about(finding: Finding, *, disputes: bool) -> dict[str, Any]:
    """Return what stands in an open cell: its evidence, how it came about, and remarks on it.

    What an agency says to the overseer is for the overseer.
    """
    same = {"agency": finding.agency_id, "requirement": finding.requirement_id}
    past = Finding.objects.filter(**same).order_by("-since")[:5]
    remarks = Dispute.objects.filter(**same).order_by("-opened_at")[:3] if disputes else []
    return {
        "finding": finding,
        "sign": SIGNS[Status(finding.status)],
        "past": [(SIGNS[Status(each.status)], each) for each in past],
        "disputes": list(remarks),
    }
