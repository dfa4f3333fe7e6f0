"""Open reviews of the pages that do not account for a changed document, and mail the agencies."""

import datetime as dt

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import Page

from network.agencies.models import Agency
from network.agencies.scope import SECTION_PATH_LENGTH

from ..models import PageReview, ValidityChange
from ..models.choices import NO_LONGER_LAW
from .unknown_changes import rule_sql

# One statement for all pages, because a decree may be cited a thousand times. An open review is
# updated to the newer change; no second review is opened for this or a later change.
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
# Changes with affected pages but without review: the page was published, or its citation resolved,
# after the change was processed.
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
# Reviews that the rule does not require (any more), so nothing has to be compared.
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
    """Return whether the change can make a citing page wrong.

    A document that comes into force, or is found to be in force, does not.
    """
    return change.amended or change.became in NO_LONGER_LAW


@transaction.atomic
def open_page_reviews(*, change_id: int, now: dt.datetime) -> int:
    """Open a review for every published page affected by the change. Returns the number of reviews.

    Runs once per change: a repeated or concurrent run does nothing. The next daily mail names them.
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
    """Make the open reviews match the notices on pages. Returns the number of reviews opened.

    A page can become affected after the change was processed: it was approved before the change and
    published later, or its citation was resolved later. Reviews without a notice, e.g. after the
    end of a suspension, are deleted. Safe to run twice.
    """
    day = {"day": timezone.localdate(now)}
    with connection.cursor() as cursor:
        cursor.execute(_DROP_GROUNDLESS.format(**_tables()), day)
        cursor.execute(_WITHOUT_REVIEW.format(**_tables()), day)
        ids = [pk for (pk,) in cursor.fetchall()]
    changes = ValidityChange.objects.filter(pk__in=ids, spread_at__isnull=False).order_by("pk")
    return sum(_open_reviews(change, now) for change in changes)


def _open_reviews(change: ValidityChange, now: dt.datetime) -> int:
    """Open the missing reviews of one change. Returns the number of reviews."""
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
        return len(cursor.fetchall())


def _tables() -> dict[str, str]:
    return {
        "rule": rule_sql(),
        "review": PageReview._meta.db_table,
        "page": Page._meta.db_table,
        "agency": Agency._meta.db_table,
        # The front page model belongs to a higher layer; it is reached through the agency's foreign
        # key.
        "home": Agency._meta.get_field("home_page").related_model._meta.db_table,
    }
