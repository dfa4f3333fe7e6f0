"""Background work of the register of legal documents."""

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from . import clock_services
from .citing import opening_reviews, services

_RETRY = RetryStrategy(max_attempts=5, exponential_wait=5)


# The queue's clock is UTC: midnight in Việt Nam is a full hour there, and the other hours catch up
# with what a standstill at midnight left.
@app.periodic(cron="2 * * * *")
@app.task(
    name="legal_updates.turn_the_day",
    queueing_lock="legal_updates.turn_the_day",
    lock="legal_updates.turn_the_day",
)
def apply_effective_dates(timestamp: int) -> None:
    """Let documents come into force, end, and replace others on their day.

    Then bring the reviews of pages in line with the notices above them.
    """
    now = timezone.now()
    clock_services.apply_effective_dates(now=now)
    opening_reviews.match_reviews_to_rule(now=now)


@app.task(name="legal_updates.index_pages_of_number", retry=_RETRY)
def index_pages_of_number(number_key: str) -> None:
    """Read again the pages that cite a number; safe to run twice."""
    services.index_pages_of_number(number_key=number_key)


@app.task(name="legal_updates.draft_cited_documents", retry=_RETRY)
def draft_cited_documents(page_id: int) -> None:
    """Make drafts of what a page cites and the register lacks; safe to run twice."""
    from .drafts import cited

    cited.draft_cited_documents(page_ids=[page_id], now=timezone.now())


@app.task(name="legal_updates.spread_change", retry=_RETRY)
def open_page_reviews(change_id: int) -> None:
    """Open the reviews of the pages that cite a document that changed; safe to run twice."""
    opening_reviews.open_page_reviews(change_id=change_id, now=timezone.now())
