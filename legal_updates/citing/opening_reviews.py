"""From a change of a document to every page that cites it: a review for each, a mail per agency."""

import datetime as dt

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import Page

from network.agencies.models import Agency
from network.agencies.scope import SECTION_PATH_LENGTH
from network.mailing.services import queue_mail

from ..choices import NO_LONGER_LAW
from ..models import Citation, PageReview, ValidityChange

# One statement for all pages: a decree cited a thousand times is no reason for a thousand writes.
# An open review stays as it is and takes over the newer change; a review of this very change, or
# of a later one, is not opened a second time.
_OPEN_REVIEWS = """
INSERT INTO {review} (agency_id, page_id, document_id, change_id, opened_at, due_on, outcome, note)
SELECT DISTINCT agency.id, page.id, cited.document_id, %(change)s, %(now)s, %(due)s::date,
  'open', ''
FROM {citation} cited
JOIN {page} page ON page.id = cited.page_id AND page.live
JOIN {page} section ON section.path = substr(page.path, 1, %(length)s)
JOIN {home} home ON home.page_ptr_id = section.id
JOIN {agency} agency ON agency.id = home.agency_id
WHERE cited.document_id = %(document)s AND cited.in_live
  AND NOT EXISTS (
    SELECT FROM {review} done WHERE done.page_id = page.id
    AND done.document_id = cited.document_id AND done.change_id >= %(change)s
  )
ON CONFLICT (page_id, document_id) WHERE outcome = 'open'
DO UPDATE SET change_id = excluded.change_id
"""


def needs_review(change: ValidityChange) -> bool:
    """Return whether the change can make a page untrue that cites the document.

    What comes into force, or is found to be in force, leaves true what was written.
    """
    return change.amended or change.became in NO_LONGER_LAW


@transaction.atomic
def open_page_reviews(*, change_id: int, now: dt.datetime) -> int:
    """Open a review of every published page that cites the document; return how many are open.

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
    reviews = PageReview.objects.filter(change=change)
    for agency_id in reviews.order_by().values_list("agency_id", flat=True).distinct():
        queue_mail("legal_updates.pages_to_review", change_id=change.pk, agency_id=agency_id)
    return reviews.count()


def _open_reviews(change: ValidityChange, now: dt.datetime) -> None:
    due_on = timezone.localdate(now) + dt.timedelta(days=settings.LEGAL_REVIEW_DAYS)
    tables = {
        "review": PageReview._meta.db_table,
        "citation": Citation._meta.db_table,
        "page": Page._meta.db_table,
        "agency": Agency._meta.db_table,
        # The front page of a section is a higher floor's; the agency knows it by its relation.
        "home": Agency._meta.get_field("home_page").related_model._meta.db_table,
    }
    values = {
        "change": change.pk,
        "document": change.document_id,
        "now": now,
        "due": due_on,
        "length": SECTION_PATH_LENGTH,
    }
    with connection.cursor() as cursor:
        cursor.execute(_OPEN_REVIEWS.format(**tables), values)
