"""Screens of the network admin: plans, their steps, the dry run, execution and undo.

Overseers read them. The agencies' own screens are in `agency_views`.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button, HeaderButton

from network.agencies.models import Agency
from network.agencies.naming import with_code
from network.agencies.people.network_views import AGENCIES, NetworkAdminMixin
from network.agencies.people.selectors import runs_network
from network.agencies.people.service_forms import ServiceForm
from network.agencies.requests import AdminRequest
from network.agencies.tables import LinkColumn, TableView, TagColumn
from network.core.dates import format_day
from network.core.export import xlsx_response
from network.core.text import fold

from ..models import (
    UNDO_TIME,
    WAITING_STATES,
    PartState,
    ReorganisationPart,
    ReorganisationPlan,
    ReorganisationState,
)
from . import execution, services, tasks
from .consequences import left_open
from .forms import OpinionsForm, PlanForm, document_named
from .names import unlinked_successions
from .outlook import (
    COLUMNS,
    ChangeOutlook,
    changes_as_list,
    facts_of,
    lines_of,
    outlooks_of,
    page_addresses,
    public_addresses,
    sentences_of,
    words_of,
)
from .parts import waits_for_answer
from .planning import AgencyChange, changes_of, empty_bodies, planned_changes

INDEX = reverse_lazy("reorganisation:index")
_PLURAL = ReorganisationPlan._meta.verbose_name_plural
ABOVE: Any = [
    (AGENCIES, Agency._meta.verbose_name_plural),
    (INDEX, gettext_lazy("Reorganisations")),
]
_MOST_ADDRESSES, _MOST_EMPTY = 100, 10
_UNDONE = ReorganisationState.UNDONE
_ROWS_ON_PAGE = 50


class ReorganisationsView(TableView):
    """List of all plans."""

    page_title = gettext_lazy("Reorganisations")
    header_icon = "group"
    index_url_name = "reorganisation:index"
    above = ABOVE[:1]
    verbose_name_plural = _PLURAL
    no_results_message = gettext_lazy("No reorganisation is planned.")

    @property
    def columns(self) -> list[BaseColumn]:
        """Return the columns: plan with its day and legal basis, state."""
        return [
            LinkColumn(
                "name",
                label=gettext_lazy("Reorganisation"),
                accessor=lambda plan: plan.name,
                second=lambda plan: f"{format_day(plan.effective_on)} · {plan.legal_basis}",
                url=lambda plan: reverse("reorganisation:plan", args=[plan.pk]),
            ),
            TagColumn(
                "state",
                label=gettext_lazy("State"),
                accessor=lambda plan: plan.get_state_display(),
                primary=lambda plan: plan.state in WAITING_STATES,
            ),
        ]

    def get_base_queryset(self) -> QuerySet[ReorganisationPlan]:
        return ReorganisationPlan.objects.all()

    def get_header_buttons(self) -> list[Button]:
        """Return the buttons of the network admin."""
        if not runs_network(self.request.user):
            return []
        names = _("Names of former agencies (%(number)d)")
        number = {"number": unlinked_successions().count()}
        one, several = reverse("reorganisation:begin"), reverse("reorganisation:add")
        return [
            HeaderButton(_("One agency"), one, icon_name="edit"),
            HeaderButton(_("Several agencies"), several, icon_name="plus"),
            HeaderButton(names % number, reverse("reorganisation:names"), icon_name="link"),
        ]


class AddPlanView(NetworkAdminMixin, ServiceForm):
    """Creates a plan."""

    request: AdminRequest
    form_class = PlanForm
    page_title = gettext_lazy("New reorganisation")
    submit_label = gettext_lazy("Create")
    success_message = gettext_lazy("Now add the steps.")
    above = ABOVE

    def perform(self, form: Form) -> None:
        """Create the plan and lead to it."""
        assert isinstance(form, PlanForm)  # noqa: S101
        plan = services.create_plan(
            **form.cleaned_data,
            document=document_named(form.cleaned_data["legal_basis"]),
            actor=self.user,
            now=self.now,
        )
        self.success_url = reverse("reorganisation:plan", args=[plan.pk])


class PlanView(WagtailAdminTemplateMixin, TemplateView):
    """One plan: its steps, each agency with what stands in the way, and the next step."""

    request: AdminRequest
    template_name = "provisioning/reorganisation.html"
    header_icon = "group"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.plan = get_object_or_404(ReorganisationPlan, pk=kwargs["reorganisation_id"])

    def get_page_title(self) -> str:
        return self.plan.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        lists = [{"url": url, "label": title} for url, title in ABOVE]
        own = {"url": "", "label": self.get_page_title()}
        return [*super().get_breadcrumbs_items(), *lists, own]

    def get_header_buttons(self) -> list[Button]:
        """Return the button of the file."""
        url = reverse("reorganisation:xlsx", args=[self.plan.pk])
        return [HeaderButton(_("Dry run (XLSX)"), url, icon_name="download")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plan = self.plan
        is_planned = plan.state in WAITING_STATES
        changes = changes_in(plan)
        parts = {part.agency_id: part for part in plan.parts.defer("traces")}
        states = [part.state for part in parts.values()]
        undo_until = plan.finished_at and plan.finished_at + UNDO_TIME
        return super().get_context_data(**kwargs) | {
            "plan": plan,
            "is_planned": is_planned,
            "may_change": runs_network(self.request.user),
            "is_due": plan.effective_on <= timezone.localdate(),
            "undo_until": undo_until,
            "may_undo": undo_until is not None and timezone.now() <= undo_until,
            "total": len(changes),
            "blocked": sum(change.is_blocked for change in changes),
            "done": states.count(PartState.DONE),
            "failed": states.count(PartState.FAILED),
            "unanswered": sum(map(waits_for_answer, parts.values())),
            "has_opinions": any(part.objection for part in parts.values()),
            "restored": states.count(PartState.UNDONE),
            "goes_back": plan.state in (_UNDONE, ReorganisationState.UNDOING),
            "empty": empty_bodies(changes)[:_MOST_EMPTY] if plan.state == _UNDONE else [],
            "linked": _imported(plan) if is_planned else 0,
            **self._rows(changes, parts),
        }

    def _rows(
        self, changes: list[AgencyChange], parts: dict[int, ReorganisationPart]
    ) -> dict[str, Any]:
        """Return a page of the agencies that were searched for: those that need a person first."""
        asked = fold(self.request.GET.get("q", ""))
        found = [change for change in changes if asked in fold(with_code(change.agency))]
        rows = [(change, parts.get(change.agency.pk)) for change in found]
        page = WagtailPaginator(sorted(rows, key=_urgency), _ROWS_ON_PAGE).get_page(
            self.request.GET.get("p")
        )
        public = public_addresses(self.request, [change for change, _part in page])
        opened = left_open(changes)
        return {
            "left_open": len(opened),
            "rows": [
                (change, sentences_of(change), part, public.get(key), opened.get(key))
                for change, part in page
                if (key := change.agency.pk)
            ],
            "page": page,
            "elided_page_range": page.paginator.get_elided_page_range(page.number),
            "query": self.request.GET.get("q", ""),
        }


def _urgency(row: tuple[AgencyChange, ReorganisationPart | None]) -> tuple[bool, bool, bool, str]:
    """Return the sort key of a row: agencies that need a person first, then those that end."""
    change, part = row
    stopped = part is not None and part.state == PartState.FAILED
    objects = part is not None and waits_for_answer(part)
    calm = not (change.is_blocked or stopped)
    return calm, not objects, not change.ends, change.agency.name


def _imported(plan: ReorganisationPlan) -> int:
    """Return how many steps the imported files offer."""
    return len(services.linked_successions(plan)) + len(services.divided_districts(plan))


class ChangeView(PlanView):
    """The dry run of one agency in a plan."""

    template_name = "provisioning/reorganisation_agency.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Load the plan and the change. 404 for an agency that the plan does not concern."""
        super().setup(request, *args, **kwargs)
        self.change = change_in(self.plan, kwargs["agency_id"])

    def get_page_title(self) -> str:
        return self.change.agency.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        *way, own = super().get_breadcrumbs_items()
        url = reverse("reorganisation:plan", args=[self.plan.pk])
        return [*way, {"url": url, "label": self.plan.name}, own]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        [outlook] = outlooks_of(self.plan, [self.change])
        return super().get_context_data(**kwargs) | context_of(outlook)


def changes_in(plan: ReorganisationPlan) -> list[AgencyChange]:
    """Return the change of each agency: as planned, or as carried out."""
    # A plan that was started has its addresses in its parts.
    return planned_changes(plan) if plan.state in WAITING_STATES else changes_of(plan)


def change_in(plan: ReorganisationPlan, agency_id: int) -> AgencyChange:
    """Return the change of an agency in a plan. Raises Http404 if the plan does not concern it."""
    found = [change for change in changes_in(plan) if change.agency.pk == agency_id]
    if not found:
        get_object_or_404(plan.parts.none())
    return found[0]


def context_of(outlook: ChangeOutlook) -> dict[str, Any]:
    """Return what the pages about one agency in a plan show."""
    return {
        "outlook": outlook,
        "change": outlook.change,
        "words": words_of(outlook.change),
        "addresses": page_addresses(outlook.change, _MOST_ADDRESSES),
    }


@require_safe
def outlook_file(request: HttpRequest, reorganisation_id: int) -> HttpResponse:
    """Return the dry run of all agencies as a workbook."""
    plan = get_object_or_404(ReorganisationPlan, pk=reorganisation_id)
    rows = lines_of(outlooks_of(plan, changes_in(plan)))
    legend = _("The reorganisation"), facts_of(plan)
    return xlsx_response(
        name="sap-xep-co-quan", title=_("Dry run"), columns=COLUMNS, rows=rows, legend=legend
    )


class PlanFormView(NetworkAdminMixin, ServiceForm):
    """Base of the forms about one plan. 404 for another."""

    request: AdminRequest
    form_class: type[Form] = Form

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.plan = get_object_or_404(ReorganisationPlan, pk=kwargs["reorganisation_id"])
        self.success_url = reverse("reorganisation:plan", args=[self.plan.pk])
        self.above = [*ABOVE, (self.success_url, self.plan.name)]

    def get_page_subtitle(self) -> str:
        return self.plan.name


class EditPlanView(PlanFormView):
    """Changes name, basis or day of a plan."""

    form_class = PlanForm
    page_title = gettext_lazy("Edit the reorganisation")
    success_message = gettext_lazy("The reorganisation is saved.")

    def get_initial(self) -> dict[str, Any]:
        own = {name: getattr(self.plan, name) for name in PlanForm.base_fields}
        return own | {"board": self.plan.board.code if self.plan.board else ""}

    def perform(self, form: Form) -> None:
        document = document_named(form.cleaned_data["legal_basis"])
        services.edit_plan(plan=self.plan, **form.cleaned_data, document=document)


class DeletePlanView(PlanFormView):
    """Deletes a plan in preparation to which no agency has objected."""

    page_title = submit_label = gettext_lazy("Delete the reorganisation")
    success_message = gettext_lazy("The reorganisation is deleted.")
    explanation = gettext_lazy("The plan and its steps go; no agency is changed by this.")

    def perform(self, form: Form) -> None:
        services.delete_plan(plan=self.plan, actor=self.user, now=self.now)
        self.success_url = str(INDEX)


class AddLinkedView(PlanFormView):
    """Makes steps of the confirmed names of imported files."""

    page_title = submit_label = gettext_lazy("Take over the imported successions")
    success_message = gettext_lazy("The steps are added.")

    def perform(self, form: Form) -> None:
        services.add_linked_steps(plan=self.plan)


class ShowView(PlanFormView):
    """Shows each agency its part."""

    form_class = OpinionsForm
    template_name = "provisioning/reorganisation_show.html"
    page_title = submit_label = gettext_lazy("Show to the agencies")
    success_message = gettext_lazy("The agencies see their part and can object.")
    explanation = gettext_lazy(
        "To change the steps afterwards, you take the plan back: the agencies get a mail again."
    )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        head = _("Their admins get a mail, and read:")
        seen_by = with_list(head, changes_in(self.plan), "")
        return super().get_context_data(**kwargs) | {"seen_by": seen_by}

    def perform(self, form: Form) -> None:
        services.show_to_agencies(plan=self.plan, **form.cleaned_data, now=self.now)


def with_list(head: str, changes: Sequence[AgencyChange], rest: str) -> SafeString:
    """Return what happens to each agency as HTML, between two sentences."""
    return format_html("<div>{}{}{}</div>", head, changes_as_list(changes), rest)


class TryAgainView(PlanFormView):
    """Tries the agencies that stopped once more."""

    page_title = submit_label = gettext_lazy("Try again")

    def perform(self, form: Form) -> None:
        execution.try_again(plan=self.plan, actor=self.user)
        tasks.carry_on_soon()


class UndoView(PlanFormView):
    """Undoes a plan."""

    page_title = submit_label = gettext_lazy("Undo")

    @property
    def explanation(self) -> str:
        """Return what is taken back at each agency, and what is not."""
        head = _("Press the button, and these changes are taken back:")
        rest = _(
            "Agencies, successions, roles and addresses become what they were. Sections that were "
            "opened stay open, pages that were returned stay with their authors, and what people "
            "have edited since stays. The agencies, and the people whose invitations are withdrawn "
            "by this, get a mail."
        )
        return with_list(head, changes_in(self.plan), rest)

    def perform(self, form: Form) -> None:
        execution.undo(plan=self.plan, now=self.now)
        tasks.carry_on_soon()
