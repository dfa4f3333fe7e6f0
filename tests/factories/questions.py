"""Questions of citizens and reports, and the public forms as people send them."""

import datetime as dt
import itertools
import re
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from network.agencies.models import Agency
from network.core.spam_guard.forms import make_stamp
from network.questions.models import ProblemReport, Question
from network.questions.services import due_after

NUMBER = itertools.count(1)
ASK, FOLLOW, REPORT = "/hoi-dap/gui/", "/hoi-dap/theo-doi/", "/bao-loi/"
A_MINUTE = dt.timedelta(minutes=1)
TEXT = "Con tôi sinh năm 2020 chưa đăng ký khai sinh, nay làm ở đâu?"


def stamp(*, age: dt.timedelta = A_MINUTE, purpose: str = "questions.ask") -> str:
    """Return the stamp of a form that was opened so long ago."""
    return make_stamp(purpose, now=timezone.now() - age)


def send_question(client: Client, **fields: Any) -> HttpResponse:
    """Send the form as a person does: after a minute, with the consent ticked."""
    form = {"text": f"{TEXT} ({next(NUMBER)})", "consent": "on", "stamp": stamp()} | fields
    return client.post(ASK, {name: value for name, value in form.items() if value is not None})


def code_in(response: HttpResponse) -> str:
    """Return the code that the page shows."""
    found = re.search(r'class="code">\s*([\w-]+)\s*<', response.content.decode())
    assert found, response.content.decode()
    return found[1]


def make_question(agency: Agency, text: str = "", **fields: Any) -> Question:
    """Return a question that has just arrived at `agency`."""
    number, now = next(NUMBER), timezone.now()
    defaults = {
        "code_digest": f"{number:064}",
        "asked_at": now,
        "arrived_at": now,
        "due_on": due_after(now),
        "text": text or f"{TEXT} ({number})",
        "text_digest": f"{number:064}",
        "consent_version": "2026-11",
    }
    return Question.objects.create(agency=agency, **defaults | fields)


def make_problem(agency: Agency, **fields: Any) -> ProblemReport:
    """Return a report that has just come."""
    defaults = {"path": "/", "kind": "wrong", "text": "Sai ngày", "sent_at": timezone.now()}
    return ProblemReport.objects.create(agency=agency, **defaults | fields)
