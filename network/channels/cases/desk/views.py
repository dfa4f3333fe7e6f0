"""Officers' screens for cases: list, one case, and a form per transition."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.widgets.button import Button, HeaderButton

from network.agencies.filters import AgencyFilter
from network.agencies.models import AGENCY_ROLES, Agency, Role
from network.agencies.people.service_forms import ServiceForm
from network.agencies.scope import Scope, scope_now
from network.agencies.tables import LabelledColumn, LinkColumn, TagColumn
from network.core.dates import format_day, format_moment
from network.core.fields import offer
from network.core.letters import letters_response
from network.desks.acts import ActForm, arguments_of
from network.desks.delegation import WaitingRow
from network.desks.lists import DeskList
from network.desks.panels import PanelRow
from network.desks.rows import RowMixin, RowView
from network.media.delivery import send_file

from ...links.pages import named_by
from ...models import OPEN_STATES, PROVEN_STATES, Case, CaseEvidence, CaseState
from .. import services
from ..comparison import side_by_side
from ..letters import letter_to
from ..selectors import authorities_for, cases_for, reports_for
from ..transitions import (
    ADD_EVIDENCE,
    CONFIRM,
    HANDLING,
    LOOK,
    NOTIFY,
    REOPEN,
    SETTLE,
    VERIFY,
)
from .forms import (
    CaseEvidenceForm,
    GroundsForm,
    LookAgainForm,
    NotifyForm,
    OpenCaseForm,
    SettleForm,
)


class CaseFilterSet(WagtailFilterSet):
    """Filters of the list of cases: state and agency."""

    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), choices=CaseState.choices, widget=forms.Select
    )
    agency = AgencyFilter()

    class Meta:
        model = Case
        fields = ["state", "agency"]


class CasesView(DeskList):
    """List of the cases of the user's agencies, for overseers of all agencies; newest first."""

    model = Case
    page_title = gettext_lazy("Impersonation")
    action = gettext_lazy("Deal with it")
    header_icon = "warning"
    index_url_name = "cases_desk:index"
    index_results_url_name = "cases_desk:index_results"
    row_url_name = "cases_desk:case"
    delegate_url_name = "cases_desk:delegate"
    filterset_class = CaseFilterSet
    verbose_name_plural = Case._meta.verbose_name_plural
    no_results_message = gettext_lazy("No page is under suspicion of passing for an agency's.")

    @property
    def columns(self) -> list[BaseColumn]:
        """Return the columns: page, imitated agency, date found, state."""
        return [
            LinkColumn(
                "name",
                label=_("Name of the page"),
                accessor=lambda row: row.name,
                second=lambda row: f"{row.number} · {row.place}",
                url=self.row_url,
            ),
            LabelledColumn("agency", label=_("Agency"), accessor=lambda row: row.agency.short_name),
            LabelledColumn(
                "found", label=_("Found on"), accessor=lambda row: format_day(row.found_on)
            ),
            TagColumn("state", label=_("State"), accessor=state_in_words, primary=_is_confirmed),
        ]

    def get_base_queryset(self) -> QuerySet[Case]:
        """Return the cases that the user may read."""
        return cases_for(self.scope)

    def panel_rows(self) -> QuerySet[Case]:
        """Return the cases without outcome of the user's own agencies, for overseers of all
        agencies."""
        rows = cases_for(self.scope, writing=Role.OVERSEER not in self.scope.roles)
        return rows.filter(state__in=OPEN_STATES)

    def item(self, row: Case) -> PanelRow:
        """Return a case as a row of the start page."""
        return PanelRow(
            url=self.row_url(row),
            title=row.name,
            state=row.get_state_display(),
            facts=f"{row.number} · {row.agency.short_name}",
            since=row.found_on,
            delegable=self.delegable(row),
        )

    @classmethod
    def waiting_row(cls, row: Case) -> WaitingRow:
        """Return the case; whoever serves the agency may look into it."""
        is_open = row.state in OPEN_STATES
        return WaitingRow(
            row=row,
            agency=row.agency,
            title=f"{row.number}: {row.name}",
            path=cls.row_url(row),
            roles=frozenset(AGENCY_ROLES),
            refusal="" if is_open else _("The case stands at “%s”.") % row.get_state_display(),
        )

    def get_header_buttons(self) -> list[Button]:
        """Return the button for a new case, if the user may open one."""
        buttons = super().get_header_buttons()
        if not agencies_of(self.scope).exists():
            return buttons
        add = HeaderButton(_("Open a case"), reverse("cases_desk:open"), icon_name="plus")
        return [add, *buttons]


def state_in_words(row: Case) -> str:
    """Return the state of a case, or its outcome if it is settled."""
    outcome = row.get_outcome_display() if row.state == CaseState.SETTLED else ""
    return str(outcome or row.get_state_display())


def _is_confirmed(row: Case) -> bool:
    return row.state == CaseState.CONFIRMED


def agencies_of(scope: Scope) -> QuerySet[Agency]:
    """Return the agencies for which the user may open a case: own ones, for overseers all."""
    agencies = Agency.objects.valid_on(timezone.localdate()).order_by("name")
    if Role.OVERSEER in scope.roles:
        return agencies
    own = [pk for pk, roles in scope.agency_roles.items() if not HANDLING.isdisjoint(roles)]
    return agencies.filter(pk__in=own)


class CaseRow(RowMixin):
    """Base of views of one case. 404 for a case that the user may not read."""

    desk = CasesView
    header_icon = "warning"
    row: Case

    def get_rows(self) -> QuerySet[Case]:
        """Return the cases that the user may read."""
        return cases_for(self.scope)

    def row_name(self) -> str:
        """Return the number and name of the case."""
        return str(self.row)


class CaseView(CaseRow, RowView):
    """Page of one case: facts, comparison, evidence, reports, and what citizens are told."""

    transitions = (CONFIRM, VERIFY, NOTIFY, LOOK, ADD_EVIDENCE, SETTLE, REOPEN)
    template_name = "channels/cases/case.html"
    row_class = "row-page row-page--wide"
    page_title = gettext_lazy("Case")

    def facts(self) -> list[tuple[Any, Any]]:
        """Return the facts of the case, as (label, value)."""
        row, confirmed = self.row, ""
        if row.confirmed_by:
            confirmed = f"{format_day(row.confirmed_on)}, {row.confirmed_by.get_full_name()}"
        return [
            (_("State"), state_in_words(row)),
            (_("Agency that the page passes for"), row.agency.name),
            (_("Platform"), row.place),
            (_("Number on the platform"), row.platform_number),
            (_("Under another address"), self.same_page()),
            (_("What was seen"), row.remarks),
            (_("Found on"), f"{format_day(row.found_on)}, {row.opened_by.get_full_name()}"),
            (_("Last seen on"), format_day(row.last_seen_on)),
            (_("Confirmed"), confirmed),
            (_("Noted as taken down"), self.taken_down()),
            (_("Reported to"), ", ".join(map(str, row.notices.select_related("authority")))),
            (_("Letters (DOCX)"), self.letters()),
            (_("Citizens read"), self.told()),
        ]

    def taken_down(self) -> str:
        """Return when, by whom and on which evidence the page was marked as taken down; "" if it
        was not."""
        row = self.row
        if not (row.gone_by and row.gone_evidence):
            return ""
        name = row.gone_by.get_full_name()
        return f"{format_moment(row.gone_at)}, {name} · {row.gone_evidence}"

    def same_page(self) -> str:
        """Return links to other cases of the same page that the user may read."""
        rows = self.get_rows().filter(named_by(self.row.address_keys)).exclude(pk=self.row.pk)
        found = ((self.desk.row_url(each), each) for each in rows)
        return format_html_join(", ", '<a href="{}">{}</a>', found)

    def unconfirmed(self) -> str:
        """Return why an open case cannot be confirmed yet, for users whose role may confirm; else
        ""."""
        if self.row.state not in OPEN_STATES or not CONFIRM.is_held(self.held):
            return ""
        return CONFIRM.refusal_of(self.row)

    def letters(self) -> str:
        """Return links to the letters to each authority as HTML, "" until the case is confirmed."""
        if self.row.state not in PROVEN_STATES:
            return ""
        address = reverse("cases_desk:letter", args=[self.row.pk])
        found = authorities_for(self.row, timezone.localdate())
        return format_html_join(
            ", ", '<a href="{}?noi={}">{}</a>', ((address, each.key, each.name) for each in found)
        )

    def told(self) -> str:
        """Return what the public link check says about the page today."""
        if self.row.state == CaseState.CONFIRMED:
            return _("Confirmed impersonation; a warning stands on every page of the network.")
        if self.row.state == CaseState.GONE:
            return _("Confirmed impersonation, taken down.")
        return _("“Not in the list”. Nothing that is not confirmed may be called fake.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add comparison, evidence and reports."""
        return super().get_context_data(**kwargs) | {
            "comparison": side_by_side(self.row),
            "evidence": self.row.evidence.select_related("added_by"),
            # Only the user's own: other agencies' reports of the page are confidential to them.
            "reports": reports_for(self.scope).filter(case=self.row),
        }


class OpenView(ServiceForm):
    """Form view: open a case."""

    form_class = OpenCaseForm
    page_title = gettext_lazy("Open a case")
    header_icon = "warning"
    success_message = gettext_lazy("The case is open. Add a picture of the page.")
    explanation = gettext_lazy(
        "A case accuses nobody: citizens read nothing of it until somebody else confirms it."
    )
    above = [(reverse_lazy(CasesView.index_url_name), CasesView.page_title)]

    def get_form(self, form_class: Any = None) -> Form:
        """Offer the agencies for which the user may open a case."""
        form: Form = super().get_form(form_class)
        return offer(form, "agency", agencies_of(scope_now(self.request)))

    def get_initial(self) -> dict[str, Any]:
        """Prefill values from a scan's find, and select the agency if there is only one."""
        given = {key: self.request.GET.get(key, "") for key in ("agency", "url", "name")}
        own = agencies_of(scope_now(self.request))[:2]
        return given if given["agency"] or len(own) != 1 else given | {"agency": own[0]}

    def perform(self, form: Form) -> None:
        """Open the case and redirect to it."""
        case = services.open_case(user=self.user, now=self.now, **arguments_of(form))
        self.success_url = CasesView.row_url(case)


class CaseActs(CaseRow, ActForm):
    """Base of the form views of a case's transitions."""

    key = "case_id"
    success_message = gettext_lazy("Saved.")


class EvidenceView(CaseActs):
    """Form view: add a picture as evidence."""

    transition, form_class = ADD_EVIDENCE, CaseEvidenceForm
    service = staticmethod(services.add_evidence)

    def get_form(self, form_class: Any = None) -> Form:
        """Ask for the page's number only if it is not stored yet."""
        form: Form = super().get_form(form_class)
        if not self.row.takes_number:
            del form.fields["platform_number"]
        return form


class VerifyView(CaseActs):
    """Form view: start the verification."""

    transition, service = VERIFY, staticmethod(services.verify_case)


class ConfirmView(CaseActs):
    """Form view: confirm that the page impersonates the agency."""

    transition, form_class, service = CONFIRM, GroundsForm, staticmethod(services.confirm_case)
    success_message = gettext_lazy("Confirmed. All pages of the network warn of it now.")
    explanation = gettext_lazy(
        "A warning appears on the hub and in every section within a minute, with the name of the"
        " page and of the agency. To call a page fake that is none is a wrong: be sure."
    )


class SettleView(CaseActs):
    """Form view: settle that the page does not impersonate the agency."""

    transition, form_class, service = SETTLE, SettleForm, staticmethod(services.settle_case)


class ReopenView(CaseActs):
    """Form view: take the outcome back."""

    transition, form_class, service = REOPEN, GroundsForm, staticmethod(services.reopen_case)
    success_message = gettext_lazy("Taken back. Nobody is warned of the page any more.")


class NotifyView(CaseActs):
    """Form view: record that the fake was reported to an authority."""

    transition, form_class = NOTIFY, NotifyForm
    service = staticmethod(services.notify_authority)

    def get_form(self, form_class: Any = None) -> Form:
        """Offer the page's platform and bodies of the State."""
        form: Form = super().get_form(form_class)
        return offer(form, "authority", authorities_for(self.row, timezone.localdate()))


class LookView(CaseActs):
    """Form view: record whether the page is still online."""

    transition, form_class, service = LOOK, LookAgainForm, staticmethod(services.look_again)
    explanation = gettext_lazy(
        "The public warning ends when the page is gone. For that, one person adds a new picture of"
        " what is there now, and another one, who may confirm a fake, notes that the page is gone."
    )


def evidence_file(request: HttpRequest, evidence_id: int) -> HttpResponseBase:
    """Return a picture of evidence. 404 unless the user may read its case."""
    rows = CaseEvidence.objects.filter(case__in=cases_for(scope_now(request)).order_by())
    return send_file(request, get_object_or_404(rows, pk=evidence_id).file, public=False)


def letter(request: HttpRequest, case_id: int) -> HttpResponse:
    """Return the DOCX letter about a confirmed case to the authority in `noi`. 404 if there is no
    such case or authority."""
    rows = cases_for(scope_now(request)).filter(state__in=PROVEN_STATES)
    case = get_object_or_404(rows, pk=case_id)
    found = authorities_for(case, timezone.localdate()).filter(key=request.GET.get("noi", ""))
    if not found:
        raise Http404
    return letters_response(name="mao-danh", letters=[letter_to(found[0], case)])
