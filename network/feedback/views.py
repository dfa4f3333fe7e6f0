"""Public views of ratings, without session and cookies."""

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from network.accounts.addresses import client_address

from . import services
from .forms import RatingForm, ReasonForm
from .models import Satisfaction
from .pages import agency_of, is_own_form, page_of
from .selectors import rates_of_month


# Without CSRF protection, which needs a cookie: `is_own_form` asks the browser where the form is.
@csrf_exempt
@never_cache
@require_POST
def rate(request: HttpRequest) -> HttpResponse:
    """Store the answer about a page, then lead to the page of reasons.

    Only POST counts, because robots follow links.
    """
    form = RatingForm(request.POST)
    if not is_own_form(request) or not form.is_valid():
        raise PermissionDenied
    if not form.cleaned_data["website"]:
        page, answer = form.cleaned_data["page"], form.cleaned_data["answer"]
        services.rate(page=page, answer=answer, now=timezone.now(), **_sender(request))
    return _see_other(trang=request.POST["page"], chon=form.cleaned_data["answer"])


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def thanks(request: HttpRequest) -> HttpResponse:
    """Say which answer was counted, and take optional reasons. 404 for an unsigned page."""
    key, answer = request.GET.get("trang", ""), request.GET.get("chon", "")
    try:
        page = page_of(key)
    except BadSignature as error:
        raise Http404 from error
    if answer not in Satisfaction.values:
        raise Http404
    form = ReasonForm(request.POST or None, initial={"page": key})
    if request.method == "POST":
        if not is_own_form(request):
            raise PermissionDenied
        if form.is_valid():
            services.explain(**form.cleaned_data, now=timezone.now(), **_sender(request))
            return _see_other(trang=key, chon=answer, xong="1")
    today = timezone.localdate()
    context = {
        "form": form,
        "page_path": page,
        "answer": Satisfaction(answer),
        "agency_name": agency_of(page)[1],
        "is_explained": "xong" in request.GET,
        "rates": rates_of_month(today, page),
        "month": today,
    }
    response = render(request, "feedback/thanks.html", context)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _see_other(**query: str) -> HttpResponse:
    location = f"{reverse('feedback:thanks')}?{urlencode(query)}"
    return HttpResponse(status=303, headers={"Location": location})


def _sender(request: HttpRequest) -> dict[str, Any]:
    browser = request.headers.get("User-Agent", "")
    return {"address": client_address(request), "browser": browser}
