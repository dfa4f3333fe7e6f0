"""Views of the editorial rules: which agencies may publish urgently, and who appraises for them."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets.button import Button

from network.agencies.acting.selectors import actable_agencies
from network.agencies.models import Agency, Role
from network.agencies.people.selectors import substitutes_on
from network.agencies.people.service_forms import AgencyServiceForm
from network.agencies.scope import scope_now
from network.agencies.tables import ActionsColumn, LabelledColumn, TableView, TwoLineColumn

from ..selectors import editorial_rules_of
from .forms import BoardForm, UrgentForm
from .services import allow_urgent_publication, name_board

INDEX = reverse_lazy("moderation_rules:index")


def _urgent(agency: Agency) -> str:
    rules = getattr(agency, "editorial_rules", None)
    if rules is None or not rules.urgent_allowed:
        return _("Not allowed")
    return _("Allowed, to be appraised within %(hours)d hours") % {"hours": rules.urgent_hours}


def _board(agency: Agency) -> str:
    rules = getattr(agency, "editorial_rules", None)
    return str(rules.board) if rules and rules.board else _("Its own people")


def _substitutes(agency: Any) -> str:
    """Return today's substitutes of an agency: whom they replace, and until when."""
    words = _("%(role)s: %(name)s for %(replaced)s, until %(day)s")
    told = "; ".join(
        words
        % {
            "role": row.get_role_display(),
            "name": row.user.shown_name,
            "replaced": row.stands_in_for.user.shown_name,
            "day": date_format(row.valid_to, "d/m/Y"),
        }
        for row in agency.substitutes_today
    )
    return told or _("Nobody")


class RulesView(TableView):
    """Searchable list of open agencies with their editorial rules."""

    page_title = gettext_lazy("Editorial rules")
    header_icon = "list-ul"
    index_url_name = "moderation_rules:index"
    index_results_url_name = "moderation_rules:results"
    is_searchable = True

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Store the user's roles, which decide on the forms offered."""
        super().setup(request, *args, **kwargs)
        self.roles = scope_now(request).roles

    @property
    def columns(self) -> list[Any]:
        """Return the columns. The last one links to the forms for the user's roles."""
        return [
            TwoLineColumn("name", label=_("Agency"), second=lambda row: row.code),
            LabelledColumn("urgent", label=_("Urgent publication"), accessor=_urgent),
            LabelledColumn("board", label=_("Who appraises"), accessor=_board),
            LabelledColumn("substitutes", label=_("Substitutes today"), accessor=_substitutes),
            ActionsColumn("actions", label=_("Actions"), actions=self.actions),
        ]

    def actions(self, agency: Agency) -> list[Button]:
        """Return a button for each form that the user's roles allow."""
        forms = [
            (Role.OVERSEER, _("Urgent publication"), "moderation_rules:urgent"),
            (Role.NETWORK_ADMIN, _("Shared board"), "moderation_rules:board"),
        ]
        return [
            Button(
                label,
                reverse(name, args=[agency.pk]),
                classname="button button-small button-secondary",
            )
            for role, label, name in forms
            if role in self.roles
        ]

    def get_base_queryset(self) -> QuerySet[Agency]:
        """Return the agencies matching the search, with rules and today's substitutes
        prefetched."""
        substitutes = substitutes_on(timezone.localdate())
        return (
            actable_agencies(self.search_query)
            .select_related("editorial_rules__board")
            .prefetch_related(Prefetch("memberships", substitutes, to_attr="substitutes_today"))
        )


class RuleView(AgencyServiceForm):
    """Base view of a rules form for one agency, restricted to one role."""

    role: Role
    header_icon = "list-ul"
    success_url = INDEX
    above = [(INDEX, RulesView.page_title)]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.role not in scope_now(request).roles:
            raise PermissionDenied
        self.agency = get_object_or_404(actable_agencies(), pk=kwargs["agency_id"])
        self.success_message = _("Saved for %s.") % self.agency.name
        return super().dispatch(request, *args, **kwargs)


class AllowUrgentView(RuleView):
    """The overseer allows or ends urgent publication."""

    role = Role.OVERSEER
    form_class = UrgentForm
    page_title = gettext_lazy("Urgent publication")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": editorial_rules_of(self.agency)}

    def perform(self, form: BaseForm) -> None:
        allow_urgent_publication(
            agency=self.agency,
            allowed=form.cleaned_data["urgent_allowed"],
            hours=form.cleaned_data["urgent_hours"],
            user=self.user,
            now=self.now,
        )


class BoardView(RuleView):
    """The network admin sets or removes the shared board."""

    role = Role.NETWORK_ADMIN
    form_class = BoardForm
    page_title = gettext_lazy("Shared editorial board")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"agency": self.agency}

    def get_initial(self) -> dict[str, Any]:
        board = editorial_rules_of(self.agency).board
        return {"board": board.code if board else ""}

    def perform(self, form: BaseForm) -> None:
        name_board(
            agency=self.agency, board=form.cleaned_data["board"], user=self.user, now=self.now
        )
