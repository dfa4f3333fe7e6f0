"""From a change of a document to every page that ignores it: a review each, a mail per agency."""

import datetime as dt

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import Page

from network.agencies.models import Agency
from network.agencies.scope import SECTION_PATH_LENGTH
from network.mailing.services import queue_mail

from ..choices import NO_LONGER_LAW
from ..models import PageReview, ValidityChange
from .unknown_changes import rule_sql

# One statement for all pages: a decree cited a thousand times is no reason for a thousand writes.
# An open review stays as it is and takes over the newer change; a review of this very change, or
# of a later one, is not opened a second time.
_OPEN_REVIEWS = """
INSERT INTO {review} (agency_id, page_id, document_id, change_id, opened_at, due_on, outcome, note)
SELECT DISTINCT agency.id, page.id, unknown.document_id, unknown.change_id, %(now)s, %(due)s::date,
  'open', ''
FROM ({rule}) unknown
JOIN {page} page ON page.id = unknown.page_id
JOIN {page} section ON section.path = substr(page.path, 1, %(length)s)
JOIN {home} home ON home.page_ptr_id = section.id
JOIN {agency} agency ON agency.id = home.agency_id
WHERE unknown.change_id = %(change)s AND unknown.document_id = %(document)s
  AND unknown.since <= %(day)s AND (unknown.until IS NULL OR unknown.until > %(day)s)
  AND NOT EXISTS (
    SELECT FROM {review} done WHERE done.page_id = page.id
    AND done.document_id = unknown.document_id AND done.change_id >= unknown.change_id
    AND done.outcome <> 'withdrawn'
  )
ON CONFLICT (page_id, document_id) WHERE outcome = 'open'
DO UPDATE SET change_id = excluded.change_id
RETURNING agency_id
"""
# Changes that pages ignore without a review: a text went live later than the change was spread, or
# the register learnt later which document the page cites.
_WITHOUT_REVIEW = """
SELECT DISTINCT unknown.change_id FROM ({rule}) unknown
WHERE unknown.change_id IS NOT NULL AND unknown.reviewed_at IS NULL
  AND unknown.since <= %(day)s AND (unknown.until IS NULL OR unknown.until > %(day)s)
  AND NOT EXISTS (
    SELECT FROM {review} known WHERE known.page_id = unknown.page_id
    AND known.document_id = unknown.document_id AND known.change_id >= unknown.change_id
    AND known.outcome <> 'withdrawn'
  )
ORDER BY unknown.change_id
"""
# Reviews of what the rule does not count, or no longer: nobody has to compare anything.
_DROP_GROUNDLESS = """
DELETE FROM {review} groundless
WHERE groundless.outcome = 'open' AND groundless.document_id IS NOT NULL
  AND NOT EXISTS (
    SELECT FROM ({rule}) unknown
    WHERE unknown.page_id = groundless.page_id AND unknown.document_id = groundless.document_id
      AND unknown.since <= %(day)s AND (unknown.until IS NULL OR unknown.until > %(day)s)
  )
"""


def needs_review(change: ValidityChange) -> bool:
    """Return whether the change can make a page untrue that cites the document.

    What comes into force, or is found to be in force, leaves true what was written.
    """
    return change.amended or change.became in NO_LONGER_LAW


@transaction.atomic
def open_page_reviews(*, change_id: int, now: dt.datetime) -> int:
    """Open a review of every published page that ignores the change; return how many are open.

    Once for each change: a second run, also one at the same time, does nothing. The mails go out
    by a job for each agency.
    """
    change = ValidityChange.objects.select_for_update().get(pk=change_id)
    if change.spread_at is not None:
        return 0
    change.spread_at = now
    change.save(update_fields=["spread_at"])
    if not needs_review(change):
        return 0
    _open_reviews(change, now)
    return PageReview.objects.filter(change=change).count()


@transaction.atomic
def match_reviews_to_rule(*, now: dt.datetime) -> int:
    """Bring the open reviews in line with the notices; return how many were opened.

    A page may come to ignore a change after it was spread: it was approved before the change and
    published after it, or the register learnt later which document it cites. A review without a
    notice, such as one of a suspension that is over, is deleted: nothing is left to compare. Safe
    to run twice.
    """
    day = {"day": timezone.localdate(now)}
    with connection.cursor() as cursor:
        cursor.execute(_DROP_GROUNDLESS.format(**_tables()), day)
        cursor.execute(_WITHOUT_REVIEW.format(**_tables()), day)
        ids = [pk for (pk,) in cursor.fetchall()]
    changes = ValidityChange.objects.filter(pk__in=ids, spread_at__isnull=False).order_by("pk")
    return sum(_open_reviews(change, now) for change in changes)


def _open_reviews(change: ValidityChange, now: dt.datetime) -> int:
    """Open the missing reviews of one change and queue a mail to each agency concerned."""
    day = timezone.localdate(now)
    values = {
        "change": change.pk,
        "document": change.document_id,
        "now": now,
        "day": day,
        "due": day + dt.timedelta(days=settings.LEGAL_REVIEW_DAYS),
        "length": SECTION_PATH_LENGTH,
    }
    with connection.cursor() as cursor:
        cursor.execute(_OPEN_REVIEWS.format(**_tables()), values)
        agencies = [agency_id for (agency_id,) in cursor.fetchall()]
    for agency_id in sorted(set(agencies)):
        queue_mail("legal_updates.pages_to_review", change_id=change.pk, agency_id=agency_id)
    return len(agencies)


def _tables() -> dict[str, str]:
    return {
        "rule": rule_sql(),
        "review": PageReview._meta.db_table,
        "page": Page._meta.db_table,
        "agency": Agency._meta.db_table,
        # The front page of a section is a higher floor's; the agency knows it by its relation.
        "home": Agency._meta.get_field("home_page").related_model._meta.db_table,
    }
