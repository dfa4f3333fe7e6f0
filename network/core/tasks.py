"""Work of no agency in particular that runs in the background."""

from procrastinate.contrib.django import app
from wagtail.search.backends import get_search_backend


@app.periodic(cron="40 2 * * *")
@app.task(name="core.refresh_title_norms", queueing_lock="core.refresh_title_norms")
def refresh_title_norms(timestamp: int) -> None:
    """Weigh the titles that were indexed since yesterday as the others are weighed."""
    get_search_backend().refresh_title_norms()
