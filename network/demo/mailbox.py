"""Mails sent by a demo or a development network, shown in the browser."""

import email
import ipaddress
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

SHOWN = 50
# Separator between two mails in a file (django.core.mail.backends.filebased).
_BETWEEN = b"\n" + b"-" * 79 + b"\n"


@dataclass(frozen=True, slots=True)
class Mail:
    """The parts of a mail that are displayed."""

    to: str
    subject: str
    date: str
    text: str


@never_cache
@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """Show the last mails. 404 in production and for requests from other machines."""
    if not (settings.SENT_MAIL_FOLDER and _is_near(request)):
        raise Http404
    mails = last_mails(Path(settings.SENT_MAIL_FOLDER))
    return render(request, "provisioning/mailbox.html", {"mails": mails})


def last_mails(folder: Path) -> list[Mail]:
    """Return the mails in the folder, newest first."""
    mails: list[Mail] = []
    # File names contain only seconds, and several mails may be sent within one.
    for path in sorted(folder.glob("*.log"), key=_written_at, reverse=True):
        parts = path.read_bytes().split(_BETWEEN)
        mails += [_mail(part) for part in reversed(parts) if part.strip()]
        if len(mails) >= SHOWN:
            break
    return mails[:SHOWN]


def _written_at(path: Path) -> int:
    return path.stat().st_mtime_ns


def _mail(content: bytes) -> Mail:
    message = email.message_from_bytes(content, _class=EmailMessage, policy=default)
    body = message.get_body(("plain", "html"))
    text = body.get_content() if body else ""
    return Mail(str(message["To"]), str(message["Subject"]), str(message["Date"]), str(text))


def _is_near(request: HttpRequest) -> bool:
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
