"""A letter as the mail server gets it, and what a failure means."""

import email.policy
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.headerregistry import HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from smtplib import SMTPDataError, SMTPRecipientsRefused
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, mailers
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string

from .kinds import Letter, absolute
from .models import MailOutcome

PERMANENT = 500


class Undelivered(Exception):
    """A letter did not go out.

    Says no address, unlike what smtplib raises: logs are kept longer than subscriptions.
    """

    def __init__(self, outcome: MailOutcome, reason: str) -> None:
        super().__init__(reason)
        self.outcome = outcome

    @property
    def for_good(self) -> bool:
        """Return whether the very address is at fault, so that no later try would do."""
        return self.outcome == MailOutcome.REFUSED


class WholeHeader(UnstructuredHeader):
    """A header on one line, however long: 998 letters are allowed (RFC 5322, 2.1.1)."""

    def fold(self, *, policy: Any) -> str:
        """Return the header as it is sent."""
        return f"{self.name}: {self}{policy.linesep}"  # type: ignore[attr-defined]


_HEADERS = HeaderRegistry()
_HEADERS.map_to_type("list-unsubscribe", WholeHeader)  # type: ignore[arg-type]


class LetterMessage(EmailMultiAlternatives):
    """A mail whose List-Unsubscribe stays whole.

    Python would write an address of more than 78 letters as an encoded word, and then no mail
    program offers to stop (RFC 2369 wants it in angle brackets).
    """

    def message(self, *, policy: Any = email.policy.default) -> EmailMessage:
        """Return the message as the mail server gets it."""
        return super().message(policy=policy.clone(header_factory=_HEADERS))


@contextmanager
def mail_server() -> Iterator[BaseEmailBackend]:
    """Hold a connection to the mail server; raises Undelivered where there is none to be had."""
    server = mailers["default"]
    with named_failures():
        server.open()
    try:
        yield server
    finally:
        # The message is accepted already: an error while closing changes nothing.
        with suppress(OSError):
            server.close()


@contextmanager
def named_failures() -> Iterator[None]:
    """Raise Undelivered for what a mail server or an address does not let through.

    Whatever else the server says, 535 for a password, is no fault of the address: it may be
    another answer tomorrow.
    """
    try:
        yield
    except OSError as error:
        outcome = MailOutcome.REFUSED if _is_refusal(error) else MailOutcome.PUT_OFF
        raise Undelivered(outcome, type(error).__name__) from None
    except ValueError as error:
        # An address that cannot be written (django.core.mail.backends.smtp).
        raise Undelivered(MailOutcome.REFUSED, type(error).__name__) from None


def message_of(letter: Letter) -> LetterMessage:
    """Return the mail, written now; mail programs find in it how to stop it (RFC 8058)."""
    written = letter.context() if callable(letter.context) else letter.context
    context = {"network": settings.WAGTAIL_SITE_NAME, "hub": absolute("/"), **written}
    headers = {"Auto-Submitted": "auto-generated"}
    if letter.stop:
        headers |= {
            "List-Unsubscribe": f"<{letter.stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Precedence": "bulk",
        }
    message = LetterMessage(
        # A title with a line break in it must not stop the mail.
        " ".join(f"[{settings.WAGTAIL_SITE_NAME}] {letter.subject}".split()),
        render_to_string(f"{letter.template}.txt", context),
        to=[letter.to],
        headers=headers,
    )
    if letter.has_html:
        message.attach_alternative(
            render_to_string(f"{letter.template}.html", context), "text/html"
        )
    return message


def _is_refusal(error: OSError) -> bool:
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= PERMANENT for code, _ in error.recipients.values())
    return isinstance(error, SMTPDataError) and error.smtp_code >= PERMANENT
