"""Reviews of materials against the law in time, and of translations whose original changed."""

import datetime as dt

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import Page, Revision

from legal_updates.citing.reviews.services import close_ended
from legal_updates.models import PageReview
from network.agencies.models import Agency
from network.agencies.scope import SECTION_PATH_LENGTH

from ..models import AgencyHomePage, ArticlePage, MaterialPage

# One statement for all materials. Publication counts as an appraisal, and a review that found the
# material still right counts from its own day. If the review is opened late (after missed runs, or
# in the first run), the agency gets as many days as after a change of law.
_OPEN_REVIEWS = """
INSERT INTO {review} (agency_id, page_id, opened_at, due_on, outcome, note)
SELECT agency.id, page.id, %(now)s, greatest(checked.due_on, %(soonest)s::date), 'open', ''
FROM {material} material
JOIN {page} page ON page.id = material.articlepage_ptr_id AND page.live
JOIN {page} section ON section.path = substr(page.path, 1, %(length)s)
JOIN {home} home ON home.page_ptr_id = section.id
JOIN {agency} agency ON agency.id = home.agency_id
CROSS JOIN LATERAL (
  SELECT (greatest(
    (page.last_published_at AT TIME ZONE %(zone)s)::date,
    material.last_reviewed_on,
    (SELECT (max(done.closed_at) AT TIME ZONE %(zone)s)::date FROM {review} done
      WHERE done.page_id = page.id AND done.document_id IS NULL AND done.outcome = 'still_right')
  ) + make_interval(months => material.review_months))::date AS due_on
) checked
WHERE material.still_valid AND material.ended_at IS NULL
  AND (material.valid_until IS NULL OR material.valid_until >= %(day)s::date)
  AND (agency.valid_to IS NULL OR agency.valid_to >= %(day)s::date)
  AND checked.due_on <= %(soonest)s::date
ON CONFLICT (page_id) WHERE outcome = 'open' AND document_id IS NULL DO NOTHING
"""
# One statement for all translations. A text that was written before the original was published anew
# is out of date even if it was approved later.
_REVIEW_TRANSLATIONS = """
INSERT INTO {review}
  (agency_id, page_id, opened_at, due_on, outcome, note, original_changed)
SELECT agency.id, page.id, %(now)s, %(soonest)s::date, 'open', '', true
FROM {article} translation
JOIN {page} page ON page.id = translation.page_ptr_id AND page.live
JOIN {page} original ON original.id = translation.original_id AND original.live
LEFT JOIN {revision} written ON written.id = page.live_revision_id
JOIN {page} section ON section.path = substr(page.path, 1, %(length)s)
JOIN {home} home ON home.page_ptr_id = section.id
JOIN {agency} agency ON agency.id = home.agency_id
WHERE original.last_published_at > coalesce(written.created_at, page.last_published_at)
  AND (agency.valid_to IS NULL OR agency.valid_to >= %(day)s::date)
  AND NOT EXISTS (
    SELECT FROM {review} done WHERE done.page_id = page.id AND done.original_changed
    AND done.outcome <> 'open' AND done.closed_at > original.last_published_at
  )
ON CONFLICT (page_id) WHERE outcome = 'open' AND document_id IS NULL
DO UPDATE SET original_changed = true WHERE NOT {review}.original_changed
"""


@transaction.atomic
def keep_reviews(*, now: dt.datetime) -> int:
    """Open the reviews of due materials and outdated translations, and close those of ended
    materials. Returns the number opened. Safe to run twice."""
    day = timezone.localdate(now)
    tables = {
        "review": PageReview._meta.db_table,
        "material": MaterialPage._meta.db_table,
        "article": ArticlePage._meta.db_table,
        "revision": Revision._meta.db_table,
        "page": Page._meta.db_table,
        "home": AgencyHomePage._meta.db_table,
        "agency": Agency._meta.db_table,
    }
    values = {
        "now": now,
        "day": day,
        "soonest": day + dt.timedelta(days=settings.LEGAL_REVIEW_DAYS),
        "length": SECTION_PATH_LENGTH,
        "zone": settings.TIME_ZONE,
    }
    close_ended(pages=MaterialPage.objects.live().out_of_use(day), now=now)
    with connection.cursor() as cursor:
        cursor.execute(_REVIEW_TRANSLATIONS.format(**tables), values)
        translations = cursor.rowcount
        cursor.execute(_OPEN_REVIEWS.format(**tables), values)
        return translations + cursor.rowcount
