"""Background jobs of the hub's search."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from network.core.cron import daily
from network.core.queues import ORDINARY, URGENT, task

from .search import keeping, unanswered, vocabulary
from .wanted.services import note_answers


# Triggers queue it by this name, in the transaction of the change.
@task(
    URGENT, name="hub.keep_search", label=_("Bring the search up to date"), lock="hub.keep_search"
)
def refresh_search() -> None:
    """Rewrite the search entries of all objects recorded as changed. Safe to run twice."""
    keeping.refresh_changed()


@app.periodic(cron="* * * * *")
@task(
    URGENT,
    name="hub.keep_search_anyway",
    label=_("Bring the search up to date, each minute"),
    queueing_lock="hub.keep_search_anyway",
    lock="hub.keep_search",
)
def refresh_search_each_minute(timestamp: int) -> None:
    """Reindex rows that were locked by another transaction during the last run."""
    keeping.refresh_changed()


@task(ORDINARY, name="hub.rebuild_search", label=_("Rebuild the search"), lock="hub.rebuild_search")
def rebuild_search() -> None:
    """Rebuild the search index, after changes that no trigger recorded. Safe to run twice."""
    keeping.rebuild()


@app.periodic(cron=daily(0, 5))
@task(
    URGENT,
    name="hub.note_ageing",
    label=_("Begin a new day in the search"),
    queueing_lock="hub.note_ageing",
)
def record_calendar_changes(timestamp: int) -> None:
    """Record the changes caused by the new date."""
    keeping.record_calendar_changes(today=timezone.localdate())


@app.periodic(cron=daily(2, 10))
@task(
    ORDINARY,
    name="hub.count_search_words",
    label=_("Count the words of the search"),
    later=5,
    queueing_lock="hub.count_search_words",
)
def count_search_words(timestamp: int) -> None:
    """Recount the words in the index, and delete queries without results that are old or answered
    now."""
    today = timezone.localdate()
    vocabulary.count_words()
    unanswered.forget_unanswered(today=today)
    note_answers(today=today)
