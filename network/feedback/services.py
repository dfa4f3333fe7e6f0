"""Store ratings, and turn those of past days into sums."""

import datetime as dt
import hashlib
import hmac
import secrets
from collections.abc import Sequence

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from network.core.spam_guard.counting import network_of, record_attempt

from .models import DayKey, RatingToday
from .pages import agency_of

_MARK_BYTES = 8
# One statement: each answer is either in the table of today or in the sums.
_FOLD = """
WITH past AS (DELETE FROM feedback_ratingtoday WHERE day <> %(today)s RETURNING *),
counted AS (
    INSERT INTO feedback_ratingday AS kept (page, day, agency_id, answer, is_set_aside, count)
    SELECT page, day, max(agency_id), answer, is_set_aside, count(*)
      FROM past GROUP BY page, day, answer, is_set_aside
    ON CONFLICT (day, page, answer, is_set_aside)
    DO UPDATE SET count = kept.count + excluded.count
    RETURNING count
)
INSERT INTO feedback_ratingreason (page, day, agency_id, answer, reasons, text)
SELECT page, day, agency_id, answer, reasons, text FROM past
 WHERE reasons <> '{}' OR text <> '' ORDER BY random()
"""


def rate(*, page: str, answer: str, address: str | None, browser: str, now: dt.datetime) -> None:
    """Store an answer about a page. A second answer with the same mark replaces the first."""
    day, network = timezone.localdate(now), network_of(address)
    mark = _mark(day, network, browser, page)
    today = RatingToday.objects.filter(day=day, mark=mark)
    if today.update(answer=answer, reasons=[], text=""):
        return
    limit = settings.RATINGS_PER_HOUR
    is_usual = record_attempt(limit, purpose="feedback.rate", of=network, now=now)
    rating = RatingToday(day=day, mark=mark, page=page, answer=answer, is_set_aside=not is_usual)
    rating.agency_id, _name = agency_of(page)
    RatingToday.objects.bulk_create(
        [rating], update_conflicts=True, update_fields=["answer"], unique_fields=["day", "mark"]
    )


def explain(
    *,
    page: str,
    reasons: Sequence[str],
    text: str,
    address: str | None,
    browser: str,
    now: dt.datetime,
) -> bool:
    """Add reasons to today's answer of this visitor. Returns False if there is no answer."""
    day = timezone.localdate(now)
    mark = _mark(day, network_of(address), browser, page)
    found = RatingToday.objects.filter(day=day, mark=mark)
    return bool(found.update(reasons=list(reasons), text=text))


def _mark(day: dt.date, network: str, browser: str, page: str) -> bytes:
    """Return the mark that is the same for two answers of one browser about one page on a day."""
    row, _made = DayKey.objects.get_or_create(day=day, defaults={"key": secrets.token_bytes(32)})
    message = "\0".join((network, browser, page)).encode()
    return hmac.digest(bytes(row.key), message, hashlib.sha256)[:_MARK_BYTES]


@transaction.atomic
def fold_past_days(*, now: dt.datetime) -> None:
    """Add up the ratings of all days but today; delete their marks and the keys of those days.

    Days in the future, left by a clock that was wrong, are treated like past ones.
    """
    today = timezone.localdate(now)
    with connection.cursor() as cursor:
        cursor.execute(_FOLD, {"today": today})
    DayKey.objects.exclude(day=today).delete()
