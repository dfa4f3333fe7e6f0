"""Jobs of the sections: asking outside addresses, making pictures, reviews of materials."""

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
    """Bring the list of addresses in line with what public pages name."""
    services.sync_link_checks(now=timezone.now())


@app.periodic(cron="*/10 * * * *")
@app.task(name="sites.check_due_links", queueing_lock="sites.check_due_links")
def check_due_links(timestamp: int) -> None:
    """Queue the addresses whose time has come; those already queued stay queued once."""
    for link_id in selectors.due_checks(timezone.now(), at_most=_LINKS_PER_TURN):
        enqueue_check(link_id)


@app.task(name="sites.check_link")
def check_link(link_id: int) -> None:
    """Ask one address if it is due; safe to run twice."""
    services.check_link(link_id=link_id, now=timezone.now())


@app.task(name="sites.make_pictures")
def make_pictures(article_id: int) -> None:
    """Make the pictures of an article in the sizes that readers get; safe to run twice."""
    pictures.make_pictures(article_id=article_id)


@app.periodic(cron=daily(0, 20))
@app.task(name="sites.keep_reviews", queueing_lock="sites.keep_reviews")
def keep_reviews(timestamp: int) -> None:
    """Ask for the reviews of materials whose time has come; safe to run twice."""
    reviews.keep_reviews(now=timezone.now())


def enqueue_check(link_id: int) -> None:
    """Queue the check of one address, once."""
    job = check_link.configure(queueing_lock=f"sites.link.{link_id}")
    try:
        # A savepoint: the refusal must not spoil a transaction around us.
        with transaction.atomic():
            job.defer(link_id=link_id)
    except AlreadyEnqueued:
        return
