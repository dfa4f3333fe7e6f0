"""Public views: confirmed fakes, and reporting a page. They use no session and no cookie."""

import secrets
from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from network.accounts.addresses import client_address
from network.core.dates import format_day
from network.core.export import csv_response
from network.core.public_forms.following import CodeForm, find_by_code
from network.core.public_forms.limits import accept_submission

from ...models import ADDRESS_LENGTH
from .. import reports
from ..codes import code_of
from ..selectors import case_of_report, due_after, proven_cases, report_of
from ..wording import answer_in_words
from .forms import ReportForm

PER_PAGE = 20


@never_cache
@require_safe
def fakes(request: HttpRequest, case_id: int | None = None) -> HttpResponse:
    """List all confirmed impersonations, or show one. 404 for a case that is not confirmed."""
    rows = proven_cases()
    case = get_object_or_404(rows, pk=case_id) if case_id else None
    page = Paginator([case] if case else rows, PER_PAGE).get_page(request.GET.get("trang"))
    context = {"case": case, "page_obj": page}
    return render(request, "channels/cases/fakes.html", context)


@never_cache
@require_safe
def as_json(request: HttpRequest) -> JsonResponse:
    """Return all confirmed impersonations as JSON. A page that is missing in it may still be
    fake."""
    rows = [
        {
            "number": case.number,
            "agency": case.agency.name,
            "platform": case.platform,
            "name": case.name,
            "url": case.url,
            "platform_number": case.platform_number,
            "state": case.state,
            "confirmed_on": case.confirmed_on.isoformat() if case.confirmed_on else "",
            "last_seen_on": case.last_seen_on.isoformat(),
        }
        for case in proven_cases()
    ]
    return JsonResponse({"confirmed_fakes": rows})


@never_cache
@require_safe
def as_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Return all confirmed impersonations as CSV."""
    columns = [
        (_("Number of the case"), lambda case: case.number),
        (_("Agency that the page passes for"), lambda case: case.agency.name),
        (_("Platform"), lambda case: case.place),
        (_("Name of the page"), lambda case: case.name),
        (_("Address"), lambda case: case.url),
        (_("Number on the platform"), lambda case: case.platform_number),
        (_("State"), lambda case: case.get_state_display()),
        (_("Confirmed"), lambda case: format_day(case.confirmed_on)),
        (_("Last seen on"), lambda case: format_day(case.last_seen_on)),
    ]
    return csv_response(name="mao-danh-da-xac-nhan", columns=columns, rows=proven_cases())


# Without CSRF protection: the request acts for no user, and the form has a stamp of its own.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """Show the report form, or store a report and show its code. 429 if there are too many
    requests.

    The link from the check page comes by POST as "begin", so that no URL contains what a citizen
    pasted.
    """
    sent = request.method == "POST" and "begin" not in request.POST
    data = (request.POST, request.FILES) if sent else (None, None)
    form = ReportForm(*data, now=timezone.now(), label_suffix="")
    form.initial["link"] = request.POST.get("begin", "")[:ADDRESS_LENGTH]
    if sent and form.is_valid():
        if form.is_trapped:
            return _received(request, code_of(secrets.token_urlsafe(), ""))
        address = client_address(request)
        if not accept_submission(form, purpose=form.purpose, address=address):
            return render(request, "channels/cases/report.html", {"form": form}, status=429)
        try:
            return _received(request, _kept(form))
        except ValidationError as error:
            form.add_error(None, error)
    return render(
        request, "channels/cases/report.html", {"form": form}, status=422 if sent else 200
    )


def _kept(form: ReportForm) -> str:
    """Store the report and return its code. Raises ValidationError."""
    given = form.cleaned_data
    return reports.report_page(
        nonce=form.nonce,
        address=given["link"],
        post_url=form.post_url,
        name=given["name"],
        text=given["text"],
        file=given["file"],
        now=form.now,
    )


def _received(request: HttpRequest, code: str) -> HttpResponse:
    """Show the code of a stored report and its due date."""
    context = {"code": code, "due_on": due_after(timezone.now())}
    return render(request, "channels/cases/received.html", context)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """Show the state of the report with the posted code. 429 after too many wrong codes."""
    return _of_code(request, deleting=False)


@csrf_exempt
@never_cache
@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    """Delete the report with the posted code, once its sender has ticked the confirmation. 429
    after too many wrong codes."""
    return _of_code(request, deleting=request.POST.get("sure") == "on")


def _of_code(request: HttpRequest, *, deleting: bool) -> HttpResponse:
    """Show the report with the posted code, or delete it. 429 after too many wrong codes."""
    now = timezone.now()
    found = find_by_code(request.POST, report_of, address=client_address(request), now=now)
    if found.is_guessing:
        return render(request, "core/too_much.html", status=429)
    context: dict[str, Any] = {"report": found.row, "form": CodeForm(label_suffix="")}
    if found.row is None:
        context["form"] = found.form if found.form.errors else context["form"]
    elif deleting:
        reports.withdraw_report(report_id=found.row.pk, now=now)
        context |= {"report": None, "deleted": True}
    else:
        context["code"] = found.form.cleaned_data["code"]
        context |= {"answer": answer_in_words(found.row), "case": case_of_report(found.row)}
    status = 422 if context["form"].errors else 200
    return render(request, "channels/cases/follow.html", context, status=status)
