"""Send a mail to each person once, however often the job runs."""

import datetime as dt
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string

from network.accounts.models import User

from ..models import SentMail

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail to one person; `template` is a name below moderation/mail."""

    user: User
    subject: str
    template: str
    context: Mapping[str, Any]


class MailsUndelivered(Exception):
    """Some of the mails did not go out; the others did, and will not go out again."""


def deliver(letters: Iterable[Letter], *, key: str, now: dt.datetime) -> int:
    """Send each letter unless the person has got the mail `key`; return how many went out.

    One mail server that refuses one person does not silence the others: MailsUndelivered is
    raised when all have been tried.
    """
    sent, failed = 0, 0
    for letter in letters:
        try:
            sent += _deliver_once(letter, key, now)
        except OSError:
            logger.warning("mail %s to user %s failed", key, letter.user.pk, exc_info=True)
            failed += 1
    if failed:
        raise MailsUndelivered(f"{key}: {failed} mails")
    return sent


def absolute(path: str) -> str:
    """Return the address of `path`; never by the Host header, which a stranger chooses."""
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + path


@transaction.atomic
def _deliver_once(letter: Letter, key: str, now: dt.datetime) -> bool:
    # The row first: another run waits for it here, and a mail that fails takes it back.
    _, is_new = SentMail.objects.get_or_create(key=key, user=letter.user, defaults={"sent_at": now})
    if is_new:
        _send(letter)
    return is_new


def _send(letter: Letter) -> None:
    text = render_to_string(
        f"moderation/mail/{letter.template}.txt",
        {"user": letter.user, "network": settings.WAGTAIL_SITE_NAME, **letter.context},
    )
    # A title with a line break in it must not stop the mail.
    subject = " ".join(f"[{settings.WAGTAIL_SITE_NAME}] {letter.subject}".split())
    send_mail(subject, text, None, [letter.user.email])
