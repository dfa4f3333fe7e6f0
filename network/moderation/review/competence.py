"""Warn on the desk if the appraiser has no recorded qualification (R3). It never blocks."""

import datetime as dt
from collections.abc import Collection

from django.utils import timezone
from django.utils.translation import gettext as _

from network.accounts.models import User
from network.capacity.selectors import qualified_to_appraise

from ..models import Decision
from ..rules import Move
from ..selectors import EditorialCase
from ..stages import Stage
from .people import appraisal_of, next_people

_APPRAISING = frozenset({Move.APPRAISE, Move.APPRAISE_AFTERWARDS})


def competence_warning(
    case: EditorialCase,
    *,
    user: User,
    moves: Collection[Move],
    writers: Collection[User],
    now: dt.datetime,
) -> str:
    """Return a warning sentence if no valid law degree or training is recorded, else "".

    Depending on the viewer it concerns the viewer as appraiser, the person who appraised, or all
    who may appraise.
    """
    day = timezone.localdate(now)
    if not _APPRAISING.isdisjoint(moves):
        if _is_qualified(user.pk, day):
            return ""
        return _(
            "No valid law degree or training is recorded for you. You may appraise all the "
            "same; ask your agency's admin to record it, or to send you to a training."
        )
    if case.situation.stage is Stage.WAITING_APPROVAL:
        return _of_appraisal(appraisal_of(case))
    if case.situation.stage is Stage.WAITING_APPRAISAL:
        people = [each.pk for each in next_people(case, writers=writers, day=day)]
        if people and not qualified_to_appraise(people, day=day):
            return _("None of those who may appraise this text has a valid law degree or training.")
    return ""


def _of_appraisal(appraisal: Decision | None) -> str:
    if appraisal is None or appraisal.actor_id is None:
        return ""
    if _is_qualified(appraisal.actor_id, timezone.localdate(appraisal.at)):
        return ""
    return (
        _(
            "%s, who appraised this text, had no valid law degree or training on record. "
            "You may approve it all the same."
        )
        % appraisal.shown_name
    )


def _is_qualified(user_id: int, day: dt.date) -> bool:
    return bool(qualified_to_appraise([user_id], day=day))
