"""docs/what-happens-at-publish.md names all that runs when an approval publishes an article."""

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.dispatch import Signal
from wagtail.images.tests.utils import get_test_image_file
from wagtail.signals import page_published

from legal_updates.models import Topic
from network.core.freshness.listening import LISTENER
from network.media.models import AgencyImage
from tests.factories.moderation import appraise, approve, hand_in, make_draft, make_office
from tests.factories.owning import owning
from tests.factories.sections import SOURCE

DOCUMENT = Path(settings.BASE_DIR) / "docs/what-happens-at-publish.md"
# Rows that this transaction has added, changed and deleted, by triggers and functions as well.
WRITTEN = "SELECT relname, n_tup_ins, n_tup_upd, n_tup_del FROM pg_stat_xact_user_tables"
# Bits of pg_trigger.tgtype, in the order of the columns above.
EVENTS = (4, 16, 8)
# The queue's own triggers note and announce its jobs.
TRIGGERS = """
SELECT tgname, tgtype FROM pg_trigger
 WHERE tgrelid = %s::regclass AND NOT tgisinternal AND tgname NOT LIKE 'procrastinate%%'
"""
# A job of Wagtail's is named by what it calls.
JOBS = "SELECT coalesce(args ->> 'path', task_name) FROM procrastinate_jobs"

type Names = dict[str, set[str]]
type Walk = Callable[[], Names]


def named(text: str) -> Names:
    """Return the names in the first column of the document's tables, by the heading above."""
    names: Names = {}
    for part in text.split("\n### ")[1:]:
        heading, *lines = part.splitlines()
        cells = [line.split("|")[1] for line in lines if line.startswith("| `")]
        names[heading] = set(re.findall(r"`([^`]+)`", " ".join(cells)))
    return names


@contextmanager
def noting_receivers(monkeypatch: pytest.MonkeyPatch) -> Iterator[set[str]]:
    """Note which receivers of our own code run, whatever the signal and whoever sends it."""
    ran: set[str] = set()

    def noting(send: Callable[..., list[tuple[Any, Any]]]) -> Callable[..., Any]:
        def noted(signal: Signal, *args: Any, **kwargs: Any) -> list[tuple[Any, Any]]:
            answers = send(signal, *args, **kwargs)
            ran.update(name_of(receiver) for receiver, _answer in answers if is_own(receiver))
            return answers

        return noted

    with monkeypatch.context() as patch:
        for way in ("send", "send_robust"):
            patch.setattr(Signal, way, noting(getattr(Signal, way)))
        yield ran


def name_of(function: Any) -> str:
    return f"{function.__module__}.{function.__qualname__}"


def is_own(function: Any) -> bool:
    return "site-packages" not in str(sys.modules[function.__module__].__file__)


def rows(statement: str, *values: object) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def triggers_on(written: dict[str, tuple[int, ...]]) -> Names:
    """Return the triggers of the tables written to: those of what was done, and the others."""
    ran, stand = set(), set()
    for table, counts in written.items():
        events = sum(bit for bit, count in zip(EVENTS, counts, strict=True) if count)
        for name, kind in rows(TRIGGERS, table):
            (ran if kind & events else stand).add(f"{table}.{name}")
    return {"Triggers that run": ran, "Triggers for other changes": stand}


@pytest.fixture
def walk(
    db: None,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[Any]],
) -> Walk:
    """Publish an article with a topic, a picture and a citation; return what ran."""
    office = make_office()
    picture = AgencyImage.objects.create(
        title="Nhà rông",
        file=get_test_image_file(),
        collection=office.agency.collection,
        **SOURCE,
    )
    body = [("paragraph", "<p>Theo Nghị định số 100/2019/NĐ-CP.</p>")]
    article = make_draft(office, body=body, cover=picture, cover_alt_text="Nhà rông")
    article.topics.add(Topic.objects.first())
    article.save_revision(user=office.author)
    hand_in(article, office.author)
    appraise(article, office.appraiser)
    # As in a transaction of its own: what was done so far has queued the search already.
    rows("SELECT set_config('hub.search_queued', '', true)")
    queued = len(rows(JOBS))
    before = {table: counts for table, *counts in rows(WRITTEN)}

    def publish() -> Names:
        with (
            noting_receivers(monkeypatch) as receivers,
            django_capture_on_commit_callbacks(execute=True),
        ):
            approve(article, office.approver)
        written = {
            table: tuple(
                now - was for now, was in zip(counts, before.get(table, (0, 0, 0)), strict=True)
            )
            for table, *counts in rows(WRITTEN)
        }
        return {
            "Receivers": receivers,
            **triggers_on({table: counts for table, counts in written.items() if any(counts)}),
            "Jobs": {name for (name,) in rows(f"{JOBS} ORDER BY id OFFSET {queued}")},
            "Listeners": {name_of(receiver) for receiver in LISTENER.receivers},
        }

    return publish


def missing(there: Names, here: Names) -> Names:
    """Return what of `there` is not here."""
    left = {kind: names - here[kind] for kind, names in there.items()}
    return {kind: names for kind, names in left.items() if names}


def test_the_document_names_what_runs_and_nothing_else(walk: Walk):
    written, found = named(DOCUMENT.read_text()), walk()
    assert missing(found, written) == {}, "Say in the document what this does."
    assert missing(written, found) == {}, "The document says this runs."


def test_a_receiver_and_a_trigger_put_on_the_way_are_found(walk: Walk):
    def added(**kwargs: Any) -> None:
        pass

    # Nothing may be pending on a table that is to get a trigger.
    connection.check_constraints()
    with owning(), connection.cursor() as cursor:
        cursor.execute(
            "CREATE TRIGGER added BEFORE UPDATE ON wagtailcore_taskstate FOR EACH ROW"
            " EXECUTE FUNCTION suppress_redundant_updates_trigger()"
        )
    page_published.connect(added)
    try:
        found = walk()
    finally:
        page_published.disconnect(added)
    assert missing(found, named(DOCUMENT.read_text())) == {
        "Receivers": {name_of(added)},
        "Triggers that run": {"wagtailcore_taskstate.added"},
    }


def test_a_row_taken_out_of_the_document_is_missed():
    text = DOCUMENT.read_text()
    lines = [line for line in text.splitlines() if line.startswith("| `")]
    assert lines
    for line in lines:
        assert missing(named(text), named(text.replace(f"{line}\n", ""))), line
