"""What citizens look for and nobody has written: counted by days, without following anybody."""

import datetime as dt
import re

from django.db import transaction
from django.db.models import Q
from django.utils.crypto import salted_hmac

from .models import UnansweredQuery

# On so many days it must have come before its words are kept, and how long they are. What came
# less often is forgotten sooner: most of it is typed once, or by machines.
DAYS, KEPT_DAYS, COUNTED_DAYS = 3, 180, 30
_DIGIT = re.compile(r"\d")
_SALT = "network.hub.search.unanswered"


def note_unanswered(words: str, *, today: dt.date) -> None:
    """Count that this was asked today in vain; a day counts once, figures are masked."""
    masked = _DIGIT.sub("#", words.lower())
    # Keyed, so that nobody with the table alone can try out what was asked.
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
    """Drop what has not been asked for a long time, counts as well."""
    long_ago = Q(last_on__lt=today - dt.timedelta(days=KEPT_DAYS))
    seldom = Q(last_on__lt=today - dt.timedelta(days=COUNTED_DAYS), days__lt=DAYS)
    UnansweredQuery.objects.filter(long_ago | seldom).delete()
