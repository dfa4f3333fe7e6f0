"""Background jobs of sections: link checks, renditions, and reviews of materials."""

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from network.core.cron import daily

from . import pictures
from .links import selectors, services
from .validity import reviews

_LINKS_PER_TURN = 200


@app.periodic(cron="17 * * * *")
@app.task(name="sites.note_links", queueing_lock="sites.note_links")
def sync_link_checks(timestamp: int) -> None:
    """Update the list of URLs to check from the public pages."""
    services.sync_link_checks(now=timezone.now())


@app.periodic(cron="*/10 * * * *")
@app.task(name="sites.check_due_links", queueing_lock="sites.check_due_links")
def check_due_links(timestamp: int) -> None:
    """Queue the due URL checks; those already queued are not queued twice."""
    for link_id in selectors.due_checks(timezone.now(), at_most=_LINKS_PER_TURN):
        enqueue_check(link_id)


@app.task(name="sites.check_link")
def check_link(link_id: int) -> None:
    """Check one URL if it is due. Safe to run twice."""
    services.check_link(link_id=link_id, now=timezone.now())


@app.task(name="sites.make_pictures")
def make_pictures(article_id: int) -> None:
    """Create the renditions of an article. Safe to run twice."""
    pictures.make_pictures(article_id=article_id)


@app.periodic(cron=daily(0, 20))
@app.task(name="sites.keep_reviews", queueing_lock="sites.keep_reviews")
def keep_reviews(timestamp: int) -> None:
    """Open the due reviews of materials. Safe to run twice."""
    reviews.keep_reviews(now=timezone.now())


def enqueue_check(link_id: int) -> None:
    """Queue the check of one URL, unless it is queued already."""
    job = check_link.configure(queueing_lock=f"sites.link.{link_id}")
    try:
        # A savepoint, so that a refused duplicate does not break the surrounding transaction.
        with transaction.atomic():
            job.defer(link_id=link_id)
    except AlreadyEnqueued:
        return
