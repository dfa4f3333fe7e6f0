"""Page of one row of a desk, and form of a transition."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
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
from network.agencies.models import AGENCY_ROLES, AuditEntry, Role
from network.agencies.people.service_forms import ServiceForm
from network.agencies.requests import AdminRequest
from network.agencies.scope import Scope, scope_now
from network.agencies.tables import PostButton
from network.core.registry import Registry

from .deciders import refusal_for
from .delegation import delegation_of, in_words
from .lists import DeskList
from .transitions import Transition, held_roles


@dataclass(frozen=True, slots=True)
class RowNotice:
    """A warning above a row, with the screen that explains it."""

    words: str
    url: str


# Higher apps warn of what concerns a row: each function gets the row and the user's scope, and
# decides itself whether the user may read it.
ROW_NOTICES = Registry[Callable[[Any, Scope], Iterable[RowNotice]]]("notices above rows")


class RowMixin(ContextMixin, View):
    """Loads the row from those the user may read, and adds the desk's list to the breadcrumbs."""

    desk: type[DeskList]
    # CSS class around the facts of the row.
    row_class = "row-page"
    # Maximum number of log entries below the row; the audit log has the others.
    longest_history = 20
    # In the order of the buttons. The first is the usual one.
    transitions: tuple[Transition[Any], ...] = ()
    scope: Scope
    row: Any

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Load the row by the only parameter of the URL. 404 if the user may not read it."""
        super().setup(request, *args, **kwargs)
        self.scope = scope_now(request)
        [key] = kwargs.values()
        self.row = get_object_or_404(self.get_rows(), pk=key)
        self.held = self.get_held_roles()

    def get_rows(self) -> QuerySet[Any]:
        """Return the rows that the user may read."""
        rows: QuerySet[Any] = self.desk.model.scoped.of(self.scope)
        return rows

    def get_held_roles(self) -> frozenset[str]:
        """Return the user's roles that apply to this row."""
        return held_roles(self.scope, self.row.agency_id)

    @property
    def person(self) -> User:
        """Return the signed-in user."""
        return cast(User, self.request.user)

    def row_name(self) -> str:
        return str(self.row)

    @property
    def is_row_page(self) -> bool:
        """Return whether this view is the row's own page, not a form."""
        match = self.request.resolver_match
        return match is not None and match.view_name == self.desk.row_url_name

    def get_page_subtitle(self) -> str:
        """Return the row's name, or "" on a form whose breadcrumbs contain the row's page."""
        return self.row_name() if self.is_row_page or not self.desk.row_url_name else ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the breadcrumbs: the list, then the row's page if this is a form."""
        way = [
            *WagtailAdminTemplateMixin.breadcrumbs_items,
            {"url": reverse(self.desk.index_url_name), "label": self.desk.page_title},
        ]
        if not self.is_row_page and self.desk.row_url_name:
            way.append({"url": self.desk.row_url(self.row), "label": self.row_name()})
        title = self.get_page_title()  # type: ignore[attr-defined]
        return [*way, {"url": "", "label": title, "sublabel": self.get_page_subtitle()}]

    def facts(self) -> list[tuple[Any, Any]]:
        """Return the facts about the row as (label, value). Empty values are not shown."""
        return []

    def history(self) -> list[AuditEntry]:
        """Return the log entries of the row's agency about the row, newest first."""
        entries = AuditEntry.objects.about(self.row).filter(agency=self.row.agency_id)
        return list(entries.order_by("-at", "-pk")[: self.longest_history])

    def buttons(self) -> list[Button]:
        """Return the buttons of all transitions that the user may perform now."""
        namespace = self.desk.index_url_name.partition(":")[0]
        return [
            (PostButton if each.is_one_press else Button)(
                each.label, reverse(f"{namespace}:{each.name}", args=[self.row.pk])
            )
            for each in self.transitions
            if each.is_open(self.row, self.held) and not each.own_refusal(self.row, self.person)
        ]

    def delegate_url(self) -> str:
        """Return the URL of the form that hands the row to a colleague. "" if the user may not, or
        this is not the row's page."""
        if not (self.desk.delegate_url_name and self.is_row_page):
            return ""
        waiting = self.desk.waiting_row(self.row)
        if waiting.refusal or not waiting.may_delegate(self.person, self.held):
            return ""
        return reverse(self.desk.delegate_url_name, args=[self.row.pk])

    def delegation(self) -> str:
        """Return who has the row, in words; "" if it was not handed over. One query."""
        if not (self.desk.delegate_url_name and self.is_row_page):
            return ""
        found = delegation_of(self.row)
        return in_words(found, self.person) if found and not self.waits_no_more() else ""

    def waits_no_more(self) -> bool:
        """Return whether the row waits for nobody, so that it does not matter who had it."""
        return bool(self.desk.waiting_row(self.row).refusal)

    def left_to_others(self) -> list[str]:
        """Return why the user, who prepared the row, must leave transitions to others.

        Several transitions refused for the same reason give one sentence.
        """
        found = (refusal_for(each, self.row, self.person, self.held) for each in self.transitions)
        return list(dict.fromkeys(filter(None, found)))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "row": self.row,
            "delegation": self.delegation(),
            "delegate_url": self.delegate_url(),
            "facts": [(label, words) for label, words in self.facts() if words],
            "buttons": self.buttons(),
            "left_to_others": self.left_to_others(),
            "history": [(entry, describe(entry)) for entry in self.history()],
            "notices": [
                notice for of in ROW_NOTICES.values() for notice in of(self.row, self.scope)
            ],
        }


def _next_step(transition: Transition[Any]) -> str:
    """Return the sentence that names the roles which perform the transition."""
    roles = ", ".join(str(role.label) for role in Role if role in transition.roles)
    return _("Next step: “%(step)s”, by %(roles)s.") % {"step": transition.label, "roles": roles}


class RowView(RowMixin, WagtailAdminTemplateMixin, TemplateView):
    """Page of one row: its facts and the transitions open to the user."""

    template_name = "desks/row.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add whose step is next, if users of the agency see neither a button nor why."""
        context = super().get_context_data(**kwargs)
        idle = not context["buttons"] and not context["left_to_others"]
        if idle and not self.held.isdisjoint(AGENCY_ROLES):
            steps = (_next_step(each) for each in self.transitions if self._awaits(each))
            context["left_to_others"] = [*steps][:1]
        return context

    def _awaits(self, transition: Transition[Any]) -> bool:
        """Return whether the row waits for this transition by other roles of its agency."""
        roles = transition.roles
        return not roles.isdisjoint(AGENCY_ROLES) and not transition.refusal_of(self.row)


class TransitionForm(RowMixin, ServiceForm):
    """Form view of one transition. Only users whose role allows it see it; redirects to the
    list."""

    request: AdminRequest
    form_class: type[Form] = Form
    template_name = "desks/transition.html"

    @property
    def transition(self) -> Transition[Any]:
        """Return the transition of the form. Classes with a single one set it as attribute."""
        raise NotImplementedError

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not (self.transition.is_held(self.held) or self.is_readable()):
            raise PermissionDenied
        self.success_url = reverse(self.desk.index_url_name)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def refusal(self) -> str:
        """Return why the transition is not possible now, shown instead of the form. "" for POST."""
        if self.request.method == "POST":
            return ""
        refusal = self.transition.refusal_of(self.row)
        return refusal or refusal_for(self.transition, self.row, self.person, self.held)

    def get_template_names(self) -> list[str]:
        """Return the template of the row's state if the transition is refused, else that of the
        form."""
        return ["desks/refused.html"] if self.refusal else super().get_template_names()

    def history(self) -> list[AuditEntry]:
        """Return the log entries only after a refusal: they show who acted earlier."""
        return super().history() if self.refusal else []

    def buttons(self) -> list[Button]:
        """Return a link back to the row or the list, only if there is no form."""
        if not self.refusal:
            return []
        desk = self.desk
        address = desk.row_url(self.row) if desk.row_url_name else str(self.success_url)
        return [Button(_("Back, to see how it stands now"), address)]

    def is_readable(self) -> bool:
        """Return whether users whose role does not allow the transition may see the view."""
        return False


class RowForm(TransitionForm):
    """Page of a row with a single transition. Users who may only read see it without the form."""

    template_name = "desks/row_form.html"
    refusal = ""

    def is_readable(self) -> bool:
        """Return whether the request only reads."""
        return self.request.method != "POST"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        refusal = refusal_for(self.transition, self.row, self.person, self.held)
        is_open = self.transition.is_open(self.row, self.held) and not refusal
        left_to_others = [refusal] if refusal else []
        context = super().get_context_data(**kwargs)
        return context | {"is_open": is_open, "left_to_others": left_to_others}
