"""One row of a desk on its page, and the form of a transition."""

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View
from django.views.generic.base import ContextMixin
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button

from network.accounts.models import User
from network.agencies.log.description import describe
from network.agencies.models import AuditEntry
from network.agencies.people.service_forms import ServiceForm
from network.agencies.requests import AdminRequest
from network.agencies.scope import Scope, scope_now

from .deciders import refusal_for
from .lists import DeskList
from .transitions import Transition, held_roles


class RowMixin(ContextMixin, View):
    """Finds the row among those that the person may read, and stands below the desk's list."""

    desk: type[DeskList]
    # The class of the frame around what is known of the row.
    row_class = "row-page"
    # Lines of the log below the row; the log itself has the rest.
    longest_history = 20
    # In the order of the buttons; the first is the usual way.
    transitions: tuple[Transition[Any], ...] = ()
    scope: Scope
    row: Any

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the row by the one number of the address; 404 for what is not the person's."""
        super().setup(request, *args, **kwargs)
        self.scope = scope_now(request)
        [key] = kwargs.values()
        self.row = get_object_or_404(self.get_rows(), pk=key)
        self.held = self.get_held_roles()

    def get_rows(self) -> QuerySet[Any]:
        """Return what the person may read."""
        rows: QuerySet[Any] = self.desk.model.scoped.of(self.scope)
        return rows

    def get_held_roles(self) -> frozenset[str]:
        """Return the person's roles that count for this row."""
        return held_roles(self.scope, self.row.agency_id)

    @property
    def person(self) -> User:
        """Return the signed-in user."""
        return cast(User, self.request.user)

    def row_name(self) -> str:
        return str(self.row)

    @property
    def is_row_page(self) -> bool:
        """Return whether this is the page of the row itself, not of what may be done with it."""
        match = self.request.resolver_match
        return match is not None and match.view_name == self.desk.row_url_name

    def get_page_subtitle(self) -> str:
        """Name the row, unless its own page stands above this one and names it."""
        return self.row_name() if self.is_row_page or not self.desk.row_url_name else ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Stand below the list, and below the row's own page."""
        way = [
            *WagtailAdminTemplateMixin.breadcrumbs_items,
            {"url": reverse(self.desk.index_url_name), "label": self.desk.page_title},
        ]
        if not self.is_row_page and self.desk.row_url_name:
            way.append({"url": self.desk.row_url(self.row), "label": self.row_name()})
        title = self.get_page_title()  # type: ignore[attr-defined]
        return [*way, {"url": "", "label": title, "sublabel": self.get_page_subtitle()}]

    def facts(self) -> list[tuple[Any, Any]]:
        """Return what is known of the row, as (label, words); what has no words is not shown."""
        return []

    def history(self) -> list[AuditEntry]:
        """Return what the row's agency has done with it, the newest first."""
        entries = AuditEntry.objects.about(self.row).filter(agency=self.row.agency_id)
        return list(entries.order_by("-at", "-pk")[: self.longest_history])

    def buttons(self) -> list[Button]:
        """Return links to the forms of the transitions that this person may do now."""
        namespace = self.desk.index_url_name.partition(":")[0]
        return [
            Button(each.label, reverse(f"{namespace}:{each.name}", args=[self.row.pk]))
            for each in self.transitions
            if each.is_open(self.row, self.held) and not each.own_refusal(self.row, self.person)
        ]

    def left_to_others(self) -> list[str]:
        """Return why this person, who prepared the row, must leave transitions to others.

        Several transitions that exclude the person for one reason give one sentence.
        """
        found = (refusal_for(each, self.row, self.person, self.held) for each in self.transitions)
        return list(dict.fromkeys(filter(None, found)))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "row": self.row,
            "facts": [(label, words) for label, words in self.facts() if words],
            "buttons": self.buttons(),
            "left_to_others": self.left_to_others(),
            "history": [(entry, describe(entry)) for entry in self.history()],
        }


class RowView(RowMixin, WagtailAdminTemplateMixin, TemplateView):
    """One row: what is known of it, and what this person may do."""

    template_name = "desks/row.html"


class TransitionForm(RowMixin, ServiceForm):
    """The form of one transition, for whose role does it; leads back to the list."""

    request: AdminRequest
    form_class: type[Form] = Form
    template_name = "desks/transition.html"

    @property
    def transition(self) -> Transition[Any]:
        """Return the one that the form is of; a class with one alone names it."""
        raise NotImplementedError

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not (self.transition.is_held(self.held) or self.is_readable()):
            raise PermissionDenied
        self.success_url = reverse(self.desk.index_url_name)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def refusal(self) -> str:
        """Return why the transition is not possible now, before the person fills in the form."""
        if self.request.method == "POST":
            return ""
        refusal = self.transition.refusal_of(self.row)
        return refusal or refusal_for(self.transition, self.row, self.person, self.held)

    def get_template_names(self) -> list[str]:
        """Show how the row stands now instead of a form that would be refused."""
        return ["desks/refused.html"] if self.refusal else super().get_template_names()

    def history(self) -> list[AuditEntry]:
        """Return it where it says who was faster."""
        return super().history() if self.refusal else []

    def buttons(self) -> list[Button]:
        """Lead back, where there is no form, to the row or to the list where it has no page."""
        if not self.refusal:
            return []
        desk = self.desk
        address = desk.row_url(self.row) if desk.row_url_name else str(self.success_url)
        return [Button(_("Back, to see how it stands now"), address)]

    def is_readable(self) -> bool:
        """Return whether there is anything to see for whose role does not do it."""
        return False


class RowForm(TransitionForm):
    """The page of a row of which one transition leads on: who only reads sees it without a form."""

    template_name = "desks/row_form.html"
    refusal = ""

    def is_readable(self) -> bool:
        """Return whether nothing is sent."""
        return self.request.method != "POST"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        refusal = refusal_for(self.transition, self.row, self.person, self.held)
        is_open = self.transition.is_open(self.row, self.held) and not refusal
        left_to_others = [refusal] if refusal else []
        context = super().get_context_data(**kwargs)
        return context | {"is_open": is_open, "left_to_others": left_to_others}
