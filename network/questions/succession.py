"""Questions that wait at an agency that is no more."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from network.agencies.models import Agency
from network.agencies.succession import successors_of

from .models import CLOSED_STATES, REASON_LENGTH, Question
from .selectors import agency_to_ask
from .services import move


def forward_to_successors(*, now: dt.datetime) -> int:
    """Forward what waits at agencies that have ended to whoever follows them; return how many.

    Only where one agency alone follows, for all of it, and no answer was begun; all else is for a
    person, and stands in the overseer's list as overdue.
    """
    day = timezone.localdate(now)
    waiting = Question.objects.exclude(state__in=CLOSED_STATES).filter(
        agency__valid_to__lt=day, page=None
    )
    ended = Agency.objects.filter(pk__in=waiting.values("agency")).order_by("pk")
    passed = 0
    for agency in ended:
        heir = _only_successor(agency, day)
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
        # Another request has forwarded it already.
        return False
    move(question, to=to, reason=reason, by=None, now=now)
    return True


def _only_successor(agency: Agency, day: dt.date) -> Agency | None:
    """Return the one that may be asked in the agency's stead, None for several or nobody."""
    seen = {agency.pk}
    while agency.gone_since(day):
        found = list(successors_of(agency)[:2])
        is_divided = agency.successor_links.filter(partial=True).exists()
        if len(found) != 1 or is_divided or found[0].pk in seen:
            return None
        agency = found[0]
        seen.add(agency.pk)
    return agency_to_ask(agency.slug, day)
