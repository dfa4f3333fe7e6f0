"""Public views to send and follow a rights request. No session, no cookie."""

import re
import secrets
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from network.accounts.addresses import client_address
from network.core.public_forms.following import find_by_code
from network.core.public_forms.limits import accept_submission
from sites.reported_pages import reading_agency, reported_page

from ..codes import code_of
from ..models import Ground, RequestKind
from ..selectors import due_after, request_of
from ..services import send_request, withdraw_request
from .forms import RightsRequestForm

_HOST = re.compile(r"^https?://[^/]*")
_ASKED = ("text", "evidence", "contact")


# CSRF protection is unnecessary: there is no session, and the form carries its own stamp.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest) -> HttpResponse:
    """Accept a request about the page given in `trang` by id or path. 404 without a matching
    agency."""
    now = timezone.now()
    meant = reported_page(request.GET.get("trang", ""))
    agency = reading_agency(meant.page, timezone.localdate(now))
    if agency is None:
        raise Http404
    form = RightsRequestForm(request.POST or None, now=now, label_suffix="")
    context: dict[str, Any] = {"meant": meant, "agency": agency, "form": form}
    if request.method != "POST":
        return render(request, "rights_requests/send.html", context)
    if not form.is_valid():
        return render(request, "rights_requests/send.html", context, status=422)
    if meant.page is None and (named := form.cleaned_data["address"]):
        meant = reported_page(_HOST.sub("", named))
        agency = reading_agency(meant.page, timezone.localdate(now)) or agency
        context |= {"meant": meant, "agency": agency}
    ground = Ground(form.cleaned_data["ground"])
    context["due_on"] = due_after(ground, now)
    if form.is_trapped:
        context["code"] = code_of(secrets.token_urlsafe(12), "")
        return render(request, "rights_requests/received.html", context)
    address = client_address(request)
    if not accept_submission(form, purpose=form.purpose, address=address):
        return render(request, "rights_requests/send.html", context, status=429)
    context["code"] = send_request(
        nonce=form.nonce,
        agency=agency,
        page=meant.page,
        path=meant.path,
        ground=ground,
        kind=RequestKind(form.cleaned_data["kind"]),
        now=now,
        **{name: form.cleaned_data[name] for name in _ASKED},
    )
    return render(request, "rights_requests/received.html", context)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """Show the state of the request with the given code."""
    return _of_code(request, deleting=False)


@csrf_exempt
@never_cache
@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    """Delete the request with the given code, if its sender has ticked the confirmation."""
    return _of_code(request, deleting=request.POST.get("sure") == "on")


def _of_code(request: HttpRequest, *, deleting: bool) -> HttpResponse:
    now = timezone.now()
    found = find_by_code(request.POST, request_of, address=client_address(request), now=now)
    if found.is_guessing:
        return render(request, "core/too_much.html", status=429)
    context: dict[str, Any] = {"form": found.form, "row": found.row}
    if deleting and found.row:
        withdraw_request(request_id=found.row.pk, now=now)
        context["deleted"] = True
    status = 422 if found.form.errors else 200
    return render(request, "rights_requests/follow.html", context, status=status)
