"""Jobs of the hub: the search follows what is published and withdrawn."""

from django.utils import timezone
from procrastinate.contrib.django import app

from network.core.cron import daily

from .search import keeping, unanswered, vocabulary


# Queued by triggers of the database under this name, in whatever transaction changes a thing.
@app.task(name="hub.keep_search", lock="hub.keep_search")
def refresh_search() -> None:
    """Bring the search up to date; safe to run twice."""
    keeping.refresh_changed()


@app.periodic(cron="* * * * *")
@app.task(
    name="hub.keep_search_anyway",
    queueing_lock="hub.keep_search_anyway",
    lock="hub.keep_search",
)
def refresh_search_each_minute(timestamp: int) -> None:
    """Bring up to date what was being changed by somebody when its turn came."""
    keeping.refresh_changed()


@app.task(name="hub.rebuild_search", lock="hub.rebuild_search")
def rebuild_search() -> None:
    """Make all of the search anew, after changes that no trigger has noted; safe to run twice."""
    keeping.rebuild()


@app.periodic(cron=daily(0, 5))
@app.task(name="hub.note_ageing", queueing_lock="hub.note_ageing")
def note_calendar_changes(timestamp: int) -> None:
    """Let the search see that a new day has begun."""
    keeping.note_calendar_changes(today=timezone.localdate())


@app.periodic(cron=daily(2, 10))
@app.task(name="hub.count_search_words", queueing_lock="hub.count_search_words")
def count_search_words(timestamp: int) -> None:
    """Count how many entries hold each word, and forget the words that are gone."""
    vocabulary.count_words()
    unanswered.forget_unanswered(today=timezone.localdate())
