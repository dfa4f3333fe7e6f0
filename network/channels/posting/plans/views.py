"""Officers' screens for plans: list, one plan, and a form per transition."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.widgets.button import Button, HeaderButton

from network.agencies.models import Agency
from network.agencies.people.service_forms import ServiceForm
from network.agencies.scope import scope_now
from network.agencies.tables import LabelledColumn, LinkColumn, TagColumn
from network.core.dates import format_day
from network.core.fields import offer
from network.desks.acts import ActForm, arguments_of
from network.desks.lists import DeskList
from network.desks.panels import PanelRow
from network.desks.rows import RowMixin, RowView
from network.media.delivery import send_file

from ...models import ChannelPlan, PlanState
from ...shared.desk import ABOVE_CHANNELS
from ...shared.forms import ApprovalForm, ReturnForm
from ...shared.roles import agencies_kept
from . import services
from .forms import BeginForm, CarryOnForm, PlanForm
from .selectors import plans_for
from .transitions import APPROVE, CARRY_ON, DISCARD, EDIT, SEND_BACK, SUBMIT


class PlansView(DeskList):
    """List of the plans of the user's agencies, for overseers of all agencies."""

    model = ChannelPlan
    page_title = gettext_lazy("Plans for social networks")
    action = gettext_lazy("View, approve")
    header_icon = "site"
    index_url_name = "channels_plans:index"
    index_results_url_name = "channels_plans:index_results"
    row_url_name = "channels_plans:plan"
    verbose_name_plural = ChannelPlan._meta.verbose_name_plural
    no_results_message = gettext_lazy("No plan for social networks is written yet.")
    above = [ABOVE_CHANNELS]

    @property
    def columns(self) -> list[BaseColumn]:
        """Return the columns: period, agency, networks, state."""
        return [
            LinkColumn(
                "days",
                label=_("Plan for social networks"),
                accessor=str,
                second=lambda row: row.number,
                url=self.row_url,
            ),
            LabelledColumn("agency", label=_("Agency"), accessor=lambda row: row.agency.short_name),
            LabelledColumn("networks", label=_("Networks"), accessor=ChannelPlan.networks_in_words),
            TagColumn(
                "state",
                label=_("State"),
                accessor=lambda row: row.get_state_display(),
                primary=lambda row: row.state == PlanState.APPROVED,
            ),
        ]

    def get_base_queryset(self) -> QuerySet[ChannelPlan]:
        """Return the plans that the user may read."""
        return plans_for(self.scope)

    def panel_rows(self) -> QuerySet[ChannelPlan]:
        """Return the plans of the user's own agencies that await approval."""
        return plans_for(self.scope, writing=True).filter(state=PlanState.AWAITING)

    def item(self, row: ChannelPlan) -> PanelRow:
        """Return a plan as a row of the start page."""
        return PanelRow(
            url=self.row_url(row),
            title=str(row),
            state=row.get_state_display(),
            facts=row.agency.short_name,
            is_decision=True,
        )

    def get_header_buttons(self) -> list[Button]:
        """Return the button for a new plan, if the user may write one."""
        buttons = super().get_header_buttons()
        if not agencies_kept(self.scope):
            return buttons
        add = HeaderButton(_("Write a plan"), reverse("channels_plans:begin"), icon_name="plus")
        return [add, *buttons]


class PlanRow(RowMixin):
    """Base of views of one plan. 404 for a plan that the user may not read."""

    desk = PlansView
    header_icon = "site"
    row: ChannelPlan

    def get_rows(self) -> QuerySet[ChannelPlan]:
        """Return the plans that the user may read."""
        return plans_for(self.scope)

    def row_name(self) -> str:
        """Return the plan's period."""
        return self.row.days


class PlanView(PlanRow, RowView):
    """Page of one plan: its values, the signed document, and the channels under it."""

    transitions = (SUBMIT, APPROVE, SEND_BACK, CARRY_ON, EDIT, DISCARD)
    page_title = gettext_lazy("Plan for social networks")

    def facts(self) -> list[tuple[Any, Any]]:
        """Return the plan's values, as (label, value)."""
        row = self.row
        signed = ""
        if row.approved_on:
            signed = format_html(
                '{}, {} · {} · <a href="{}">{}</a>',
                row.number,
                format_day(row.approved_on),
                row.signer,
                reverse("channels_plans:file", args=[row.pk]),
                _("file"),
            )
        return [
            (_("State"), row.get_state_display()),
            (_("Agency"), row.agency.name),
            (_("Networks"), row.networks_in_words()),
            (_("What is published, and how"), row.formats),
            (_("How often something is posted"), row.rhythm),
            (_("Who leads it"), row.lead),
            (_("Carries on"), row.carries_on or ""),
            (_("What changes against the plan before"), row.changes),
            (_("Approved"), signed),
            (_("Pages that go by it"), ", ".join(map(str, row.channels.all()))),
        ]


class BeginView(ServiceForm):
    """Form view: write a plan."""

    form_class = BeginForm
    page_title = gettext_lazy("Write a plan for social networks")
    header_icon = "site"
    success_message = gettext_lazy("The plan is written. Send it to the approver.")
    above = [(reverse_lazy(PlansView.index_url_name), PlansView.page_title)]

    @cached_property
    def agencies(self) -> QuerySet[Agency]:
        """Return the agencies for which the user may write plans."""
        return Agency.objects.filter(pk__in=agencies_kept(scope_now(self.request)))

    def get_form(self, form_class: Any = None) -> Form:
        """Offer these agencies."""
        form: Form = super().get_form(form_class)
        return offer(form, "agency", self.agencies)

    def get_initial(self) -> dict[str, Any]:
        """Prefill the current year, and the agency if there is only one."""
        first = timezone.localdate(self.now).replace(month=1, day=1)
        year = {"valid_from": first, "valid_to": first.replace(month=12, day=31)}
        return year | ({"agency": self.agencies[0]} if len(self.agencies) == 1 else {})

    def perform(self, form: Form) -> None:
        """Create the plan and redirect to it."""
        plan = services.begin_plan(user=self.user, now=self.now, **arguments_of(form))
        self.success_url = PlansView.row_url(plan)


class PlanActs(PlanRow, ActForm):
    """Base of the form views of a plan's transitions."""

    key = "plan_id"


class _Written(PlanActs):
    """Base of form views that start with the plan's values."""

    form_class: type[PlanForm] = PlanForm

    def get_initial(self) -> dict[str, Any]:
        """Return the plan's values."""
        return {name: getattr(self.row, name) for name in self.get_form_class().base_fields}


class EditView(_Written):
    """Form view: change a draft."""

    transition, service = EDIT, staticmethod(services.change_plan)
    success_message = gettext_lazy("Saved.")

    def get_form_class(self) -> type[Form]:
        """Return the form that also asks what changes if the plan continues another one."""
        return CarryOnForm if self.row.carries_on else PlanForm


class CarryOnView(_Written):
    """Form view: write a plan that continues this one."""

    transition, form_class = CARRY_ON, CarryOnForm
    success_message = gettext_lazy("The plan is written. Send it to the approver.")

    def get_initial(self) -> dict[str, Any]:
        """Prefill this plan's values and the period from the day after it to the end of that
        year."""
        first = self.row.valid_to + dt.timedelta(days=1)
        days = {"valid_from": first, "valid_to": first.replace(month=12, day=31), "changes": ""}
        return super().get_initial() | days

    def perform(self, form: Form) -> None:
        """Create the plan and redirect to it."""
        plan = services.carry_on_plan(
            plan_id=self.row.pk, user=self.user, now=self.now, **arguments_of(form)
        )
        self.success_url = PlansView.row_url(plan)


class DiscardView(PlanActs):
    """Form view: delete a draft. Redirects to the list."""

    transition, service, row_is_kept = DISCARD, staticmethod(services.discard_plan), False
    success_message = gettext_lazy("The draft is deleted.")


class SubmitView(PlanActs):
    """Form view: submit a plan for approval."""

    transition, service = SUBMIT, staticmethod(services.submit_plan)
    success_message = gettext_lazy("It waits for the approver now.")


class ApproveView(PlanActs):
    """Form view: approve a plan by a signed document."""

    transition, form_class = APPROVE, ApprovalForm
    service = staticmethod(services.approve_plan)
    success_message = gettext_lazy("Approved. The agency's pages go by this plan now.")


class SendBackView(PlanActs):
    """Form view: return a plan to its author."""

    transition, form_class = SEND_BACK, ReturnForm
    service = staticmethod(services.return_plan)
    success_message = gettext_lazy("Returned to its author.")


def plan_file(request: HttpRequest, plan_id: int) -> HttpResponseBase:
    """Return the signed plan. 404 unless the user may read it and it has a file."""
    rows = plans_for(scope_now(request)).exclude(file="")
    return send_file(request, get_object_or_404(rows, pk=plan_id).file, public=False)
