"""Screens about the own part in a reorganisation: agencies read it, object and read the answer."""

from collections.abc import Sequence
from typing import Any

from django.forms import Form
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from network.agencies.people.network_views import NetworkAdminMixin
from network.agencies.people.service_forms import AgencyServiceForm
from network.agencies.requests import AdminRequest
from network.agencies.scope import scope_now

from ..models import ReorganisationPart, ReorganisationState
from ..own_parts import own_parts
from . import execution, services
from .forms import OpinionForm, ReasonForm
from .outlook import outlooks_of
from .views import ABOVE, PlanFormView, changes_in, context_of

# Each part shows all that its agency holds.
_PARTS_ON_PAGE = 5
_OWN = reverse_lazy("reorganisation:own")


class OwnChangesView(WagtailAdminTemplateMixin, TemplateView):
    """How the user's agencies change by the plans that were shown to them."""

    request: AdminRequest
    template_name = "provisioning/reorganisation_own.html"
    header_icon = "group"
    page_title = gettext_lazy("How our agency changes")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        own = {"url": "", "label": self.get_page_title()}
        return [*super().get_breadcrumbs_items(), own]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        parts = own_parts(scope_now(self.request))
        parts = parts.select_related("plan", "agency").order_by("-plan__effective_on", "pk")
        page = WagtailPaginator(parts, _PARTS_ON_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(**kwargs) | {
            "rows": _rows_of(list(page)),
            "page": page,
            "elided_page_range": page.paginator.get_elided_page_range(page.number),
            "open_state": ReorganisationState.ANNOUNCED,
        }


def _rows_of(parts: Sequence[ReorganisationPart]) -> list[dict[str, Any]]:
    """Return what the screen shows of each part. Each plan is read once for all its parts; not one
    that was taken back, since it is only a draft."""
    taken_back = ReorganisationState.PREPARED
    plans = {part.plan_id: part.plan for part in parts if part.plan.state != taken_back}
    found = {}
    for plan in plans.values():
        agencies = {part.agency_id for part in parts if part.plan_id == plan.pk}
        changes = [change for change in changes_in(plan) if change.agency.pk in agencies]
        for outlook in outlooks_of(plan, changes):
            found[plan.pk, outlook.change.agency.pk] = context_of(outlook)
    return [
        {"part": part, "plan": part.plan, **found.get((part.plan_id, part.agency_id), {})}
        for part in parts
    ]


class _PartFormView(AgencyServiceForm):
    """Base of the forms about an agency's part of a plan."""

    request: AdminRequest
    form_class: type[Form] = OpinionForm

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        rows = ReorganisationPart.objects.select_related("agency", "plan")
        self.part = get_object_or_404(rows, pk=kwargs["part_id"])
        self.agency = self.part.agency


class ObjectView(_PartFormView):
    """Writes down what an agency objects."""

    page_title = gettext_lazy("Object to the reorganisation")
    submit_label = gettext_lazy("Send")
    success_message = gettext_lazy("The network admin reads it and answers.")
    success_url = _OWN
    above = [(_OWN, OwnChangesView.page_title)]

    def get_initial(self) -> dict[str, Any]:
        return {"text": self.part.objection}

    def perform(self, form: Form) -> None:
        text = form.cleaned_data["text"]
        services.object_to(part=self.part, text=text, actor=self.user, now=self.now)


class AnswerView(NetworkAdminMixin, _PartFormView):
    """Answers an objection."""

    request: AdminRequest
    page_title = gettext_lazy("Answer the objection")
    submit_label = gettext_lazy("Send the answer")
    success_message = gettext_lazy("The agency reads the answer.")
    above = ABOVE

    @property
    def explanation(self) -> str:
        """Return the objection."""
        return self.part.objection

    def perform(self, form: Form) -> None:
        services.answer_objection(part=self.part, text=form.cleaned_data["text"], now=self.now)
        keys = [self.part.plan_id, self.part.agency_id]
        self.success_url = reverse("reorganisation:change", args=keys)


class TakeBackView(PlanFormView):
    """Takes a plan back from the agencies to preparation."""

    page_title = submit_label = gettext_lazy("Take back to edit")
    success_message = gettext_lazy("The plan is in preparation again. Edit it and send it again.")
    explanation = gettext_lazy(
        "The agencies get a mail saying that the plan is being changed, and cannot object until "
        "you send it again. The opinions that they have sent stay kept, and you can still answer "
        "them."
    )

    def perform(self, form: Form) -> None:
        services.take_back(plan=self.plan, actor=self.user, now=self.now)


class LeaveOutView(NetworkAdminMixin, _PartFormView):
    """Lets a plan end without an agency whose change always fails."""

    request: AdminRequest
    form_class = ReasonForm
    page_title = submit_label = gettext_lazy("Leave this agency out")
    success_message = gettext_lazy("The reorganisation goes on without this agency.")
    above = ABOVE
    explanation = gettext_lazy(
        "The agency stays as it is, with its address and its people. What its successors would "
        "have received from it stays with it. The rest of the plan can be undone afterwards."
    )

    def perform(self, form: Form) -> None:
        execution.leave_out(
            part=self.part, reason=form.cleaned_data["text"], actor=self.user, now=self.now
        )
        self.success_url = reverse("reorganisation:plan", args=[self.part.plan_id])
