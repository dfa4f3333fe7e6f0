"""Questions waiting at agencies that have ended."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from network.agencies.submissions.services import inherited_rows
from sites.reported_pages import heir_of

from .models import CLOSED_STATES, REASON_LENGTH, Question
from .services import move


@transaction.atomic
def forward_to_successors(*, now: dt.datetime) -> int:
    """Forward the questions of ended agencies to their successor. Returns the number forwarded.

    Only if a single agency continues all of the work and no answer was begun. The rest stays in the
    overseer's list as overdue.
    """
    passed = 0
    waiting = Question.objects.exclude(state__in=CLOSED_STATES).filter(page=None)
    for question, heir in inherited_rows(waiting, heir=heir_of, now=now):
        reason = (_("%s has ended its work.") % question.agency.name)[:REASON_LENGTH]
        move(question, to=heir, reason=reason, by=None, now=now)
        passed += 1
    return passed
