"""Background jobs of sections: link checks and renditions."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from network.core.queues import FETCHING, ORDINARY, task

from . import pictures
from .links import selectors, services

_LINKS_PER_TURN = 200


@app.periodic(cron="17 * * * *")
@task(
    ORDINARY,
    name="sites.note_links",
    label=_("List the links of public pages"),
    queueing_lock="sites.note_links",
)
def sync_link_checks(timestamp: int) -> None:
    """Update the list of URLs to check from the public pages."""
    services.sync_link_checks(now=timezone.now())


@app.periodic(cron="*/10 * * * *")
@task(
    ORDINARY,
    name="sites.check_due_links",
    label=_("Find the links to check now"),
    queueing_lock="sites.check_due_links",
)
def check_due_links(timestamp: int) -> None:
    """Queue the due URL checks; those already queued are not queued twice."""
    for link_id in selectors.due_checks(timezone.now(), at_most=_LINKS_PER_TURN):
        enqueue_check(link_id)


@task(FETCHING, name="sites.check_link", label=_("Check a link"), later=5)
def check_link(link_id: int) -> None:
    """Check one URL if it is due. Safe to run twice."""
    services.check_link(link_id=link_id, now=timezone.now())


@task(ORDINARY, name="sites.make_pictures", label=_("Make the pictures of an article"), later=-5)
def make_pictures(article_id: int) -> None:
    """Create the renditions of an article. Safe to run twice."""
    pictures.make_pictures(article_id=article_id)


def enqueue_check(link_id: int) -> None:
    """Queue the check of one URL, unless it is queued already."""
    job = check_link.configure(queueing_lock=f"sites.link.{link_id}")
    try:
        # A savepoint, so that a refused duplicate does not break the surrounding transaction.
        with transaction.atomic():
            job.defer(link_id=link_id)
    except AlreadyEnqueued:
        return
