"""Views of agencies' resources: the list with sums, and the form."""

import datetime as dt
from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet, Sum
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.widgets.button import Button, HeaderButton

from network.agencies.filters import AgencyFilter
from network.agencies.models import Agency, Role
from network.agencies.people.service_forms import AgencyServiceForm
from network.agencies.scope import scope_now
from network.agencies.tables import AGENCY, ActionsColumn, LabelledColumn, TableView, TwoLineColumn
from network.core.export import ExportColumn, RowValue, xlsx_response
from network.core.money import group_thousands
from network.core.sorting import SortKey

from .models import BudgetAmount, BudgetLine, Resource
from .resource_forms import ResourceForm, initial_of
from .resource_services import enter_resources, open_years
from .selectors import administered_ids, readable_resources

INDEX = reverse_lazy("capacity:resources")


def _by_line(row: Resource) -> SafeString:
    """Return planned and spent amounts per budget line as HTML."""
    lines = [
        (each.line.name, group_thousands(each.planned), group_thousands(each.spent))
        for each in row.amounts.all()
    ]
    return format_html_join("", "<div>{}: {} / {}</div>", lines)


# `row` comes from `readable_resources` and has its sums.
def _sums(row: Any) -> str:
    """Return the planned and spent sums in words."""
    return _("%(planned)s planned, %(spent)s spent") % {
        "planned": group_thousands(row.planned),
        "spent": group_thousands(row.spent),
    }


def _actions(row: Resource) -> list[Button]:
    """Return the button for correcting the year's values, [] if the year is no longer open."""
    if row.year not in open_years(timezone.localdate()):
        return []
    address = reverse("capacity:enter", args=[row.agency_id, row.year])
    return [Button(_("Put right"), address, classname="button button-small button-secondary")]


PEOPLE = RowValue(gettext_lazy("Number of people"), lambda row: row.people)
COLUMNS = [
    TwoLineColumn("agency", shows=AGENCY, second=lambda row: _("year %d") % row.year),
    TwoLineColumn(
        "budget",
        label=gettext_lazy("Budget (đồng)"),
        accessor=_sums,
        second=_by_line,
    ),
    LabelledColumn("people", shows=PEOPLE),
    TwoLineColumn(
        "equipment",
        label=gettext_lazy("Infrastructure, plan"),
        accessor="equipment",
        second=lambda row: row.plan_number,
    ),
]


class ResourceFilterSet(WagtailFilterSet):
    """Filters resources by year and agency."""

    year = django_filters.NumberFilter(label=gettext_lazy("Year"))
    agency = AgencyFilter()

    class Meta:
        model = Resource
        fields: list[str] = []


class ResourcesView(TableView):
    """List of the resources of the user's agencies by year; overseers read those of all
    agencies."""

    page_title = gettext_lazy("Resources by year")
    header_icon = "calendar-alt"
    index_url_name = "capacity:resources"
    index_results_url_name = "capacity:resources_results"
    export_url_name = "capacity:resources_export"
    results_template_name = "capacity/resources_results.html"
    file_name = "nguon-luc"
    filterset_class = ResourceFilterSet
    readers = (Role.AGENCY_ADMIN, Role.OVERSEER)
    # Set only by the URL of the workbook.
    as_workbook = False

    @property
    def columns(self) -> list[Any]:
        """Return the columns; the actions only for agency admins."""
        if not administered_ids(scope_now(self.request)):
            return COLUMNS
        return [*COLUMNS, ActionsColumn("actions", label=_("Actions"), actions=_actions)]

    @property
    def export_columns(self) -> list[ExportColumn]:
        """Return the columns of the files, with two columns per budget line."""
        return [
            AGENCY,
            (_("Year"), lambda row: row.year),
            (_("Planned"), lambda row: row.planned),
            (_("Spent"), lambda row: row.spent),
            PEOPLE,
            (_("Information infrastructure"), lambda row: row.equipment),
            (_("Number of the plan"), lambda row: row.plan_number),
            *(
                column
                for line in BudgetLine.objects.order_by("order")
                for column in _line_columns(line)
            ),
        ]

    def get_base_queryset(self) -> QuerySet[Resource]:
        """Return the resources with their sums, newest year first."""
        rows = readable_resources(scope_now(self.request)).with_sums()
        return (
            rows.select_related("agency")
            .prefetch_related("amounts__line")
            .order_by("-year", SortKey("agency__name"), "pk")
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show the list, or return all rows as a workbook."""
        if not self.as_workbook:
            return super().get(request, *args, **kwargs)
        title = str(self.page_title)
        return xlsx_response(
            name=self.file_name, title=title, columns=self.export_columns, rows=self.get_queryset()
        )

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the sums per year over all pages of the list."""
        listed = Resource.objects.filter(pk__in=self.get_queryset().order_by().values("pk"))
        rows = listed.values("year").annotate(people=Sum("people"), agencies=Count("pk"))
        money = BudgetAmount.objects.filter(resource__in=listed).values("resource__year")
        sums = {
            row["resource__year"]: {
                name: group_thousands(row[name]) for name in ("planned", "spent")
            }
            for row in money.annotate(planned=Sum("planned"), spent=Sum("spent")).order_by()
        }
        nothing = {"planned": "0", "spent": "0"}
        years = [row | sums.get(row["year"], nothing) for row in rows.order_by("-year")]
        return super().get_context_data(*args, **kwargs) | {"years": years}

    def get_header_buttons(self) -> list[Button]:
        """Return the buttons for this year's form of each administered agency, and for the
        workbook."""
        year, query = timezone.localdate().year, self.request.GET.urlencode()
        own = Agency.objects.filter(pk__in=administered_ids(scope_now(self.request)))
        several = own.count() > 1
        entering = [
            HeaderButton(
                _("Enter %d") % year + (f": {agency.short_name}" if several else ""),
                reverse("capacity:enter", args=[agency.pk, year]),
                icon_name="plus",
            )
            for agency in own.order_by(SortKey("name"))
        ]
        workbook = f"{reverse('capacity:resources_xlsx')}?{query}"
        return [
            *entering,
            *super().get_header_buttons(),
            HeaderButton(_("Export XLSX"), workbook, icon_name="download"),
        ]


def _line_columns(line: BudgetLine) -> list[ExportColumn]:
    def amount(row: Resource, name: str) -> int:
        return next((getattr(each, name) for each in row.amounts.all() if each.line == line), 0)

    return [
        (f"{line.name}: {_('planned')}", lambda row: amount(row, "planned")),
        (f"{line.name}: {_('spent')}", lambda row: amount(row, "spent")),
    ]


class EnterView(AgencyServiceForm):
    """Form view of one agency and year; a new year is prefilled from the year before."""

    form_class = ResourceForm
    template_name = "capacity/resource_form.html"
    header_icon = "calendar-alt"
    success_url = INDEX
    above = [(INDEX, ResourcesView.page_title)]
    success_message = gettext_lazy("Saved. The next check counts it.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find agency and year. 404 for a year that is not open; PermissionDenied unless the user
        administers the agency."""
        if kwargs["agency_id"] not in administered_ids(scope_now(request)):
            raise PermissionDenied
        self.today: dt.date = timezone.localdate()
        self.year: int = kwargs["year"]
        if self.year not in open_years(self.today):
            raise Http404
        self.agency = get_object_or_404(Agency, pk=kwargs["agency_id"])
        rows = Resource.objects.filter(agency=self.agency).prefetch_related("amounts")
        self.known = rows.filter(year=self.year).first()
        self.copied = None if self.known else rows.filter(year=self.year - 1).first()
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        """Return the title with the year."""
        return _("Resources of %d") % self.year

    @property
    def explanation(self) -> str:
        """Return where the values come from, or how to enter amounts."""
        if self.copied:
            return _("Copied from %d: change what is different, then save.") % self.copied.year
        return _("Amounts in đồng. A line without an amount may stay empty.")

    def get_initial(self) -> dict[str, Any]:
        """Return the stored values, or those of the year before."""
        return initial_of(self.known) or initial_of(self.copied, copied=True)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Pass the budget lines of the year to the form."""
        day = dt.date(self.year, 12, 31)
        return super().get_form_kwargs() | {"lines": list(BudgetLine.objects.valid_on(day))}

    def perform(self, form: Any) -> None:
        """Call the service."""
        enter_resources(
            agency=self.agency, year=self.year, facts=form.facts(), actor=self.user, now=self.now
        )
