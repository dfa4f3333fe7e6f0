"""Questions waiting at agencies that have ended."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from network.agencies.models import Agency
from sites.reported_pages import heir_of

from .models import CLOSED_STATES, REASON_LENGTH, Question
from .services import move


def forward_to_successors(*, now: dt.datetime) -> int:
    """Forward the questions of ended agencies to their successor. Returns the number forwarded.

    Only if a single agency continues all of the work and no answer was begun. The rest stays in the
    overseer's list as overdue.
    """
    day = timezone.localdate(now)
    waiting = Question.objects.exclude(state__in=CLOSED_STATES).filter(
        agency__valid_to__lt=day, page=None
    )
    ended = Agency.objects.filter(pk__in=waiting.values("agency")).order_by("pk")
    passed = 0
    for agency in ended:
        heir = heir_of(agency, day)
        if heir is None:
            continue
        reason = (_("%s has ended its work.") % agency.name)[:REASON_LENGTH]
        for key in waiting.filter(agency=agency).values_list("pk", flat=True):
            passed += _pass_on(key, agency, to=heir, reason=reason, now=now)
    return passed


@transaction.atomic
def _pass_on(key: int, agency: Agency, *, to: Agency, reason: str, now: dt.datetime) -> bool:
    found = Question.objects.exclude(state__in=CLOSED_STATES).filter(agency=agency, page=None)
    question = found.select_for_update().filter(pk=key).first()
    if question is None:
        # A concurrent request has forwarded it already.
        return False
    move(question, to=to, reason=reason, by=None, now=now)
    return True
