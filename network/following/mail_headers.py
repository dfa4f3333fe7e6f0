"""A mail whose links in the header stay whole."""

import email.policy
from email.headerregistry import HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from typing import Any

from django.core.mail import EmailMultiAlternatives


class WholeHeader(UnstructuredHeader):
    """A header on one line, however long: 998 letters are allowed (RFC 5322, 2.1.1)."""

    def fold(self, *, policy: Any) -> str:
        """Return the header as it is sent."""
        return f"{self.name}: {self}{policy.linesep}"  # type: ignore[attr-defined]


_HEADERS = HeaderRegistry()
_HEADERS.map_to_type("list-unsubscribe", WholeHeader)  # type: ignore[arg-type]


class LinkedMail(EmailMultiAlternatives):
    """A mail with List-Unsubscribe.

    Python would write an address of more than 78 letters as an encoded word, and then no mail
    program offers to stop (RFC 2369 wants it in angle brackets).
    """

    def message(self, *, policy: Any = email.policy.default) -> EmailMessage:
        """Return the message as the mail server gets it."""
        return super().message(policy=policy.clone(header_factory=_HEADERS))
