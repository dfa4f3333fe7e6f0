"""Background work of the register of legal documents."""

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

_MAIL_RETRY = RetryStrategy(max_attempts=5, exponential_wait=5)
_AGAIN = RetryStrategy(max_attempts=5, exponential_wait=5)


@app.task(name="legal_updates.index_pages_of_number", retry=_AGAIN)
def index_pages_of_number(number_key: str) -> None:
    """Read again the pages that cite a number; safe to run twice."""
    # The services defer tasks of this module: importing them at the top would go in a circle.
    from .citing import services

    services.index_pages_of_number(number_key=number_key)


@app.task(name="legal_updates.spread_change", retry=_AGAIN)
def spread_change(change_id: int) -> None:
    """Open the reviews of the pages that cite a document that changed; safe to run twice."""
    from .citing import spreading

    spreading.spread_change(change_id=change_id, now=timezone.now())


@app.task(name="legal_updates.tell_agency", retry=_MAIL_RETRY)
def tell_agency(change_id: int, agency_id: int) -> None:
    """Mail an agency's people about one change; whoever has got the mail does not get it again."""
    from .citing import mailing

    mailing.tell_agency(change_id=change_id, agency_id=agency_id, now=timezone.now())
