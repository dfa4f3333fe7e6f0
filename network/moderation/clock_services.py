"""Publish and expire pages at their scheduled times. Called every minute by
`moderation.follow_the_clock`."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, Revision

from network.agencies.selectors import agency_of_page

from .foreign_rows import names_foreign_rows
from .models import Action
from .publication import publish_revision
from .revisions import revisions_of
from .workflow_services import record_clock_event


@transaction.atomic
def publish_due_page(*, page_id: int, now: dt.datetime) -> bool:
    """Publish a page's approved revision whose go-live time has passed.

    Returns False if nothing was published. If the agency has ended, or the revision now refers to
    rows of another agency, the schedule is cleared instead and HELD_BACK is logged. Locks the page
    row.
    """
    page = Page.objects.select_for_update().get(pk=page_id)
    revision = (
        Revision.objects.for_instance(page)
        .filter(approved_go_live_at__lte=now)
        .order_by("-approved_go_live_at")
        .first()
    )
    if revision is None:
        return False
    agency = agency_of_page(page)
    has_ended = agency is not None and agency.gone_since(timezone.localdate(now))
    if has_ended or names_foreign_rows(revision):
        revisions_of(page_id).update(approved_go_live_at=None)
        record_clock_event(page=page, deed=Action.HELD_BACK, revision_id=revision.pk, now=now)
        return False
    # The approved hour counts, even if the text names a later one.
    publish_revision(revision, log_action="wagtail.publish.scheduled")
    record_clock_event(page=page, deed=Action.PUBLISHED, revision_id=revision.pk, now=now)
    return True


@transaction.atomic
def expire_due_page(*, page_id: int, now: dt.datetime) -> bool:
    """Unpublish a page whose expiry time has passed. Returns False if it has not, or the page is
    not live."""
    page = Page.objects.select_for_update().get(pk=page_id)
    if not page.live or page.expire_at is None or page.expire_at > now:
        return False
    page.specific.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    return True


def due_page_ids(now: dt.datetime) -> tuple[list[int], list[int]]:
    """Return the ids of pages due for publication and of pages due for expiry. Two indexed
    queries."""
    publish = Revision.objects.page_revisions().filter(approved_go_live_at__lte=now)
    expire = Page.objects.filter(live=True, expire_at__lte=now)
    return (
        [int(pk) for pk in publish.values_list("object_id", flat=True).distinct()],
        list(expire.values_list("pk", flat=True)),
    )
