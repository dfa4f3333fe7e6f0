"""Count queries without results, by days and without tracking anybody."""

import datetime as dt
import re

from django.db import transaction
from django.db.models import Q
from django.utils.crypto import salted_hmac

from .models import UnansweredQuery

# DAYS: on how many days a query must occur before its words are stored; KEPT_DAYS: how long they
# are stored. Rarer queries are deleted after COUNTED_DAYS: most of them are typed once, or by
# robots.
DAYS, KEPT_DAYS, COUNTED_DAYS = 3, 180, 30
_DIGIT = re.compile(r"\d")
_SALT = "network.hub.search.unanswered"


def record_unanswered(words: str, *, today: dt.date) -> None:
    """Count a query without results. Each day counts once; digits are masked."""
    masked = _DIGIT.sub("#", words.lower())
    # A keyed hash, so that guesses cannot be checked with the table alone.
    digest = salted_hmac(_SALT, masked, algorithm="sha256").hexdigest()
    with transaction.atomic():
        row, is_new = UnansweredQuery.objects.select_for_update().get_or_create(
            digest=digest, defaults={"last_on": today}
        )
        if is_new or row.last_on >= today:
            return
        row.days, row.last_on = row.days + 1, today
        row.query = masked if row.days >= DAYS else ""
        row.save()


def forget_unanswered(*, today: dt.date) -> None:
    """Delete queries, with their counts, that have not occurred for a long time."""
    long_ago = Q(last_on__lt=today - dt.timedelta(days=KEPT_DAYS))
    seldom = Q(last_on__lt=today - dt.timedelta(days=COUNTED_DAYS), days__lt=DAYS)
    UnansweredQuery.objects.filter(long_ago | seldom).delete()
