"""Outside addresses in the admin: the dead ones, and those that every section must have."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from network.agencies.models import Role
from network.agencies.scope import scope_now

from . import selectors, services
from .forms import PanoFormSet, RequiredLinkFormSet
from .wording import explain_code

LINKS_PER_PAGE = 50


@require_safe
def dead(request: HttpRequest) -> HttpResponse:
    """List the dead addresses of one's own section; the overseer sees those of all."""
    scope = scope_now(request)
    pages = Paginator(selectors.dead_links(scope), LINKS_PER_PAGE)
    page = pages.get_page(request.GET.get("p"))
    links = selectors.with_checks(list(page))
    context = {
        "page_obj": page,
        "links": [(link, explain_code(link.code)) for link in links],
        "may_require": Role.NETWORK_ADMIN in scope.roles,
        "may_edit": bool(scope.writable_pages),
    }
    return render(request, "agency_sites/links/dead.html", context)


@require_http_methods(["GET", "POST"])
def required(request: HttpRequest) -> HttpResponse:
    """Let the network's admin say which addresses sections must lead to."""
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
    """Let the network's admin keep the banners that agencies place on their sections."""
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
