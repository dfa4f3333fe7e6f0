"""The daily mail: what every app has to remind a person of, in one mail a day.

An app registers a part; who may be told what is asked when the mail is written.
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
    """What one app reminds people of.

    `people` returns the ids of those to whom something may be due, at little cost. `write` looks
    closely at one of them and returns what `template`, below templates/, reads as `part`, or None.
    """

    people: Callable[[dt.datetime], Iterable[int]]
    write: Callable[[Any, dt.datetime], Context | None]
    template: str


DIGEST_PARTS = Registry[DigestPart]("parts of the daily mail")


@transaction.atomic
def queue_digests(*, now: dt.datetime) -> int:
    """Queue the daily mail of everybody whom a part may concern, once a day; return how many."""
    people = {pk for part in DIGEST_PARTS.values() for pk in part.people(now)}
    day = timezone.localdate(now)
    for pk in sorted(people):
        queue_mail("mailing.digest", once=f"mailing.digest:{pk}:{day}", user_id=pk)
    return len(people)


def digest_letters(*, user_id: int, now: dt.datetime) -> list[Letter]:
    """Tell a person what waits; nothing where nothing does any more."""
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
