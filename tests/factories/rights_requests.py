"""Requests about rights and data, and the public form as people send it."""

import datetime as dt
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from network.agencies.models import Agency
from network.rights_requests.models import RightsRequest
from tests.factories.questions import NUMBER, stamp

SEND, FOLLOW = "/yeu-cau-du-lieu/", "/yeu-cau-du-lieu/theo-doi/"
TEXT = "Ảnh thứ hai chụp con tôi, gia đình không đồng ý đăng."


def send_request_form(client: Client, page: Any = "", **fields: Any) -> HttpResponse:
    """Send the form as a person does: after a minute, with the consent ticked."""
    form = {
        "kind": "removal",
        "ground": "personal",
        "text": TEXT,
        "consent": "on",
        "stamp": stamp(purpose="rights_requests.send"),
    } | fields
    sent = {name: value for name, value in form.items() if value is not None}
    return client.post(f"{SEND}?trang={page}", sent)


def make_request(agency: Agency, **fields: Any) -> RightsRequest:
    """Return a request that has just come to `agency`."""
    now = timezone.now()
    defaults = {
        "code_digest": f"{next(NUMBER):064}",
        "path": "/",
        "ground": "personal",
        "kind": "removal",
        "text": TEXT,
        "sent_at": now,
        "due_on": timezone.localdate(now) + dt.timedelta(days=4),
        "consent_version": "2026-11",
    }
    return RightsRequest.objects.create(agency=agency, **defaults | fields)
