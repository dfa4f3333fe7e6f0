"""Find the articles beside an article in its menu entry. Used by `models.articles`."""

import datetime as dt
from dataclasses import dataclass

from django.db import connection
from wagtail.models import Page

# Plain SQL, because Django needs 2 ms to write the two queries, ten times as long as PostgreSQL
# needs to answer them.
_NEIGHBOURS = """
WITH beside AS NOT MATERIALIZED (
  SELECT page.id, page.title, page.slug, article.date
  FROM agency_sites_articlepage article JOIN wagtailcore_page page ON page.id = article.page_ptr_id
  WHERE page.live AND page.depth = %(depth)s AND page.path BETWEEN %(first)s AND %(last)s
)
(SELECT 'older', * FROM beside WHERE (date, id) < (%(date)s, %(id)s)
 ORDER BY date DESC, id DESC LIMIT 1)
UNION ALL
(SELECT 'newer', * FROM beside WHERE (date, id) > (%(date)s, %(id)s) ORDER BY date, id LIMIT 1)
"""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The fields of a neighbouring article that a link shows."""

    pk: int
    title: str
    slug: str
    date: dt.date


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The next older and next newer live article below the same parent."""

    older: Neighbour | None = None
    newer: Neighbour | None = None


def neighbours_of(page: Page, *, date: dt.date) -> Neighbours:
    """Return the live articles next to a saved article of that date. One query."""
    first, last = Page._get_children_path_interval(page.path[: -Page.steplen])
    given = {"depth": page.depth, "first": first, "last": last, "date": date, "id": page.pk}
    with connection.cursor() as cursor:
        cursor.execute(_NEIGHBOURS, given)
        found = {side: Neighbour(*fields) for side, *fields in cursor.fetchall()}
    return Neighbours(found.get("older"), found.get("newer"))
