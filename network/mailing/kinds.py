"""Kinds of mail; each app registers its own.

A kind is a function from ids to letters, called at the time of sending. Recipients are therefore
checked at that moment, and neither mail texts nor links are stored.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.utils.functional import Promise

from network.core.registry import Registry

type Context = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One mail to one recipient.

    `ref` identifies the recipient within the mail without an email address. `context` may be a
    function, called only if the letter is sent. `on_sent` runs after sending.
    """

    to: str
    ref: str
    subject: str
    # Path below templates/, without extension.
    template: str
    context: Context | Callable[[], Context]
    user_id: int | None = None
    agency_id: int | None = None
    has_html: bool = False
    # Unsubscribe URL.
    stop: str = ""
    on_sent: Callable[[], object] | None = None
    # Description for the list of undelivered mails, if the subject does not identify the mail.
    about: str = ""


type WriteLetters = Callable[..., Iterable[Letter]]


@dataclass(frozen=True, slots=True)
class MailKind:
    """How the letters of a kind are written; `label` names the kind in lists.

    If a worker is killed while sending, a letter may be sent twice, or with `at_most_once` not at
    all. With `repeats`, a later mail to the same person replaces an undelivered one.
    """

    label: str | Promise
    write: WriteLetters
    at_most_once: bool = False
    repeats: bool = False


MAIL_KINDS = Registry[MailKind]("kinds of mail")


def letters_to(
    people: Iterable[AbstractUser],
    subject: str,
    template: str,
    context: Context,
    *,
    agency_id: int | None = None,
) -> list[Letter]:
    """Return the same letter for each of `people`. The context contains the recipient as `user`."""
    return [
        Letter(
            to=user.email,
            ref=f"user:{user.pk}",
            subject=subject,
            template=template,
            context={"user": user, **context},
            user_id=user.pk,
            agency_id=agency_id,
        )
        for user in people
    ]


def absolute(path: str) -> str:
    """Return the absolute URL of `path`, from settings and not from the untrusted Host header."""
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + path
