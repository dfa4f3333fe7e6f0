"""Build the message of a letter, connect to the mail server, and classify failures."""

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
    """A letter could not be sent.

    Contains no email address, unlike exceptions of smtplib, because logs outlive subscriptions.
    """

    def __init__(self, outcome: MailOutcome, reason: str) -> None:
        super().__init__(reason)
        self.outcome = outcome

    @property
    def for_good(self) -> bool:
        """Return whether the address itself was refused, so that a retry is useless."""
        return self.outcome == MailOutcome.REFUSED


class WholeHeader(UnstructuredHeader):
    """A header that is never folded. Lines may have 998 characters (RFC 5322, 2.1.1)."""

    def fold(self, *, policy: Any) -> str:
        """Return the header on a single line."""
        return f"{self.name}: {self}{policy.linesep}"  # type: ignore[attr-defined]


_HEADERS = HeaderRegistry()
_HEADERS.map_to_type("list-unsubscribe", WholeHeader)  # type: ignore[arg-type]


class LetterMessage(EmailMultiAlternatives):
    """A mail with an unencoded List-Unsubscribe header.

    Python would write a URL of more than 78 characters as an encoded word, which mail programs do
    not recognise (RFC 2369 requires angle brackets).
    """

    def message(self, *, policy: Any = email.policy.default) -> EmailMessage:
        """Return the message for the mail server."""
        return super().message(policy=policy.clone(header_factory=_HEADERS))


@contextmanager
def mail_server() -> Iterator[BaseEmailBackend]:
    """Open a connection to the mail server for the block. Raises Undelivered if that fails."""
    server = mailers["default"]
    with named_failures():
        server.open()
    try:
        yield server
    finally:
        # The message has been accepted already, so an error on closing does not matter.
        with suppress(OSError):
            server.close()


@contextmanager
def named_failures() -> Iterator[None]:
    """Convert errors of the mail server or of an address to Undelivered.

    Other server responses, e.g. 535 for a wrong password, are not the address's fault and may
    change, so the mail is retried.
    """
    try:
        yield
    except OSError as error:
        outcome = MailOutcome.REFUSED if _is_refusal(error) else MailOutcome.PUT_OFF
        raise Undelivered(outcome, type(error).__name__) from None
    except ValueError as error:
        # An address that cannot be encoded (django.core.mail.backends.smtp).
        raise Undelivered(MailOutcome.REFUSED, type(error).__name__) from None


def message_of(letter: Letter) -> LetterMessage:
    """Return the message of a letter, with headers for unsubscribing (RFC 8058)."""
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
        # Replace line breaks in the subject, because Django refuses them.
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
