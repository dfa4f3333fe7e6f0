"""The demo's articles are written in bulk: by `load_demo` alone, and as the real workflow would."""

import datetime as dt
import io
import pprint
import re
from collections import Counter
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import grimp
import pytest
from django.core.management import call_command
from django.db import ProgrammingError, transaction
from django.utils import timezone

from network.agencies.models import Agency
from network.demo import agencies
from network.demo.accounts import load_accounts
from network.demo.bulk import writing
from network.demo.bulk.drafts import Draft, date_decisions
from network.demo.documents import load_documents
from network.demo.management.commands import load_demo as command
from network.demo.searching import fill_search
from network.demo.texts import articles, drafting, law_pages, notices, questions
from network.demo.texts.loading import load_pages
from network.hub.search.keeping import refresh_changed
from network.hub.search.models import EntryKind, SearchEntry
from network.hub.search.vocabulary import count_words
from network.media.viewing.selectors import unfinished
from network.media.viewing.services import render
from network.moderation import moves, services
from network.moderation.chain import first_break
from network.moderation.stages import Stage
from network.oversight.tasks import check_all_agencies
from sites.models import ArticlePage
from tests.demo import real_way
from tests.demo.real_way import (
    Counters,
    Tables,
    all_rows,
    differences,
    reset_sequences,
    sequences,
    write_by_services,
)

DEMO = "network.demo"
# The loaders of articles, and the command that runs them.
MAY_REACH_IT = {
    *(
        f"{DEMO}.texts.{name}"
        for name in ("drafting", "articles", "law_pages", "loading", "notices", "questions")
    ),
    "network.demo.management.commands.load_demo",
}
# Halfway through a minute: the articles of a bulk are some seconds apart.
NOW = dt.datetime(2026, 12, 1, 3, 30, 30, tzinfo=dt.UTC)
RARE_BLOCKS = {"file", "audio"}


def test_nothing_but_the_command_reaches_the_package_by_any_import() -> None:
    graph = grimp.build_graph("network", "sites", "legal_updates", "aggregator")
    assert graph.find_downstream_modules(f"{DEMO}.bulk", as_package=True) == MAY_REACH_IT


@pytest.fixture
def demo(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The agencies, people and documents of the demo, at a time that stands still."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    agencies.import_missing()
    agencies.open_sections(now=NOW)
    load_accounts()
    load_documents(now=NOW)


@pytest.fixture
def sample(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the demo's articles the first of each kind, agency with a desk, and stage."""
    for module, name in (
        (articles, "read_all"),
        (articles, "read_json"),
        (law_pages, "read_json"),
        (notices, "read_json"),
        (questions, "read_parts"),
    ):
        monkeypatch.setattr(module, name, first_of_each(getattr(module, name)))


def first_of_each(read: Callable[[str], Any]) -> Callable[[str], Any]:
    """Return a reader of demo data that keeps one row of those that are alike."""

    def reading(name: str) -> Any:
        found = read(name)
        if isinstance(found, dict):
            return {"answers": one_of_each(found["answers"])}
        return one_of_each(found)

    return reading


def one_of_each(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    traits = ("page", "made_file", "stage")
    kept = {}
    for row in rows:
        blocks = frozenset(block["type"] for block in row["body"] if block["type"] in RARE_BLOCKS)
        is_led = row["agency"] in drafting._DESKS
        key = (*map(row.get, traits), "files" in row, "documents" in row, is_led, blocks)
        # How its use ends is no matter of writing it.
        kept[key] = {name: value for name, value in row.items() if name != "ended"}
    return list(kept.values())


def load_articles() -> None:
    load_pages(now=timezone.now())
    fill_search()


def rows_of(load: Callable[[], None], at: Counters) -> Tables:
    """Return all rows as `load` leaves them, and take them back."""
    reset_sequences(at)
    with transaction.atomic():
        load()
        rows = all_rows()
        transaction.set_rollback(True)
    return rows


@pytest.fixture
def unread_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let articles be approved whose files nobody has opened, which the services refuse."""
    for name in ("require_readable_files", "require_appraised_files"):
        monkeypatch.setattr(services, name, lambda case: {})
    monkeypatch.setattr(moves, "blocking_codes", lambda page: [])
    monkeypatch.setattr(real_way, "is_viewed", lambda file: False)
    monkeypatch.setattr(drafting, "text_of_files", lambda row: "")


def test_a_sample_is_written_as_the_real_workflow_would(
    demo: None, sample: None, unread_files: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = sequences()
    bulk = rows_of(load_articles, at)
    with monkeypatch.context() as without_runs:
        without_runs.setattr(writing, "lead_drafts", lambda drafts: None)
        lacking = rows_of(load_articles, at)
    monkeypatch.setattr(drafting, "write_articles", write_by_services)
    real = rows_of(load_articles, at)
    assert differences(real, bulk) == {}
    assert bulk["agency_sites_articlepage"].total() > 12
    # Rows that are missing would be seen.
    assert {"moderation_submission", "wagtailcore_taskstate"} <= differences(real, lacking).keys()


def test_articles_were_decided_on_when_they_were_published() -> None:
    def draft_of(day: str, *, stage: Stage = Stage.PUBLISHED) -> Draft:
        page: Any = SimpleNamespace(date=dt.date.fromisoformat(day))
        somebody: Any = object()
        return Draft(page, somebody, somebody, somebody, [], stage, is_led=True, files_text="")

    waiting = draft_of("2026-11-01", stage=Stage.WAITING_APPRAISAL)
    newer, older, ancient = map(draft_of, ("2026-10-20", "2026-09-02", "2024-08-01"))
    dated = date_decisions([newer, waiting, older, ancient], now=NOW)
    assert [id(each) for each in dated] == list(map(id, (ancient, older, newer, waiting)))
    days = [timezone.localdate(each.at).isoformat() for each in dated]
    assert days == ["2026-01-05", "2026-09-02", "2026-10-20", "2026-12-01"]


def test_the_database_refuses_an_article_without_its_decisions(
    demo: None, sample: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "record_decisions", lambda drafts: None)
    with pytest.raises(ProgrammingError, match="nobody approved"), transaction.atomic():
        load_pages(now=timezone.now())
    assert not ArticlePage.objects.exists()


def test_nothing_is_written_on_settings_that_allow_no_demo(db: None, settings: Any) -> None:
    settings.DEMO_ALLOWED = False
    with pytest.raises(writing.BulkWritingRefused):
        writing.write_articles([])


def load_demo() -> None:
    call_command("load_demo", stdout=io.StringIO(), stderr=io.StringIO())


@pytest.mark.drill
def test_the_whole_demo_is_what_the_real_workflow_makes(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    at = sequences()

    def load_and_open_files() -> None:
        load_demo()
        words = words_of_materials()
        for waiting in unfinished():
            render(rendering_id=waiting.pk, now=NOW)
        refresh_changed()
        # What the search finds when the worker is done it finds when the hub answers.
        for key, found_by in words_of_materials().items():
            assert found_by <= words[key]
        count_words()
        check_all_agencies(0)
        for agency in Agency.objects.all():
            assert first_break(agency) is None

    bulk = rows_of(load_and_open_files, at)
    monkeypatch.setattr(drafting, "write_articles", write_by_services)
    monkeypatch.setattr(command, "load_accounts", real_way.load_accounts_by_services)
    monkeypatch.setattr(command, "load_qualifications", real_way.load_qualifications_by_services)
    real = rows_of(load_and_open_files, at)
    found = differences(after_conversion(real), after_conversion(bulk))
    assert not found, pprint.pformat(found, width=200)


def words_of_materials() -> dict[int, set[str]]:
    """Return the words by which each material is found."""
    rows = SearchEntry.objects.filter(kind=EntryKind.MATERIAL)
    with_words = rows.extra(select={"found_by": "tsvector_to_array(words)"})
    return {key: set(words) for key, words in with_words.values_list("key", "found_by")}


def after_conversion(tables: Tables) -> Tables:
    """Drop what follows from the late conversion of files.

    The decisions are older, so that they name no digests; for some minutes the materials did not
    meet their requirement.
    """
    decisions = Counter(
        re.sub(r'"detail": \{"files": \{[^}]*\}\}', '"detail": {}', row)
        for row in tables["moderation_decision"].elements()
    )
    findings = Counter(
        re.sub(r'"since": "[^"]*"', '"since": ""', row)
        for row in tables["oversight_finding"].elements()
        if '"until": "2026-12-01T03:30+00:00"' not in row
    )
    return tables | {"moderation_decision": decisions, "oversight_finding": findings}
