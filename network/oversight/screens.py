"""Base classes of the screens of oversight."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qsl

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise
from django.views.generic import TemplateView, View
from django.views.generic.base import ContextMixin
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from network.agencies.guard.menu import may_open
from network.agencies.models import Agency
from network.agencies.scope import scope_now

from .access import READS_ALL, hears, sees_findings


class ScreenMixin(WagtailAdminTemplateMixin):
    """A screen with breadcrumbs."""

    # The screens above it in the breadcrumbs, as (URL, title).
    above: Sequence[tuple[str | Promise, str | Promise]] = ()

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the breadcrumbs."""
        lists = [{"url": url, "label": title} for url, title in self.above]
        own = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        return [*super().get_breadcrumbs_items(), *lists, own]


class AgencyScreen(ScreenMixin, TemplateView):
    """Base of screens about one agency, for its members and for users who read all agencies."""

    # If True, agencies without a section give 404.
    of_section = True
    agency: Agency
    is_own: bool
    hears: bool

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the agency. 404 for one whose findings the user may not read."""
        super().setup(request, *args, **kwargs)
        scope = scope_now(request)
        if not sees_findings(scope, kwargs["agency_id"]):
            raise Http404
        rows = Agency.objects.select_related("home_page")
        if self.of_section:
            rows = rows.filter(home_page__isnull=False)
        self.agency = get_object_or_404(rows, pk=kwargs["agency_id"])
        self.is_own = self.agency.pk in scope.agency_roles
        self.hears = hears(scope, self.agency.pk)

    def get_page_subtitle(self) -> str:
        """Return the agency's name."""
        return self.agency.name


class ReadsAllMixin(ScreenMixin, ContextMixin, View):
    """Base of screens about all agencies; overseers can remind the shown agencies."""

    @property
    def remind_query(self) -> str:
        """Return the query string with which the reminder view selects the agencies shown here; ""
        here, overridden by each screen."""
        return ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Raise PermissionDenied unless a role of the user may read all agencies."""
        if READS_ALL.isdisjoint(scope_now(request).roles):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the URL for reminding all shown agencies, and its query as form fields; "" if the
        user may not."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        address = f"{reverse('oversight:remind')}?{self.remind_query}"
        return context | {
            "remind_all": address if may_open(self.request, "oversight:remind") else "",
            "remind_fields": parse_qsl(self.remind_query),
        }
