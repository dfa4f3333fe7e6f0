"""Matrix of agencies and requirements with the current findings."""

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
from .areas import AreaRow, area_rows
from .models import Dispute, Finding, Requirement, Status
from .past import Past
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
    year_before,
)
from .verdicts.selectors import months_of
from .wording import NOT_BUILT, SIGNS, trend

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Cell:
    """One agency's cell for one requirement. `pk` is the finding's id, None if there is no
    finding."""

    key: str
    status: str = ""
    sign: str = ""
    words: str = ""
    trend: str = ""
    pk: int | None = None

    def html(self, query: str, opened: int | None) -> SafeString:
        """Return the cell's HTML. Its title holds the state in words, for readers who cannot see
        the sign."""
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
    """One agency's row."""

    agency: Agency
    score: Score
    cells: list[Cell]
    # The current filters as a query string, kept when a cell is opened.
    query: str = ""
    opened: Finding | None = None
    # The first day after the agency's end, while its successor is not entered yet.
    ended: dt.date | None = None
    # Why there is no comparison with the earlier moment.
    note: str = ""

    def cells_html(self) -> SafeString:
        """Return the HTML of all cells. A page has nearly 2,000, so each is as short as
        possible."""
        opened = self.opened.pk if self.opened else None
        return format_html_join("", "{}", ((cell.html(self.query, opened),) for cell in self.cells))


class MatrixView(ReadsAllMixin, TemplateView):
    """Matrix of agencies and requirements, lowest score first; a cell opens its finding's
    evidence."""

    template_name = "oversight/matrix.html"
    page_title = gettext_lazy("Matrix of dispatch 1510")
    header_icon = "table"
    above = [(reverse_lazy("oversight:situation"), gettext_lazy("How the agencies stand"))]
    as_file = False

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Set moment, standard and requirements from the request."""
        super().setup(request, *args, **kwargs)
        self.now = timezone.localtime()
        self.day: dt.date = self.now.date()
        self.standard = standard_of(request.GET.get("bo", ""), self.day)
        self.requirements = requirements_of(self.standard, self.day)

    @classmethod
    def of(cls, request: HttpRequest) -> Self:
        """Return the view set up for this request, so that other views can use its rows."""
        view = cls()
        view.setup(request)
        return view

    @cached_property
    def asked(self) -> dict[str, str]:
        """Return the filters in the query string."""
        return {
            key: self.request.GET.get(key, "")
            for key in ("bo", "loai", "yc", "kq", "ten", "so", "theo")
        }

    @property
    def moment(self) -> dt.datetime:
        """Return the moment with which the signs compare: the end of last month, or a year ago."""
        return year_before(self.now) if self.asked["so"] == "nam" else month_before(self.now)

    @property
    def query(self) -> str:
        """Return the filters as a query string."""
        asked = urlencode({key: value for key, value in self.asked.items() if value})
        return f"?{asked}" if asked else ""

    @cached_property
    def scores(self) -> dict[int, Score]:
        """Return {agency id: score} by the standard."""
        return scores(self.standard)

    @cached_property
    def agencies(self) -> list[Agency]:
        """Return the filtered agencies, lowest score first."""
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
        """Return the columns: all requirements, or the chosen one."""
        asked = [each for each in self.requirements if each.key == self.asked["yc"]]
        return asked or self.requirements

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Show a page of the matrix, or return all rows as a workbook."""
        if not self.as_file:
            return super().get(request, *args, **kwargs)
        if self.by_area:
            return self._areas_file()
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

    def _areas_file(self) -> Any:
        """Return the rows of the former districts as a workbook."""
        columns: list[ExportColumn] = [
            (_("Former district"), lambda row: row.name),
            (_("Agencies"), lambda row: row.agencies),
            (_("Met, %"), lambda row: _rounded(row.score)),
            (_("Before, %"), lambda row: _rounded(row.before)),
            (_("Note"), lambda row: row.note),
        ]
        for place, requirement in enumerate(self.shown_requirements):
            columns.append((requirement.key, partial(_share_at, place)))
        return xlsx_response(
            name="ma-tran-dia-ban", title=str(self.standard), columns=columns, rows=self.areas()
        )

    @property
    def by_area(self) -> bool:
        """Return whether the rows are former districts instead of agencies."""
        return self.asked["theo"] == "dia-ban"

    def areas(self) -> list[AreaRow]:
        """Return the rows of the former districts."""
        return area_rows(self.shown_requirements, moment=self.moment, day=self.day)

    def get_template_names(self) -> list[str]:
        """Return the template of agencies or of former districts."""
        return ["oversight/matrix_areas.html"] if self.by_area else super().get_template_names()

    def rows(self, agencies: list[Agency], opened: Finding | None = None) -> list[Row]:
        """Return the rows of these agencies. Three queries."""
        wanted = {each.pk: each for each in self.shown_requirements}
        here = findings_at().filter(agency__in=agencies, requirement__in=wanted)
        columns = ("agency_id", "requirement_id", "status")
        past = Past.since(self.moment, self.day, [each.pk for each in agencies])
        before = past.statuses(wanted)
        found: dict[int, dict[int, Cell]] = defaultdict(dict)
        for pk, agency, requirement, status in here.values_list("pk", *columns):
            key = wanted[requirement].key
            found[agency][requirement] = Cell(
                key,
                status,
                SIGNS[Status(status)],
                str(Status(status).label),
                trend(before.get((agency, requirement)), status),
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
                past.notes.get(agency.pk, ""),
            )
            for agency in agencies
        ]

    def opened(self) -> Finding | None:
        """Return the finding of the open cell, without confidential evidence if the user may not
        read it; None if no cell is open. 404 for an unknown finding."""
        if "finding_id" not in self.kwargs:
            return None
        rows = Finding.objects.select_related("agency", "requirement")
        finding = get_object_or_404(rows, pk=self.kwargs["finding_id"])
        if not hears(scope_now(self.request), finding.agency_id):
            keep_public([finding])
        return finding

    @property
    def remind_query(self) -> str:
        """Return the query string for reminding the shown agencies."""
        return f"tu=ma-tran&{self.query.removeprefix('?')}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the current page of the matrix and the open finding."""
        if self.by_area:
            return super().get_context_data(**kwargs) | self._areas_context()
        opened = self.opened()
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
            "about": self.about(opened) if opened else None,
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

    def _areas_context(self) -> dict[str, Any]:
        page = Paginator(self.areas(), PAGE_SIZE).get_page(self.request.GET.get("p"))
        return {
            "standard": self.standard,
            "requirements": self.shown_requirements,
            "rows": page,
            "page_obj": page,
            "all_requirements": self.requirements,
            "asked": self.asked,
            "columns": len(self.shown_requirements) + 3,
            "file": reverse("oversight:matrix_xlsx") + self.query,
        }

    def about(self, opened: Finding) -> dict[str, Any]:
        """Return the context of the open cell, with disputes if the user may read them."""
        is_heard = hears(scope_now(self.request), opened.agency_id)
        return about(opened, self.now, disputes=is_heard)

    def page_of(self, opened: Finding | None) -> Any:
        """Return the number of the requested page, or of the page with the open cell's agency."""
        if opened is None or "p" in self.request.GET:
            return self.request.GET.get("p")
        keys = [agency.pk for agency in self.agencies]
        place = keys.index(opened.agency_id) if opened.agency_id in keys else 0
        return place // PAGE_SIZE + 1

    def shares(self) -> list[int | None]:
        """Return the percentage of the filtered agencies that meet each requirement, None if not
        judged. One query."""
        counted: dict[int, Counter[str]] = defaultdict(Counter)
        rows = findings_at().filter(agency__in=self.agencies).order_by()
        for requirement, status in rows.values_list("requirement_id", "status"):
            counted[requirement][status] += 1
        shares = {pk: Score(counts).share for pk, counts in counted.items()}
        return [
            None if shares.get(each.pk) is None else round(shares[each.pk] or 0)
            for each in self.shown_requirements
        ]


def _rounded(score: Score | None) -> float | None:
    """Return the percentage of met requirements with one decimal, None if unknown."""
    return None if score is None or score.share is None else round(score.share, 1)


def _share_at(place: int, row: AreaRow) -> int | None:
    """Return the percentage in the row's cell at `place`."""
    return row.cells[place].share


def _sign_at(place: int, row: Row) -> str:
    """Return the sign in the row's cell at `place`."""
    return row.cells[place].sign


def about(finding: Finding, now: dt.datetime, *, disputes: bool) -> dict[str, Any]:
    """Return the context of an open cell: finding, months, and disputes if `disputes`.

    Disputes are confidential between the agency and the overseer.
    """
    same = {"agency": finding.agency_id, "requirement": finding.requirement_id}
    remarks = Dispute.objects.filter(**same).order_by("-opened_at")[:3] if disputes else []
    return {
        "finding": finding,
        "sign": SIGNS[Status(finding.status)],
        "months": months_of(finding.agency_id, finding.requirement, now),
        "disputes": list(remarks),
        "hears": disputes,
    }
