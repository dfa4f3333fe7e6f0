"""The overseer's start screen: the situation of all agencies in one table."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from network.agencies.guard.menu import may_open
from network.agencies.models import Agency, AgencyKind
from network.core.dates import format_day
from network.core.export import ExportColumn, csv_response, xlsx_response

from .monthly import charts
from .screens import ReadsAllMixin
from .selectors import whole
from .situation import SILENT_DAYS, Standing, standings
from .wanting import WANTING
from .wording import missing_roles

PAGE_SIZE = 50
NEVER = 10_000
_PEOPLE = "agencies_people:overview"


@dataclass(frozen=True, slots=True)
class SortedBy:
    """A sort order of the table, worst first."""

    label: str | Promise
    key: Callable[[Standing], Any]


ORDERS = {
    # The rows are already sorted by name in Vietnamese order.
    "co-quan": SortedBy(gettext_lazy("Agency"), lambda row: 0),
    "im-lang": SortedBy(
        gettext_lazy("Silent"), lambda row: -(NEVER if row.silent_days is None else row.silent_days)
    ),
    "so-bai": SortedBy(gettext_lazy("Posts in 30 days"), lambda row: row.posts),
    "cho": SortedBy(gettext_lazy("Longest wait"), lambda row: -(row.longest_wait or 0)),
    "cau-hoi": SortedBy(gettext_lazy("Overdue questions"), lambda row: -row.overdue_questions),
    "lien-ket": SortedBy(gettext_lazy("Dead links"), lambda row: -row.dead_links),
    "luat-cu": SortedBy(gettext_lazy("Old law"), lambda row: -row.old_law),
    "thieu-nguoi": SortedBy(gettext_lazy("Roles missing"), lambda row: -len(row.missing)),
    "hai-lop": SortedBy(gettext_lazy("Second factor"), lambda row: row.safe - row.people),
    "muc": SortedBy(gettext_lazy("Dispatch 1510, %"), lambda row: row.score.share or 0),
    "thay-doi": SortedBy(gettext_lazy("Since last month"), lambda row: row.change),
}
_SHARE = "{:.1f}"
EXPORT: list[ExportColumn] = [
    (gettext_lazy("Agency"), lambda row: row.agency.name),
    (gettext_lazy("Last post"), lambda row: format_day(row.last_post)),
    (gettext_lazy("Days silent"), lambda row: "" if row.silent_days is None else row.silent_days),
    (gettext_lazy("Posts in 30 days"), lambda row: row.posts),
    (
        gettext_lazy("Longest wait, days"),
        lambda row: "" if row.longest_wait is None else row.longest_wait,
    ),
    (gettext_lazy("Overdue questions"), lambda row: row.overdue_questions),
    (gettext_lazy("Dead links"), lambda row: row.dead_links),
    (gettext_lazy("Pages citing old law"), lambda row: row.old_law),
    (gettext_lazy("Roles missing"), lambda row: missing_roles(row.missing)),
    (gettext_lazy("With a second factor"), lambda row: f"{row.safe}/{row.people}"),
    (gettext_lazy("Requirements met"), lambda row: row.score.met),
    (gettext_lazy("Requirements counted"), lambda row: row.score.total),
]


class SituationView(ReadsAllMixin, TemplateView):
    """Situation of the agencies: figures, charts, and a table with sort orders and filters."""

    template_name = "oversight/situation.html"
    page_title = gettext_lazy("How the agencies stand")
    header_icon = "view"
    # "csv" or "xlsx" to return a file instead of the page.
    file_format = ""

    @cached_property
    def now(self) -> dt.datetime:
        """Return one moment for the whole request."""
        return timezone.now()

    @cached_property
    def everybody(self) -> list[Standing]:
        """Return the rows of all participating agencies."""
        return standings(self.now)

    @property
    def order(self) -> str:
        """Return the requested sort order, "im-lang" by default."""
        asked = self.request.GET.get("xep", "")
        return asked if asked in ORDERS else "im-lang"

    @classmethod
    def of(cls, request: HttpRequest) -> Self:
        """Return the view set up for this request, so that other views can use its rows."""
        view = cls()
        view.setup(request)
        return view

    def rows(self) -> list[Standing]:
        """Return the filtered and sorted rows."""
        rows, asked = self.everybody, self.request.GET
        if want := WANTING.get(asked.get("loc", "")):
            rows = [row for row in rows if want.holds(row)]
        if kind := asked.get("loai", ""):
            rows = [row for row in rows if row.agency.kind == kind]
        return sorted(rows, key=ORDERS[self.order].key)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Show the page, or return the file."""
        name = "tinh-hinh-co-quan"
        if self.file_format == "csv":
            return csv_response(name=name, columns=EXPORT, rows=self.rows())
        if self.file_format == "xlsx":
            return xlsx_response(
                name=name, title=str(self.page_title), columns=EXPORT, rows=self.rows()
            )
        return super().get(request, *args, **kwargs)

    def address(self, **changed: str) -> str:
        """Return the query string with some parameters changed."""
        asked = {key: self.request.GET.get(key, "") for key in ("loc", "loai", "xep")} | changed
        query = urlencode({key: value for key, value in asked.items() if value})
        return f"?{query}" if query else "?"

    @property
    def remind_query(self) -> str:
        """Return the query string for reminding the shown agencies."""
        return f"tat-ca=1&{self.address().removeprefix('?')}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add figures, charts, filters and rows."""
        rows = Paginator(self.rows(), PAGE_SIZE).get_page(self.request.GET.get("p"))
        everybody = self.everybody
        query = self.request.GET.urlencode()
        return super().get_context_data(**kwargs) | {
            "figures": self.figures(),
            "charts": charts(self.now),
            "page_obj": rows,
            "rows": [(row, missing_roles(row.missing)) for row in rows],
            "orders": [
                (name, order.label, self.address(xep=name), name == self.order)
                for name, order in ORDERS.items()
            ],
            "wanting": [
                (name, want.label, sum(map(want.holds, everybody)), self.address(loc=name))
                for name, want in WANTING.items()
            ],
            "asked": self.request.GET.get("loc", ""),
            "kinds": [
                (kind, AgencyKind(kind).label)
                for kind in sorted({row.agency.kind for row in everybody})
            ],
            "kind": self.request.GET.get("loai", ""),
            "all_address": self.address(loc="", loai=""),
            "files": [
                (label, f"{reverse(f'oversight:{name}')}?{query}")
                for label, name in (("XLSX", "situation_xlsx"), ("CSV", "situation_csv"))
            ],
            "absent": Agency.objects.valid_on(timezone.localdate(self.now)).count()
            - len(everybody),
            # Report viewers may not open the list of people's names.
            "people": reverse(_PEOPLE) if may_open(self.request, _PEOPLE) else "",
        }

    def figures(self) -> list[dict[str, Any]]:
        """Return the four figures above the table, each with its change and the link to its
        list."""
        rows = self.everybody
        total, before = whole(row.score for row in rows), whole(row.before for row in rows)
        share = "– %" if total.share is None else f"{total.share:.1f}%".replace(".", ",")
        change = (total.share or 0) - (before.share or 0) if before.total else 0.0
        shown = f"{abs(change):.1f}".replace(".", ",")
        return [
            {
                "label": _("Agencies silent for more than %d days") % SILENT_DAYS,
                "number": sum(row.is_silent for row in rows),
                "of": f"/ {len(rows)}",
                "url": self.address(loc="im-lang"),
                "act": _("See them"),
            },
            {
                "label": _("Overdue questions of citizens"),
                "number": sum(row.overdue_questions for row in rows),
                "of": "",
                "url": reverse("question_desk:index"),
                "act": _("See the questions"),
            },
            {
                "label": _("Pages that cite law no longer in force"),
                "number": sum(row.old_law for row in rows),
                "of": "",
                "url": reverse("oversight:old_law"),
                "act": _("See the pages"),
            },
            {
                "label": _("Requirements of dispatch 1510 met"),
                "number": share,
                "of": f"{total.met} / {total.total}",
                "note": (_("%s points more") if change > 0 else _("%s points less")) % shown
                if change
                else "",
                "url": reverse("oversight:matrix"),
                "act": _("See the matrix"),
                "good": True,
            },
        ]
