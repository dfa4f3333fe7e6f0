"""Admin views of external links: dead ones and required ones."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.widgets.button import Button, HeaderButton

from network.agencies.models import Role
from network.agencies.scope import scope_now
from network.agencies.tables import LinkColumn, StackedTable, TableView, TwoLineColumn
from network.core.dates import format_day
from network.core.outside import outside_link

from . import selectors, services
from .forms import PanoFormSet, RequiredLinkFormSet
from .selectors import DeadLink
from .states import NOT_OPENING
from .wording import explain_code


def _why(link: DeadLink) -> str:
    reason = explain_code(link.code)
    since = (
        _("Since %(day)s.") % {"day": format_day(timezone.localdate(link.since))}
        if link.since
        else ""
    )
    return f"{reason} {since}".strip()


class DeadLinksView(TableView):
    """Links of the user's section that did not open when last checked, all for network roles.

    R5, R6 and R24 count such a link as not open, so the screen does not wait until it is dead.
    """

    page_title = gettext_lazy("Dead links")
    verbose_name_plural = page_title
    header_icon = "link"
    index_url_name = "section_links:index"
    results_template_name = "agency_sites/links/dead.html"
    no_results_message = gettext_lazy("Every link opened when it was last checked.")

    @property
    def columns(self) -> list[BaseColumn]:
        """Return the columns; titles link to the editor for users who may write."""
        writes = bool(scope_now(self.request).writable_pages)
        return [
            LinkColumn(
                "title",
                label=_("Page"),
                second=lambda row: row.agency or _("Required link of all sections"),
                url=lambda row: _editor(row) if writes else "",
            ),
            TwoLineColumn(
                "url", label=_("Address"), accessor=lambda row: outside_link(row.url), second=_why
            ),
        ]

    def get_base_queryset(self) -> Any:
        """Return the links that did not open at their last check."""
        return selectors.dead_links(scope_now(self.request), NOT_OPENING, with_required=True)

    def get_table(self, object_list: Any) -> StackedTable:
        """Return the table of the current page, with all checks loaded in one query."""
        return StackedTable(self.columns, selectors.with_checks(list(object_list)))

    def get_header_buttons(self) -> list[Button]:
        """Return buttons to required links and banners, for network admins."""
        if Role.NETWORK_ADMIN not in scope_now(self.request).roles:
            return []
        return [
            HeaderButton(_("Required links"), reverse("section_links:required"), icon_name="link"),
            HeaderButton(_("Panos"), reverse("section_links:panos"), icon_name="image"),
        ]


def _editor(link: DeadLink) -> str:
    return reverse("wagtailadmin_pages:edit", args=[link.page_id]) if link.page_id else ""


@require_http_methods(["GET", "POST"])
def required(request: HttpRequest) -> HttpResponse:
    """Edit the required links, for network admins only."""
    _require_network_admin(request)
    formset: Any = RequiredLinkFormSet(request.POST or None)
    if request.method == "POST" and formset.is_valid():
        formset.save()
        services.sync_link_checks(now=timezone.now())
        messages.success(request, _("The required links are saved. Sections show them at once."))
        return redirect(request.path)
    heading = _("Required links")
    explanation = _("Sections of the chosen kinds show these links at their foot.")
    return _show(request, formset, heading, explanation)


@require_http_methods(["GET", "POST"])
def panos(request: HttpRequest) -> HttpResponse:
    """Edit the banners that agencies can place in their sections, for network admins only."""
    _require_network_admin(request)
    formset: Any = PanoFormSet(request.POST or None)
    if request.method == "POST" and formset.is_valid():
        services.save_panos(formset=formset, now=timezone.now())
        messages.success(request, _("The panos are saved. Agencies place them on their sections."))
        return redirect(request.path)
    explanation = _("Agencies choose from these banners for the foot of their sections.")
    return _show(request, formset, _("Panos"), explanation)


def _require_network_admin(request: HttpRequest) -> None:
    if Role.NETWORK_ADMIN not in scope_now(request).roles:
        raise PermissionDenied


def _show(request: HttpRequest, formset: Any, heading: str, explanation: str) -> HttpResponse:
    context = {"formset": formset, "page_title": heading, "explanation": explanation}
    return render(request, "agency_sites/links/form.html", context)
