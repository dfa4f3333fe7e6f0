"""Write the views and response times that a web process has counted."""

import datetime as dt
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from network.core.page_views.counting import Batch
from network.core.response_times import ResponseMinute

# Agencies are those of the sections (the first three steps of the tree path) at this moment.
_GIVEN = """
WITH given AS MATERIALIZED (
    SELECT batch.path, batch.page_pk, home.agency_id, batch.views, batch.revalidated, batch.robots
      FROM unnest(%(paths)s::text[], %(pages)s::bigint[],
                  %(views)s::int[], %(revalidated)s::int[], %(robots)s::int[])
           AS batch (path, page_pk, views, revalidated, robots)
      LEFT JOIN wagtailcore_page page ON page.id = batch.page_pk
      LEFT JOIN wagtailcore_page section ON section.path = left(page.path, 12)
      LEFT JOIN agency_sites_agencyhomepage home ON home.page_ptr_id = section.id
)
"""
_ADDED = """
DO UPDATE SET views = kept.views + excluded.views,
              revalidated = kept.revalidated + excluded.revalidated,
              robots = kept.robots + excluded.robots
"""
_SUMS = "sum(views), sum(revalidated), sum(robots)"
_STORE = f"""
{_GIVEN},
days AS (
    INSERT INTO usage_viewday AS kept
           (day, path, page_pk, agency_id, views, revalidated, robots)
    SELECT %(day)s, path, max(page_pk), max(agency_id), {_SUMS}
      FROM given GROUP BY path
    ON CONFLICT (day, path) {_ADDED}
),
months AS (
    INSERT INTO usage_viewmonth AS kept
           (month, path, page_pk, agency_id, views, revalidated, robots)
    SELECT %(month)s, path, max(page_pk), max(agency_id), {_SUMS}
      FROM given GROUP BY path
    ON CONFLICT (month, path) {_ADDED}
),
agencies AS (
    INSERT INTO usage_agencyviews AS kept (day, agency_id, views, revalidated, robots)
    SELECT %(day)s, agency_id, {_SUMS} FROM given GROUP BY agency_id
    ON CONFLICT (agency_id, day) {_ADDED}
)
INSERT INTO usage_topicviews AS kept (month, topic_id, agency_id, views, revalidated, robots)
SELECT %(month)s, tagged.tag_id, agency_id, {_SUMS}
  FROM given JOIN agency_sites_articletopic tagged ON tagged.content_object_id = given.page_pk
 GROUP BY tagged.tag_id, agency_id
ON CONFLICT (month, agency_id, topic_id) {_ADDED}
"""  # noqa: S608
# Processes write one after the other: the statement locks rows of four tables in no known order, so
# that two of them could block each other.
_LOCK = "SELECT pg_advisory_xact_lock(hashtext('network.usage'))"

_STORE_TIMES = """
INSERT INTO usage_responseday AS kept (day, status, within_ms, number)
SELECT %(day)s, * FROM unnest(%(statuses)s::int[], %(within)s::float[], %(numbers)s::bigint[])
ON CONFLICT (day, status, within_ms) DO UPDATE SET number = kept.number + excluded.number
"""
# Several processes report the same minute; it counts once.
_STORE_MINUTE = """
INSERT INTO usage_uptimeday AS kept (day, minutes, first_at, last_at)
VALUES (%(day)s, 1, %(minute)s, %(minute)s)
ON CONFLICT (day) DO UPDATE SET minutes = kept.minutes + 1, last_at = excluded.last_at
WHERE kept.last_at < excluded.last_at
"""


def store_views(batch: Batch) -> None:
    """Add a batch to the views of today. Two queries, whatever the number of pages.

    Views shortly before midnight may count for the next day.
    """
    store_views_of(batch, day=timezone.localdate())


@transaction.atomic
def store_views_of(batch: Batch, *, day: dt.date) -> None:
    """Add a batch to the views of a day. Two queries, whatever the number of pages."""
    counts = list(zip(*batch.values(), strict=True))
    with connection.cursor() as cursor:
        cursor.execute(_LOCK)
        cursor.execute(
            _STORE,
            {
                "day": day,
                "month": day.replace(day=1),
                "paths": [page.path for page in batch],
                "pages": [page.page_pk for page in batch],
                "views": list(counts[0]),
                "revalidated": list(counts[1]),
                "robots": list(counts[2]),
            },
        )


@transaction.atomic
def store_response_minute(given: ResponseMinute) -> None:
    """Add the responses of a minute to its day, and the minute to those with answers. Three
    queries."""
    values: dict[str, Any] = {
        "day": timezone.localdate(given.minute),
        "minute": given.minute,
        "statuses": [each.status for each in given.counts],
        "within": [each.within_ms for each in given.counts],
        "numbers": list(given.counts.values()),
    }
    with connection.cursor() as cursor:
        cursor.execute(_LOCK)
        cursor.execute(_STORE_TIMES, values)
        if given.is_up:
            cursor.execute(_STORE_MINUTE, values)
