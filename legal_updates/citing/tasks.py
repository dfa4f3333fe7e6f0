"""Background jobs of the register and its citations."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from network.core.queues import ORDINARY, URGENT, task

from .. import clock_services
from . import opening_reviews, services

_RETRY = RetryStrategy(max_attempts=5, exponential_wait=5)


# The queue runs in UTC. Midnight in Vietnam is a full hour there; the hourly runs catch up after
# downtime.
@app.periodic(cron="2 * * * *")
@task(
    URGENT,
    name="legal_updates.turn_the_day",
    label=_("Bring documents into force on their day"),
    queueing_lock="legal_updates.turn_the_day",
    lock="legal_updates.turn_the_day",
)
def apply_effective_dates(timestamp: int) -> None:
    """Apply the effective dates that have come, then make reviews match the notices on pages."""
    now = timezone.now()
    clock_services.apply_effective_dates(now=now)
    opening_reviews.match_reviews_to_rule(now=now)


@task(
    ORDINARY,
    name="legal_updates.index_pages_of_number",
    label=_("Find the pages that cite a document"),
    retry=_RETRY,
)
def index_pages_of_number(number_key: str) -> None:
    """Index the pages citing a number again. Safe to run twice."""
    services.index_pages_of_number(number_key=number_key)


@task(
    ORDINARY,
    name="legal_updates.spread_change",
    label=_("Open reviews after a change of law"),
    retry=_RETRY,
)
def open_page_reviews(change_id: int) -> None:
    """Open the reviews of pages that cite a changed document. Safe to run twice."""
    opening_reviews.open_page_reviews(change_id=change_id, now=timezone.now())
