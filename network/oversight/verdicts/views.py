"""Screens of verdicts: the list, a verdict with its steps, and the evidence of a cell."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import F, Q, QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import BaseColumn

from network.agencies.models import Agency, Role
from network.agencies.people.service_forms import ServiceForm
from network.agencies.scope import scope_now
from network.agencies.tables import LabelledColumn, LinkColumn, TagColumn
from network.core.dates import format_day, format_moment
from network.core.fields import TextField, offer_first
from network.desks.lists import DeskList
from network.desks.panels import PanelRow
from network.desks.rows import RowView, TransitionForm
from network.desks.transitions import name_or_somebody
from network.desks.wording import days_since
from network.media.models import AgencyDocument

from ..access import hears
from ..models import Requirement, Status
from ..models.verdicts import TEXT_LENGTH, EvidenceVerdict, VerdictItem, VerdictOutcome
from ..wording import SIGNS
from .fingerprints import all_sources
from .pieces import pieces_of, ref_of
from .reasons import reason_words, reasons_on
from .selectors import (
    evidence_of,
    months_of,
    verdicts_on,
    waiting_for_answer,
    waiting_for_decision,
)
from .services import (
    ANSWER,
    DECIDE,
    VERDICT_TRANSITIONS,
    answer_verdict,
    decide_verdict,
    reject_evidence,
)


def state_of(verdict: EvidenceVerdict) -> str:
    """Return in words what a verdict waits for, or how it ended."""
    if verdict.replaced_at:
        return _("Evidence replaced: look at it again")
    if verdict.decided_at:
        return str(VerdictOutcome(verdict.outcome).label)
    return _("Waits for Sở Tư pháp") if verdict.answered_at else _("Waits for the agency's answer")


class VerdictsView(DeskList):
    """List of verdicts: replaced evidence first, then undecided ones. In the task list: those that
    an agency can answer."""

    model = EvidenceVerdict
    page_title = gettext_lazy("Evidence not accepted")
    action = gettext_lazy("Write a reply")
    panel_heading = gettext_lazy("Evidence that Sở Tư pháp does not accept")
    header_icon = "warning"
    index_url_name = "oversight:verdicts"
    index_results_url_name = "oversight:verdicts_results"
    row_url_name = "oversight:verdict"
    verbose_name_plural = EvidenceVerdict._meta.verbose_name_plural
    no_results_message = gettext_lazy("All evidence is accepted so far.")

    @property
    def columns(self) -> list[BaseColumn]:
        """Return the columns: cell and reason, date, state."""
        return [
            LinkColumn(
                "requirement",
                label=gettext_lazy("Requirement"),
                accessor=lambda row: str(row.requirement),
                second=lambda row: f"{row.agency.short_name} · {reason_words(row.reason)}",
                url=self.row_url,
            ),
            LabelledColumn(
                "rejected",
                label=gettext_lazy("Since"),
                accessor=lambda row: format_day(timezone.localdate(row.rejected_at)),
            ),
            TagColumn(
                "state",
                label=gettext_lazy("State"),
                accessor=state_of,
                primary=lambda row: row.decided_at is None or row.replaced_at is not None,
            ),
        ]

    def get_base_queryset(self) -> QuerySet[EvidenceVerdict]:
        """Return the verdicts that the user may read."""
        rows: QuerySet[EvidenceVerdict] = EvidenceVerdict.scoped.of(self.scope)
        rows = rows.select_related("agency", "requirement")
        replaced = F("replaced_at").asc(nulls_last=True)
        decided = F("decided_at").desc(nulls_first=True)
        return rows.order_by(replaced, decided, "-rejected_at", "pk")

    def panel_rows(self) -> QuerySet[EvidenceVerdict]:
        """Return the verdicts that the user's own agencies can answer."""
        own = Q(agency__in=self.scope.agency_roles)
        return self.get_base_queryset().filter(waiting_for_answer(), own)

    def item(self, row: EvidenceVerdict) -> PanelRow:
        """Return a verdict as a row of the task list."""
        return PanelRow(
            self.row_url(row),
            str(row.requirement),
            f"{row.agency.short_name} · {reason_words(row.reason)}",
            days_since(row.rejected_at, now=self.now),
            since=timezone.localdate(row.rejected_at),
            came_at=row.rejected_at,
        )


class AnsweredVerdictsView(VerdictsView):
    """The same list; in the task list of overseers: what was answered or replaced, which they
    decide."""

    panel_heading = gettext_lazy("Answered or replaced evidence to decide")
    action = gettext_lazy("Decide")

    def panel_rows(self) -> QuerySet[EvidenceVerdict]:
        """Return the answered verdicts, and those whose evidence was replaced."""
        return self.get_base_queryset().filter(waiting_for_decision())


class VerdictView(RowView):
    """Page of one verdict: what was rejected, the answer, the decision, and the months."""

    desk = VerdictsView
    template_name = "oversight/verdict.html"
    transitions = VERDICT_TRANSITIONS
    page_title = gettext_lazy("Evidence not accepted")
    header_icon = "warning"

    def get_rows(self) -> QuerySet[EvidenceVerdict]:
        """Return the readable verdicts with people and items."""
        people = (
            "agency",
            "requirement",
            "rejected_by",
            "answered_by",
            "decided_by",
            "answer_file",
        )
        return super().get_rows().select_related(*people).prefetch_related("items")

    def row_name(self) -> str:
        """Return the agency and the requirement's code."""
        return f"{self.row.agency.short_name} · {self.row.requirement.key}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add reason, state, link to the cell, and the months with flags."""
        row = self.row
        cell = reverse("oversight:evidence", args=[row.agency_id, row.requirement_id])
        return super().get_context_data(**kwargs) | {
            "reason": reason_words(row.reason),
            "state": state_of(row),
            "cell_url": cell,
            "items": dict.fromkeys((each.label, address_of(each)) for each in row.items.all()),
            "months": months_of(row.agency_id, row.requirement, timezone.now()),
            **{
                name: name_or_somebody(getattr(row, name))
                for name in ("rejected_by", "answered_by", "decided_by")
            },
        }


def address_of(item: VerdictItem) -> str:
    """Return the URL of the screen where a rejected row was entered, "" if there is none."""
    source = all_sources().get(item.source)
    return source.address(item.object_id) if source and item.object_id else ""


class AnswerForm(forms.Form):
    """The agency's only answer, with a file."""

    answer = TextField(label=gettext_lazy("Answer"), max_length=TEXT_LENGTH, words=3, rows=5)
    file: Any = forms.ModelChoiceField(
        label=gettext_lazy("File"), queryset=AgencyDocument.objects.none(), required=False
    )


class VerdictStepForm(TransitionForm):
    """Base of the form views of a verdict's steps."""

    desk = VerdictsView
    header_icon = "warning"

    def get_rows(self) -> QuerySet[EvidenceVerdict]:
        """Return the readable verdicts with requirement and agency."""
        return super().get_rows().select_related("agency", "requirement")

    def row_name(self) -> str:
        """Return the agency and the requirement's code."""
        return f"{self.row.agency.short_name} · {self.row.requirement.key}"

    def facts(self) -> list[tuple[Any, Any]]:
        """Return the facts above the form, as (label, value)."""
        row = self.row
        labels = dict.fromkeys(item.label for item in row.items.all())
        return [
            (gettext_lazy("Requirement"), str(row.requirement)),
            (gettext_lazy("Evidence"), "; ".join(labels)),
            (gettext_lazy("Not accepted since"), format_moment(row.rejected_at)),
            (gettext_lazy("Reason"), reason_words(row.reason)),
            (gettext_lazy("Explanation"), row.note),
            (gettext_lazy("Answer of the agency"), row.answer),
        ]


class AnswerView(VerdictStepForm):
    """Form view: answer a verdict, once."""

    form_class = AnswerForm
    transition = ANSWER
    page_title = gettext_lazy("Answer about evidence")
    submit_label = gettext_lazy("Send to the Justice Department")
    success_message = gettext_lazy("Sent. The Justice Department decides finally.")

    @property
    def explanation(self) -> Any:
        """Return what an answer and a replacement do."""
        return gettext_lazy(
            "One answer is possible. Evidence also counts again as soon as you replace it where "
            "you entered it; then no answer is needed."
        )

    def get_form(self, form_class: Any = None) -> Any:
        """Offer the newest 100 files of the agency."""
        form = super().get_form(form_class)
        own = AgencyDocument.objects.filter(collection=self.row.agency.collection)
        return offer_first(form, "file", own.order_by("-created_at"), most=100)

    def perform(self, form: forms.Form) -> None:
        """Call the service. Its ValidationError is shown in the form."""
        answer_verdict(verdict_id=self.row.pk, user=self.user, now=self.now, **form.cleaned_data)


class DecideForm(forms.Form):
    """The final decision."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=VerdictOutcome.choices,
        widget=forms.RadioSelect,
    )
    note = TextField(
        label=gettext_lazy("Words to the agency"), max_length=TEXT_LENGTH, rows=3, required=False
    )


class DecideView(VerdictStepForm):
    """Form view: decide finally on rejected evidence."""

    form_class = DecideForm
    transition = DECIDE
    page_title = gettext_lazy("Final decision on evidence")
    submit_label = gettext_lazy("Decide finally")
    success_message = gettext_lazy("Decided. The agency reads it.")

    def perform(self, form: forms.Form) -> None:
        """Call the service. Its ValidationError is shown in the form."""
        decide_verdict(verdict_id=self.row.pk, user=self.user, now=self.now, **form.cleaned_data)


class RejectForm(forms.Form):
    """What is rejected, with the reason. Without chosen rows, the whole cell."""

    rows = forms.MultipleChoiceField(required=False)
    reason = forms.ChoiceField(label=gettext_lazy("Reason"), widget=forms.RadioSelect)
    note = TextField(
        label=gettext_lazy("Explanation"), max_length=TEXT_LENGTH, rows=3, required=False
    )


class EvidenceView(ServiceForm):
    """Page of one cell with all its evidence. Overseers reject single rows or the whole cell."""

    form_class = RejectForm
    template_name = "oversight/cell_evidence.html"
    header_icon = "table"
    page_title = gettext_lazy("Evidence of a requirement")
    submit_label = gettext_lazy("Do not accept")
    success_message = gettext_lazy("Not accepted from today on. The agency finds it in its tasks.")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find agency and requirement. 404 unless the user may read what the agency wrote."""
        super().setup(request, *args, **kwargs)
        scope = scope_now(request)
        if not hears(scope, kwargs["agency_id"]):
            raise Http404
        self.agency = get_object_or_404(Agency, pk=kwargs["agency_id"])
        asked = Requirement.objects.filter(standard__of_network=False)
        self.requirement = get_object_or_404(asked, pk=kwargs["requirement_id"])
        self.is_overseer = Role.OVERSEER in scope.roles
        self.success_url = request.path
        self.above = [(reverse("oversight:agency", args=[self.agency.pk]), self.agency.short_name)]

    def get_page_subtitle(self) -> str:
        """Return the requirement."""
        return str(self.requirement)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Reject evidence. Raises PermissionDenied unless the user is an overseer."""
        if not self.is_overseer:
            raise PermissionDenied
        return super().post(request, *args, **kwargs)

    def get_form(self, form_class: Any = None) -> Any:
        """Offer the rows of the cell and the reasons of today."""
        form = super().get_form(form_class)
        self.cell = evidence_of(self.agency, self.requirement, self.now)
        self.pieces = pieces_of(self.cell.evidence) if self.cell else []
        rows = [(row.value, row.label) for piece in self.pieces for row in piece.rows]
        form.fields["rows"].choices = list(dict(rows).items())
        offered = reasons_on(timezone.localdate(self.now))
        form.fields["reason"].choices = [(each.key, each.words) for each in offered]
        return form

    def perform(self, form: forms.Form) -> None:
        """Call the service. Its ValidationError is shown in the form."""
        chosen = [ref_of(value) for value in form.cleaned_data["rows"]]
        whole = "whole" in self.request.POST
        if not (chosen or whole):
            raise ValidationError(_("Tick the evidence that you do not accept."))
        reject_evidence(
            agency=self.agency,
            requirement=self.requirement,
            refs=None if whole else chosen,
            reason=form.cleaned_data["reason"],
            note=form.cleaned_data["note"],
            user=self.user,
            now=self.now,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the pieces of evidence, the verdicts and the months."""
        context = super().get_context_data(**kwargs)
        status = self.cell.status if self.cell else Status.UNKNOWN
        return context | {
            "agency": self.agency,
            "requirement": self.requirement,
            "status": status,
            "sign": SIGNS[status],
            "value": value_of_cell(self.cell),
            "pieces": self.pieces,
            "can_reject": self.is_overseer and any(piece.part.fine for piece in self.pieces),
            "verdicts": [
                (each, reason_words(each.reason), state_of(each))
                for each in verdicts_on(self.agency.pk, self.requirement)
            ],
            "months": months_of(self.agency.pk, self.requirement, self.now),
        }


def value_of_cell(cell: Any) -> str:
    """Return "good / total" of a cell, "" if nothing is counted."""
    if cell is None or cell.total is None:
        return ""
    return f"{cell.good} / {cell.total}"
