"""The network's addresses, and some that fail: errors that no visitor can bring about."""

from typing import NoReturn

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

from network.accounts.views import form_expired, too_many_requests
from network.agencies.models import Agency
from network.feedback.forms import ReasonForm
from network.urls import handler429
from network.urls import urlpatterns as addresses

__all__ = ["handler429"]


def forbid(request: HttpRequest) -> NoReturn:
    """Answer 403."""
    raise PermissionDenied


def refuse(request: HttpRequest) -> NoReturn:
    """Answer 400."""
    raise SuspiciousOperation


def fail(request: HttpRequest) -> NoReturn:
    """Answer 500."""
    raise RuntimeError("asked to fail")


def expire(request: HttpRequest) -> HttpResponse:
    """Answer as to a form that was open too long."""
    return form_expired(request, reason="")


def show(request: HttpRequest, template: str) -> HttpResponse:
    """Answer as after a form was sent."""
    context = {
        "code": "ABCD-EFGH-JKLM",
        "agency": Agency.objects.first(),
        "address": "/",
        "due_on": timezone.localdate(),
        "month": timezone.localdate(),
        "form": ReasonForm(),
        "page_path": "/",
    }
    return render(request, template, context)


urlpatterns = [
    path("loi/da-bao-trang-gia/", show, {"template": "channels/cases/received.html"}),
    path("loi/da-danh-gia/", show, {"template": "feedback/thanks.html"}),
    path("loi/da-hoi/", show, {"template": "questions/received.html"}),
    path("loi/nghi-hoi/", show, {"template": "questions/closed.html"}),
    path("loi/hoi-nhieu/", show, {"template": "core/too_much.html"}),
    path("loi/da-yeu-cau/", show, {"template": "rights_requests/received.html"}),
    path("loi/da-bao/", show, {"template": "questions/reported.html"}),
    path("loi/400/", refuse),
    path("loi/403/", forbid),
    path("loi/429/", too_many_requests),
    path("loi/500/", fail),
    path("loi/csrf/", expire),
    *addresses,
]
