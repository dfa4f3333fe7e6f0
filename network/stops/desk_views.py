"""Screens of the network admin: announce a stop, give it a new time, end it."""

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from network.agencies.people.network_views import NetworkAdminMixin
from network.agencies.people.service_forms import ServiceForm
from network.agencies.requests import AdminRequest

from . import services
from .forms import AnnounceForm, ExtendForm
from .models import OPEN, PlannedStop

_LIST = reverse_lazy("stops_desk:index")
_MOST_SHOWN = 100


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the stops, newest first."""
    return render(request, "stops/desk.html", {"stops": PlannedStop.objects.all()[:_MOST_SHOWN]})


class AnnounceView(NetworkAdminMixin, ServiceForm):
    """Announces a stop."""

    request: AdminRequest
    form_class = AnnounceForm
    page_title = submit_label = _("Announce a stop")
    header_icon = "warning"
    success_url = _LIST
    success_message = _("The stop is announced on all pages and by mail.")
    above = [(_LIST, PlannedStop._meta.verbose_name_plural)]

    def perform(self, form: Form) -> None:
        """Announce the stop."""
        services.announce(**form.cleaned_data, now=self.now)


class _StopView(NetworkAdminMixin, ServiceForm):
    """Base of the screens about one open stop. 404 for another."""

    request: AdminRequest
    header_icon = "warning"
    success_url = _LIST
    above = [(_LIST, PlannedStop._meta.verbose_name_plural)]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Load the stop."""
        super().setup(request, *args, **kwargs)
        self.stop = get_object_or_404(PlannedStop, pk=kwargs["stop_id"], state__in=OPEN)

    def get_page_subtitle(self) -> str:
        """Return the reason of the stop."""
        return self.stop.reason


class ExtendView(_StopView):
    """Gives a stop a new end."""

    form_class = ExtendForm
    page_title = submit_label = _("Give a new time")
    success_message = _("The new time is shown on all pages.")

    def perform(self, form: Form) -> None:
        """Promise the new end."""
        services.extend(stop_id=self.stop.pk, **form.cleaned_data, now=self.now)


class EndView(_StopView):
    """Ends a stop, or cancels it before it begins."""

    form_class = Form
    page_title = submit_label = _("The system is back, or the stop is cancelled")
    success_message = _("The pages say so for 24 hours.")

    def perform(self, form: Form) -> None:
        """End the stop."""
        services.end(stop_id=self.stop.pk, now=self.now)
