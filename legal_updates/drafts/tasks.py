"""Background job of the drafts."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from procrastinate import RetryStrategy

from network.core.queues import ORDINARY, task

from . import cited


@task(
    ORDINARY,
    name="legal_updates.draft_cited_documents",
    label=_("Draft register entries of cited documents"),
    later=2,
    retry=RetryStrategy(max_attempts=5, exponential_wait=5),
)
def draft_cited_documents(page_id: int) -> None:
    """Create drafts for the unknown documents that a page cites. Safe to run twice."""
    cited.draft_cited_documents(page_ids=[page_id], now=timezone.now())
