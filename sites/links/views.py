"""Outside addresses in the admin: the dead ones, and those that every section must have."""

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from network.accounts.models import User
from network.agencies.models import Role
from network.agencies.scope import scope_of

from . import selectors, services
from .forms import RequiredLinkFormSet
from .wording import explain_code

LINKS_PER_PAGE = 50


@require_safe
def dead(request: HttpRequest) -> HttpResponse:
    """List the dead addresses of one's own section; the overseer sees those of all."""
    scope = scope_of(cast("User", request.user))
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
    if Role.NETWORK_ADMIN not in scope_of(cast("User", request.user)).roles:
        raise PermissionDenied
    formset: Any = RequiredLinkFormSet(request.POST or None)
    if request.method == "POST" and formset.is_valid():
        formset.save()
        services.note_links(now=timezone.now())
        messages.success(request, _("The required links are saved. Sections show them at once."))
        return redirect(request.path)
    return render(request, "agency_sites/links/required.html", {"formset": formset})
