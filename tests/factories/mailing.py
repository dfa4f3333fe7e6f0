"""Mail servers that fail, and time that passes for the mails that wait."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.core.mail.backends.locmem import EmailBackend
from django.db.models import Min
from django.utils import timezone

from network.mailing.models import MailClock, QueuedMail
from network.mailing.services import send, try_again
from tests.factories.accounts import run_jobs


@contextmanager
def no_mail_server() -> Iterator[None]:
    """Let nobody answer where the mail server was."""
    with patch.object(EmailBackend, "open", side_effect=ConnectionRefusedError):
        yield


@contextmanager
def refused(address: str, error: Callable[[str], Exception]) -> Iterator[None]:
    """Let the mail server say `error` of one address."""
    deliver = EmailBackend.send_messages

    def send_messages(self: EmailBackend, messages: Any) -> int:
        if address in messages[0].to:
            raise error(address)
        return deliver(self, messages)

    with patch.object(EmailBackend, "send_messages", send_messages):
        yield


def minutes_pass(count: int, *, now: dt.datetime | None = None) -> None:
    """Do what a worker does in so many minutes; those in which no mail is due are passed over."""
    clock, _ = MailClock.objects.get_or_create()
    end = clock.minutes + count
    while clock.minutes < end:
        waiting = QueuedMail.objects.filter(done_at=None)
        due = waiting.aggregate(first=Min("due"))["first"]
        clock.minutes = min(end, max(due or end, clock.minutes + 1)) - 1
        clock.save()
        try_again(now=now or timezone.now())
        run_jobs()
        clock.refresh_from_db()


def send_once_more(kind: str) -> int:
    """Run the jobs of a kind once more, as after a worker was killed; return how many letters."""
    mails = QueuedMail.objects.filter(kind=kind)
    mails.update(done_at=None)
    return sum(send(mail_id=mail.pk, now=timezone.now()) for mail in mails)
