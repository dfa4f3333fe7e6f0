"""Questions waiting at agencies that have ended."""

import datetime as dt

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from network.agencies.holdings import HandOver
from network.agencies.models import Agency
from sites.reported_pages import heir_of

from .models import CLOSED_STATES, REASON_LENGTH, Question
from .services import move


def waiting_questions() -> QuerySet[Question]:
    """Return the open questions to which nobody has begun an answer. The others stay in the
    overseer's list as overdue."""
    return Question.objects.exclude(state__in=CLOSED_STATES).filter(page=None)


def forward_to_successor(question: Question, *, to: Agency, now: dt.datetime) -> None:
    """Forward a locked question of an ended agency to its only successor."""
    reason = (_("%s has ended its work.") % question.agency.name)[:REASON_LENGTH]
    move(question, to=to, reason=reason, by=None, now=now)


HAND_OVER = HandOver(waiting_questions, heir_of, forward_to_successor)
