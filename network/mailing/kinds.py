"""What kinds of mail there are; each app registers its own.

A kind is a function from ids to letters, called when the mail is sent: who may get it is asked at
that moment, and no body of a mail, nor a link in it, is stored.
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
    """One mail to one person.

    `ref` names the person among those who get this mail, and is no address. `context` may be a
    function: it is called only if the letter is sent. `on_sent` runs once it was.
    """

    to: str
    ref: str
    subject: str
    # Below templates/, without its ending.
    template: str
    context: Context | Callable[[], Context]
    user_id: int | None = None
    agency_id: int | None = None
    has_html: bool = False
    # The address that stops such mails.
    stop: str = ""
    on_sent: Callable[[], object] | None = None
    # What tells it from others in the list of undelivered mails, where the subject does not.
    about: str = ""


type WriteLetters = Callable[..., Iterable[Letter]]


@dataclass(frozen=True, slots=True)
class MailKind:
    """How the letters of a kind are written; `label` names it in lists.

    When a worker is killed in the middle, a letter may go out twice; with `at_most_once` it may
    not go out at all. With `repeats`, a later mail to the same person says what an undelivered one
    would have said.
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
    """Return the same letter for each of `people`, who stand in its context as `user`."""
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
    """Return the address of `path`; never by the Host header, which a stranger chooses."""
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + path
