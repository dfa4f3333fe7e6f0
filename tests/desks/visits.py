"""A desk of a made-up kind, as a room to come would write it: citizens who come in person."""

import datetime as dt

import django_filters
from django import forms
from django.db import models, transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import path
from wagtail.admin.filters import WagtailFilterSet

from network.accounts.models import User
from network.agencies.filters import AgencyFilter
from network.agencies.guard.lists import list_rules
from network.agencies.guard.owners import GUARDED_KINDS
from network.agencies.guard.rules import GUARD_RULES
from network.agencies.models import AgencyOwned, Role
from network.agencies.scope import scope_of
from network.agencies.tables import LabelledColumn, LinkColumn
from network.core.dates import format_day
from network.desks.guarding import row_rules, rows_in_scope
from network.desks.lists import DeskList
from network.desks.panels import PanelRow
from network.desks.rows import RowView, TransitionForm
from network.desks.transitions import Transition, held_roles, name_or_somebody
from network.desks.worklist import WORK, own_desks


class Visit(AgencyOwned):
    """A citizen came."""

    name = models.CharField(max_length=80)
    came_on = models.DateField()
    outcome = models.CharField(max_length=200, default="")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        app_label = "visits"

    def __str__(self) -> str:
        return self.name


def _closed(visit: Visit) -> str:
    by = name_or_somebody(visit.closed_by)
    return f"{by} đã ghi kết quả: {visit.outcome}." if visit.closed_at else ""


CLOSE = Transition[Visit](
    name="close",
    label="Ghi kết quả",
    roles=frozenset({Role.APPRAISER, Role.APPROVER}),
    conditions=(_closed,),
)


@transaction.atomic
def close_visit(*, visit_id: int, outcome: str, user: User, now: dt.datetime) -> None:
    """Write down what came of a visit. Raises ValidationError where somebody was faster."""
    visit = Visit.objects.select_for_update().get(pk=visit_id)
    CLOSE.check(visit, held_roles(scope_of(user), visit.agency_id))
    visit.outcome, visit.closed_by, visit.closed_at = outcome, user, now
    visit.save()


class VisitFilterSet(WagtailFilterSet):
    """By agency, and closed ones."""

    agency = AgencyFilter()
    closed = django_filters.BooleanFilter("closed_at", "isnull", label="Đã xong", exclude=True)

    class Meta:
        model = Visit
        fields: list[str] = []


class VisitsView(DeskList):
    """Who came and waits for an outcome, the longest ago first."""

    model = Visit
    page_title = "Lượt tiếp công dân"
    index_url_name = "visits:index"
    index_results_url_name = "visits:index_results"
    export_url_name = "visits:index_export"
    row_url_name = "visits:visit"
    filterset_class = VisitFilterSet
    no_results_message = "Không còn lượt nào."

    file_name = "tiep-cong-dan"
    export_columns = [("Người đến", str), ("Kết quả", lambda row: row.outcome)]
    columns = [
        LinkColumn("name", second=lambda v: v.agency.name, url=lambda v: VisitsView.row_url(v)),
        LabelledColumn("day", label="Ngày", accessor=lambda row: format_day(row.came_on)),
    ]

    def get_base_queryset(self) -> QuerySet[Visit]:
        """Return what the person may read: what is open, unless more was asked for."""
        rows = Visit.scoped.of(self.scope).select_related("agency").order_by("came_on", "pk")
        return rows if "closed" in self.request.GET else rows.filter(closed_at=None)

    def item(self, row: Visit) -> PanelRow:
        """Return a visit on the start page."""
        return PanelRow(self.row_url(row), row.name, "Chờ kết quả", format_day(row.came_on))


class VisitView(RowView):
    """One visit."""

    desk, transitions, page_title = VisitsView, (CLOSE,), "Lượt tiếp"

    def facts(self) -> list[tuple[str, str]]:
        """Return what is known."""
        return [("Ngày", format_day(self.row.came_on)), ("Kết quả", self.row.outcome)]


class CloseView(TransitionForm):
    """Write down what came of it."""

    desk, transition = VisitsView, CLOSE
    form_class = forms.modelform_factory(Visit, fields=["outcome"])
    page_title, submit_label, success_message = "Ghi kết quả", "Ghi", "Đã ghi."

    def perform(self, form: forms.ModelForm) -> None:
        """Write it down."""
        close_visit(visit_id=self.row.pk, user=self.user, now=self.now, **form.cleaned_data)


app_name = "visits"
urlpatterns = [
    *VisitsView.paths(),
    path("<int:visit_id>/", VisitView.as_view(), name="visit"),
    path("<int:visit_id>/ket-qua-tiep/", CloseView.as_view(), name="close"),
]


def register() -> None:
    """Register with the floors below."""
    GUARDED_KINDS.register({"visit": rows_in_scope(Visit)})
    rows = row_rules("visits", "visit", "visit_id", read=["visit"], changed=["close"])
    GUARD_RULES.register(list_rules(VisitsView) | rows)
    WORK.register({"visits": work_for})


def work_for(request: HttpRequest) -> tuple[type[DeskList], ...]:
    """Return what waits, for the list of what is to be done."""
    return own_desks(request, VisitsView)
