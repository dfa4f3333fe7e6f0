"""Files of the decisions that assign writers, appraisers and approvers, by decision number (R2)."""

import datetime as dt
from typing import Any

import django_filters
from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Count, Max, Min, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.widgets.button import Button

from network.accounts.models import User
from network.agencies.audit import record
from network.agencies.filters import AgencyFilter
from network.agencies.models import Membership, Role
from network.agencies.people.service_forms import ServiceForm
from network.agencies.scope import scope_now
from network.agencies.tables import ActionsColumn, LabelledColumn, TableView, TwoLineColumn
from network.core.dates import format_day, refuse_future
from network.core.export import RowValue
from network.core.fields import PastDateField
from network.media.delivery import send_file
from network.media.evidence import EvidenceField
from network.media.uploads import validate_upload

from .actions import CapacityAction
from .models import AssignmentDecision
from .selectors import administered_ids, named_memberships, readable_decisions
from .services import delete_file, require_admin

INDEX = reverse_lazy("capacity:decisions")


@transaction.atomic
def file_decision(
    *,
    membership: Membership,
    decided_on: dt.date,
    file: UploadedFile,
    actor: User,
    now: dt.datetime,
) -> AssignmentDecision:
    """Store and log the file of the decision on which a membership is based. Replaces an earlier
    file.

    Raises PermissionDenied unless `actor` is admin of the agency, and ValidationError for a future
    date or a file whose content does not match its name.
    """
    agency = require_admin(membership.agency_id, actor)
    refuse_future(timezone.localdate(now), decided_on=decided_on)
    about = {"agency": agency, "number": membership.decision_number}
    row = AssignmentDecision.objects.filter(**about).first() or AssignmentDecision(**about)
    before = row.file
    row.file = file
    validate_upload(row.file)
    delete_file(before)
    row.decided_on, row.recorded_by, row.recorded_at = decided_on, actor, now
    row.save()
    record(actor=actor, agency=agency, action=CapacityAction.FILE_KEPT, now=now, about=row)
    return row


class AssignmentDecisionFilterSet(WagtailFilterSet):
    """Filters decisions by agency, or those without a file."""

    agency = AgencyFilter()
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        choices=[("missing", gettext_lazy("Without a file"))],
        widget=forms.Select,
        method="of_state",
    )

    class Meta:
        model = Membership
        fields: list[str] = []

    def of_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Return the decisions without a file."""
        return rows.filter(decision=None)


# `row` comes from `DecisionsView.get_base_queryset`.
def _file(row: dict[str, Any]) -> str:
    """Return a link to the decision's file, or that it has none."""
    if row["decision"] is None:
        return _("No file")
    address = reverse("capacity:decision_file", args=[row["decision"]])
    words = _("Open the decision")
    return format_html('<a href="{}" target="_blank" rel="noopener">{}</a>', address, words)


def _day_of(row: dict[str, Any]) -> str:
    """Return the decision's date: that of its file, or else the one given with the roles."""
    return format_day(row["filed_on"] or row["stated_on"])


def _actions(row: dict[str, Any]) -> list[Button]:
    label = _("Replace the file") if row["decision"] else _("Add the file")
    address = reverse("capacity:file_decision", args=[row["membership"]])
    return [Button(label, address, classname="button button-small button-secondary")]


NUMBER = RowValue(gettext_lazy("Decision"), lambda row: row["decision_number"])
DAY = RowValue(gettext_lazy("Date"), _day_of)
AGENCY = RowValue(gettext_lazy("Agency"), lambda row: row["agency__name"])
PEOPLE = RowValue(gettext_lazy("People whom it names"), lambda row: row["people"])
COLUMNS = [
    TwoLineColumn("number", shows=NUMBER, second=DAY),
    LabelledColumn("agency", shows=AGENCY),
    LabelledColumn("people", shows=PEOPLE),
    LabelledColumn("file", label=gettext_lazy("File"), accessor=_file),
]


class DecisionsView(TableView):
    """List of the decisions of assignment with their files; overseers read those of all
    agencies."""

    page_title = gettext_lazy("Decisions of assignment")
    header_icon = "doc-full"
    index_url_name = "capacity:decisions"
    verbose_name_plural = AssignmentDecision._meta.verbose_name_plural
    index_results_url_name = "capacity:decisions_results"
    export_url_name = "capacity:decisions_export"
    file_name = "quyet-dinh-phan-cong"
    filterset_class = AssignmentDecisionFilterSet
    readers = (Role.AGENCY_ADMIN, Role.OVERSEER)
    export_columns = [
        *(NUMBER, DAY, AGENCY, PEOPLE),
        (gettext_lazy("File"), lambda row: _("yes") if row["decision"] else _("No file")),
    ]

    @property
    def columns(self) -> list[Any]:
        """Return the columns; the actions only for agency admins."""
        if not administered_ids(scope_now(self.request)):
            return COLUMNS
        return [*COLUMNS, ActionsColumn("actions", label=_("Actions"), actions=_actions)]

    def get_base_queryset(self) -> QuerySet[Any]:
        """Return one row per decision, newest assignments first."""
        filed = AssignmentDecision.objects.filter(
            agency=OuterRef("agency"), number=OuterRef("decision_number")
        )
        rows = named_memberships(scope_now(self.request)).annotate(
            decision=Subquery(filed.values("pk")), filed_on=Subquery(filed.values("decided_on"))
        )
        names = ("agency__name", "agency_id", "decision_number", "decision", "filed_on")
        return (
            rows.order_by()
            .values(*names)
            .annotate(
                people=Count("user", distinct=True),
                membership=Min("pk"),
                begun=Max("valid_from"),
                stated_on=Max("decided_on"),
            )
            .order_by("-begun", "agency__name", "decision_number")
        )


class DecisionFileForm(forms.Form):
    """The date and the file of a decision."""

    decided_on = PastDateField(
        label=gettext_lazy("Date of the decision"), kind="deed", is_of_agency=True
    )
    file = EvidenceField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "PDF, JPG or PNG; opened by the agency's admins and by the overseer."
        ),
    )


class FileDecisionView(ServiceForm):
    """Form view: add the file of a decision of assignment."""

    form_class = DecisionFileForm
    page_title = gettext_lazy("File of a decision")
    header_icon = "doc-full"
    success_url = INDEX
    above = [(INDEX, DecisionsView.page_title)]
    success_message = gettext_lazy("Saved.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the membership. 404 if it has no decision number, or the user does not administer
        its agency."""
        scope = scope_now(request)
        rows = named_memberships(scope).filter(agency__in=administered_ids(scope))
        self.membership = get_object_or_404(rows, pk=kwargs["membership_id"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        """Return the decision's number."""
        return self.membership.decision_number

    def get_initial(self) -> dict[str, Any]:
        """Propose the date that was given with the role."""
        return {"decided_on": self.membership.decided_on}

    def perform(self, form: Any) -> None:
        """Call the service."""
        file_decision(
            membership=self.membership, **form.cleaned_data, actor=self.user, now=self.now
        )


def decision_file(request: HttpRequest, decision_id: int) -> HttpResponseBase:
    """Return the file of a decision. 404 unless the user may read it."""
    row = get_object_or_404(readable_decisions(scope_now(request)), pk=decision_id)
    return send_file(request, row.file, public=False)
