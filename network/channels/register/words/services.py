"""Issue a list of block words."""

import datetime as dt

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from network.accounts.models import User
from network.agencies.audit import record
from network.agencies.models import Role
from network.agencies.scope import scope_of
from network.core.text import fold

from ...models import WordList
from ..actions import ChannelAction
from ..selectors import current_words


@transaction.atomic
def issue_words(*, words: str, user: User, now: dt.datetime) -> WordList:
    """Issue the next version of the list, without duplicates. Logged.

    Raises PermissionDenied unless the user is an overseer, and ValidationError if nothing differs
    from the last version.
    """
    if Role.OVERSEER not in scope_of(user).roles:
        raise PermissionDenied
    lines = (" ".join(line.split()) for line in words.splitlines())
    once = {line.casefold(): line for line in lines if line}
    kept = "\n".join(sorted(once.values(), key=fold))
    last = current_words()
    if not kept or (last and last.words == kept):
        raise ValidationError({"words": _("Nothing differs from the version before.")})
    row = WordList.objects.create(
        version=last.version + 1 if last else 1,
        words=kept,
        issued_on=timezone.localdate(now),
        issued_by=user,
    )
    record(actor=user, agency=None, action=ChannelAction.WORDS_ISSUED, now=now, about=row)
    return row
