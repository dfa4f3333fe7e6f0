"""The daily mail: reminders from all apps in one mail per day.

Apps register parts. Permissions are checked when the mail is written, not when it is queued.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.core.registry import Registry

from .kinds import Context, Letter, MailKind, letters_to
from .services import queue_mail


@dataclass(frozen=True, slots=True)
class DigestPart:
    """An app's part of the daily mail.

    `people` cheaply returns the ids of users to whom something may be due. `write` checks one user
    exactly and returns the context that `template` (below templates/) reads as `part`, or None.
    """

    people: Callable[[dt.datetime], Iterable[int]]
    write: Callable[[Any, dt.datetime], Context | None]
    template: str


DIGEST_PARTS = Registry[DigestPart]("parts of the daily mail")


@transaction.atomic
def queue_digests(*, now: dt.datetime) -> int:
    """Queue the daily mail of all possible recipients, once a day. Returns how many."""
    people = {pk for part in DIGEST_PARTS.values() for pk in part.people(now)}
    day = timezone.localdate(now)
    for pk in sorted(people):
        queue_mail("mailing.digest", once=f"mailing.digest:{pk}:{day}", user_id=pk)
    return len(people)


def digest_letters(*, user_id: int, now: dt.datetime) -> list[Letter]:
    """Return the daily mail of a user, or [] if nothing is due any more."""
    people = get_user_model().objects.filter(pk=user_id, is_active=True).exclude(email="")
    return [letter for user in people for letter in _digest_of(user, now)]


def _digest_of(user: AbstractUser, now: dt.datetime) -> list[Letter]:
    written = [(part.template, part.write(user, now)) for part in DIGEST_PARTS.values()]
    parts = [{"template": name, **context} for name, context in written if context]
    if not parts:
        return []
    return letters_to([user], _("What waits for you today"), "mailing/digest", {"parts": parts})


MAILS = {
    "mailing.digest": MailKind(gettext_lazy("Daily mail: what waits"), digest_letters, repeats=True)
}
