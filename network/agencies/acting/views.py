"""Views to choose an agency, start an act with a reason, and end it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button

from ..acts import end_act, is_overseer, start_act
from ..audit import record_refusal
from ..models import Agency
from ..people.service_forms import AgencyServiceForm
from ..requests import AdminRequest
from ..tables import ActionsColumn, LabelledColumn, TableView, TwoLineColumn
from .forms import ActReasonForm
from .selectors import actable_agencies

INDEX = reverse_lazy("agencies_acts:index")


class OverseerMixin(View):
    """Mixin that admits only overseers, including one who is acting for an agency."""

    request: AdminRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_overseer(user=self.request.user, now=timezone.now()):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


def _actions(agency: Agency) -> list[Button]:
    address = reverse("agencies_acts:start", args=[agency.pk])
    return [Button(_("Act for it"), address, classname="button button-small button-secondary")]


class ActableAgenciesView(OverseerMixin, TableView):
    """Searchable list of the agencies."""

    page_title = gettext_lazy("Act for an agency")
    header_icon = "key"
    index_url_name = "agencies_acts:index"
    index_results_url_name = "agencies_acts:results"
    is_searchable = True
    columns = [
        TwoLineColumn("name", label=gettext_lazy("Agency"), second=lambda row: row.code),
        LabelledColumn("kind", label=gettext_lazy("Kind"), accessor="get_kind_display"),
        ActionsColumn("actions", label=gettext_lazy("Actions"), actions=_actions),
    ]

    def get_base_queryset(self) -> QuerySet[Agency]:
        return actable_agencies(self.search_query)


class StartActView(OverseerMixin, AgencyServiceForm):
    """Ask for the reason and start the act."""

    request: AdminRequest
    form_class = ActReasonForm
    page_title = gettext_lazy("Act for an agency")
    header_icon = "key"
    success_url = reverse_lazy("wagtailadmin_home")
    above = [(INDEX, page_title)]
    submit_label = gettext_lazy("Start")
    explanation = gettext_lazy(
        "For an hour at most you may do what this agency's own people may do. Until you end it, "
        "your role as overseer gives you no rights. Everything you do is written into the log."
    )

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.agency = get_object_or_404(actable_agencies(), pk=kwargs["agency_id"])

    def perform(self, form: Form) -> None:
        start_act(user=self.user, agency=self.agency, now=self.now, **form.cleaned_data)
        self.success_message = _("You now act for %s.") % self.agency.name

    def form_invalid(self, form: Form) -> HttpResponse:
        """Show the form errors, and log the attempt to act without a reason."""
        record_refusal(
            actor=self.user,
            url="agencies_acts:start",
            now=timezone.now(),
            subject=self.request.path,
            asked_agency=self.agency.code,
        )
        return super().form_invalid(form)


class EndActView(View):
    """End the user's running act, if any. Always redirects to the start page."""

    http_method_names = ["post"]

    def post(self, request: AdminRequest) -> HttpResponse:
        end_act(user=request.user, now=timezone.now())
        messages.success(request, _("You no longer act for an agency."))
        return redirect("wagtailadmin_home")
