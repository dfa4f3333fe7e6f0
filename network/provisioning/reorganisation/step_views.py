"""Screens that add and remove steps of a plan, and that plan the change of a single agency."""

from typing import Any

from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.ui.tables import BaseColumn

from network.agencies.models import Agency, SuccessionKind
from network.agencies.naming import with_code
from network.agencies.people.network_views import AGENCIES, NetworkAdminMixin
from network.agencies.people.service_forms import AgencyServiceForm, ServiceForm
from network.agencies.requests import AdminRequest
from network.agencies.tables import LinkColumn, TableView
from network.core.sorting import alphabetical

from . import services
from .forms import NewNameForm, SingleChangeForm, StepForm, document_named
from .keeping import proposed_keeper
from .step_kinds import CHANGES, SINGLE
from .views import ABOVE, PlanFormView


class KindFirstForm(ServiceForm):
    """Base of the forms whose fields depend on the kind of step: first they offer the kinds as
    links, which works without JavaScript."""

    kinds: tuple[SuccessionKind, ...] = tuple(CHANGES)

    @property
    def kind(self) -> SuccessionKind | None:
        """Return the chosen kind, or None."""
        words = self.request.POST.get("kind") or self.request.GET.get("kind")
        return next((kind for kind in self.kinds if kind == words), None)

    def get_template_names(self) -> list[str]:
        """Return the template of the form, or of the choice."""
        return ["agencies/form.html" if self.kind else "provisioning/reorganisation_kinds.html"]

    def get_initial(self) -> dict[str, Any]:
        keeper = proposed_keeper(getattr(self, "agency", None))
        return super().get_initial() | {"keeper": with_code(keeper) if keeper else ""}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"kind": self.kind or self.kinds[0]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kinds = [(kind, CHANGES[kind].meaning) for kind in self.kinds]
        return super().get_context_data(**kwargs) | {"kinds": kinds}

    @property
    def explanation(self) -> str:
        """Return what the chosen kind means."""
        return f"{self.kind.label}: {CHANGES[self.kind].meaning}" if self.kind else ""


class AddStepView(KindFirstForm, PlanFormView):
    """Adds a step."""

    request: AdminRequest
    form_class = StepForm
    page_title = submit_label = gettext_lazy("Add a step")
    success_message = gettext_lazy("The step is added.")

    def perform(self, form: Form) -> None:
        services.add_step(plan=self.plan, **form.cleaned_data, actor=self.user, now=self.now)


class NewNameView(PlanFormView):
    """Corrects the new name that a step gives."""

    form_class = NewNameForm
    page_title = gettext_lazy("Edit the new name")
    success_message = gettext_lazy("The new name is saved.")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Load the step. 404 for one without a new name, and for one of another plan."""
        super().setup(request, *args, **kwargs)
        steps = self.plan.steps.exclude(new_name="").select_related("successor", "predecessor")
        self.step = get_object_or_404(steps, pk=kwargs["step_id"])

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.step, name) for name in NewNameForm.base_fields}

    def perform(self, form: Form) -> None:
        services.change_new_name(step=self.step, **form.cleaned_data, actor=self.user, now=self.now)


class RemoveStepView(PlanFormView):
    """Removes a step."""

    page_title = submit_label = gettext_lazy("Remove the step")
    success_message = gettext_lazy("The step is removed.")

    @property
    def explanation(self) -> str:
        """Return the step."""
        return str(get_object_or_404(self.plan.steps, pk=self.kwargs["step_id"]))

    def perform(self, form: Form) -> None:
        step = self.kwargs["step_id"]
        services.remove_step(plan=self.plan, step_id=step, actor=self.user, now=self.now)


class ChooseAgencyView(NetworkAdminMixin, TableView):
    """List of the agencies that exist, each with a link to the screen that changes it."""

    page_title = gettext_lazy("Rename, merge or close")
    header_icon = "edit"
    template_name = "provisioning/reorganisation_begin.html"
    index_url_name = "reorganisation:begin"
    above = ABOVE[:1]
    verbose_name_plural = Agency._meta.verbose_name_plural
    no_results_message = gettext_lazy("No agency of the network is called so.")

    @property
    def columns(self) -> list[BaseColumn]:
        """Return the column of the agency."""
        return [
            LinkColumn(
                "name",
                label=gettext_lazy("Agency"),
                accessor=lambda agency: agency.name,
                second=lambda agency: agency.code,
                url=lambda agency: reverse("reorganisation:agency", args=[agency.pk]),
            )
        ]

    def get_base_queryset(self) -> QuerySet[Agency]:
        running = Agency.objects.filter(valid_to=None)
        by_name = (alphabetical("name"), "pk")
        if not self.words:
            return running.order_by(*by_name)
        closest_first = running.closeness(self.words)
        return running.named(self.words).order_by(closest_first, *by_name)

    @property
    def words(self) -> str:
        """Return the words that were searched for."""
        return self.request.GET.get("q", "")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"words": self.words}


class ChangeAgencyView(KindFirstForm, NetworkAdminMixin, AgencyServiceForm):
    """Plans a new name, a merger or the end of one agency, and leads to the dry run."""

    request: AdminRequest
    form_class = SingleChangeForm
    kinds = SINGLE
    page_title = gettext_lazy("Rename, merge or close")
    submit_label = gettext_lazy("Go on to the dry run")
    success_message = gettext_lazy("Ready. Check below what follows.")
    announce = staticmethod(messages.info)
    above = [(AGENCIES, Agency._meta.verbose_name_plural)]
    larger_url = reverse_lazy("reorganisation:add")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Load the agency. 404 if it has ended."""
        super().setup(request, *args, **kwargs)
        running = Agency.objects.filter(valid_to=None)
        self.agency = get_object_or_404(running, pk=kwargs["agency_id"])

    def perform(self, form: Form) -> None:
        """Make the plan and lead to it."""
        plan = services.plan_change(
            agency=self.agency,
            **form.cleaned_data,
            document=document_named(form.cleaned_data["legal_basis"]),
            actor=self.user,
            now=self.now,
        )
        self.success_url = reverse("reorganisation:plan", args=[plan.pk])
