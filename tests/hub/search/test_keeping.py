"""What is public is found, what is not is not, whichever way it became so."""

import datetime as dt
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from wagtail.models import Page, PageViewRestriction

from aggregator.bulk import give_keys, insert_rows, write_rows
from aggregator.models import LibraryItem, Source
from legal_updates.models import DocumentType, IssuingBody, LegalDocument, Topic
from network.agencies.models import Agency, Succession
from network.hub.models import EntryKind, SearchChange, SearchEntry
from network.hub.search import keeping
from network.hub.search.indexables import SOURCES
from network.hub.search.keeping import refresh_changed
from sites.models import MaterialPage
from tests.factories.documents import make_document
from tests.factories.owning import owning
from tests.factories.sections import (
    make_article,
    make_item,
    make_material,
    make_place,
    make_section,
    put_live,
)

pytestmark = pytest.mark.django_db
SHOWN = ("title", "url", "names", "topics", "level", "status", "day", "language", "agency_id")


@dataclass
class World:
    """One of everything that can be found."""

    home: Any
    place: Any
    article: Any
    item: Any
    document: Any


def make_world() -> World:
    home = make_section("Sở Y tế", slug="so-y-te")
    place = make_place(home)
    made = World(home, place, make_article(place, "Tiêm chủng"), make_item("Tin"), make_document())
    refresh_changed()
    return made


@pytest.fixture(scope="module")
def world_of_module(once: Callable[..., Any]) -> Any:
    """What the tests here share."""
    return once(make_world)


@pytest.fixture
def world(world_of_module: Any, db: None) -> World:
    """That world, for one test to change."""
    return deepcopy(world_of_module)


def kept() -> dict[tuple[str, int], tuple]:
    rows = SearchEntry.objects.values_list("kind", "key", *SHOWN)
    return {(kind, key): tuple(shown) for kind, key, *shown in rows}


def public() -> dict[tuple[str, int], tuple]:
    things = [thing for source in SOURCES.values() for thing in source.read(list(source.keys()))]
    return {
        (thing.kind, thing.key): tuple(
            list(value) if isinstance(value := getattr(thing, name), tuple) else value
            for name in SHOWN
        )
        for thing in things
    }


def republish(world: World) -> None:
    world.article.title = "Tiêm chủng mở rộng"
    put_live(world.article.save_revision())


def add_topic(world: World) -> None:
    world.article.topics.add(Topic.objects.get(slug="dat-dai"))
    world.article.save()


def move(world: World) -> None:
    world.place.slug = "noi-khac"
    world.place.save()


def restrict(world: World) -> None:
    PageViewRestriction.objects.create(page=Page.objects.get(pk=world.place.pk), password="x")


def items_in_bulk(world: World) -> None:
    now = dt.datetime.now(dt.UTC)
    rows = [
        LibraryItem(
            source=world.item.source,
            identity=f"bulk-{number}",
            content_hash=str(number),
            title=f"Tin hàng loạt {number}",
            link=f"https://portal.example.vn/{number}",
            fetched_at=now,
            status="published",
        )
        for number in range(3)
    ]
    give_keys(rows)
    insert_rows(rows)


def rewrite_in_bulk(world: World) -> None:
    world.item.title = "Tin đã sửa"
    write_rows([world.item], ["title"])


def join_cluster(world: World) -> None:
    world.item.duplicate_of = make_item("Thẻ")
    world.item.save(update_fields=["duplicate_of"])


def split_cluster(world: World) -> None:
    join_cluster(world)
    refresh_changed()
    LibraryItem.objects.filter(pk=world.item.pk).update(duplicate_of=None)


def delete_page(world: World) -> None:
    Page.objects.filter(pk=world.article.pk).update(first_published_at=None)
    world.article.refresh_from_db()
    world.article.delete()


# Every way in which what is found comes to differ from what is public.
CHANGES: dict[str, Callable[[World], object]] = {
    "publish": lambda world: make_article(world.place, "Bài mới"),
    "publish anew": republish,
    "topic of an article": add_topic,
    "move": move,
    "open a section": lambda world: make_section("Sở Nội vụ"),
    "rename an agency": lambda world: Agency.objects.update(name="Sở Y tế mới"),
    "rename an agency's section": lambda world: Page.objects.filter(pk=world.home.pk).update(
        url_path="/hub/y-te/"
    ),
    "change the kind of an agency": lambda world: Agency.objects.update(kind="ubnd_xa"),
    "a predecessor": lambda world: Succession.objects.create(
        successor=world.home.agency, predecessor_name="Ty Y tế", kind="doi_ten"
    ),
    "a commune opens its section": lambda world: make_section("UBND phường Pleiku", code="23575"),
    "items in bulk": items_in_bulk,
    "items rewritten in bulk": rewrite_in_bulk,
    "a kind of article of its own": lambda world: make_material(world.place, "Tờ gấp"),
    "split a cluster": split_cluster,
    "topic of an item": lambda world: world.item.topics.add(Topic.objects.get(slug="dat-dai")),
    "level of a source": lambda world: Source.objects.update(level="provincial"),
    "a new document": lambda world: make_document("1/2026/NĐ-CP"),
    "validity in bulk": lambda world: LegalDocument.objects.update(validity="expired"),
    "topic of a document": lambda world: world.document.topics.add(
        Topic.objects.get(slug="dat-dai")
    ),
    "a body is renamed": lambda world: IssuingBody.objects.update(name="Chính phủ mới"),
    "a kind is renamed": lambda world: DocumentType.objects.filter(key="nghi_dinh").update(
        label="Nghị định mới"
    ),
}
WITHDRAWALS: dict[str, tuple[Callable[[World], object], str]] = {
    "withdraw an article": (lambda world: world.article.unpublish(), "article"),
    "withdraw by a bare update": (
        lambda world: Page.objects.filter(pk=world.article.pk).update(live=False),
        "article",
    ),
    "withdraw a place with its articles": (
        lambda world: Page.objects.filter(path__startswith=world.place.path).update(live=False),
        "article",
    ),
    "restrict": (restrict, "article"),
    "delete an article": (delete_page, "article"),
    "close a section": (lambda world: world.home.unpublish(), "home"),
    "skip an item": (lambda world: LibraryItem.objects.update(status="skipped"), "item"),
    "break an item": (lambda world: LibraryItem.objects.update(status="broken"), "item"),
    "join a cluster": (join_cluster, "item"),
    "delete an item": (lambda world: LibraryItem.objects.all().delete(), "item"),
    "delete a document": (lambda world: LegalDocument.objects.all().delete(), "document"),
}


def without_triggers() -> None:
    with owning(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")


@pytest.mark.parametrize("name", [*CHANGES, *WITHDRAWALS])
def test_search_follows(world: World, name: str):
    change = CHANGES.get(name) or WITHDRAWALS[name][0]
    change(world)
    refresh_changed()
    assert kept() == public()
    assert not SearchChange.objects.exists()


@pytest.mark.parametrize("name", [*CHANGES, *WITHDRAWALS])
def test_without_its_triggers_it_would_not(world: World, name: str):
    change = CHANGES.get(name) or WITHDRAWALS[name][0]
    without_triggers()
    change(world)
    refresh_changed()
    assert kept() != public()


@pytest.mark.parametrize("name", WITHDRAWALS)
def test_what_is_withdrawn_is_gone_before_any_job_runs(world: World, name: str):
    withdraw, thing = WITHDRAWALS[name]
    # A document and an item may have the same number.
    entries = SearchEntry.objects.filter(key=getattr(world, thing).pk)
    before = set(entries.exclude(kind=EntryKind.PLACE).values_list("pk", flat=True))
    withdraw(world)
    after = set(entries.exclude(kind=EntryKind.PLACE).values_list("pk", flat=True))
    assert len(before - after) == 1


def test_a_withdrawn_article_stays_away_when_the_job_has_run(world: World):
    found = SearchEntry.objects.filter(kind=EntryKind.ARTICLE, key=world.article.pk)
    assert found.exists()
    world.article.unpublish()
    refresh_changed()
    assert not found.exists()


def test_material_leaves_with_its_validity(world: World):
    archived, ended = make_material(world.place), make_material(world.place)
    refresh_changed()
    found = SearchEntry.objects.filter(kind=EntryKind.MATERIAL, key__in=[archived.pk, ended.pk])
    assert found.count() == 2
    MaterialPage.objects.filter(pk=archived.pk).update(still_valid=False)
    assert not SearchEntry.objects.filter(key=archived.pk).exists()
    MaterialPage.objects.filter(pk=ended.pk).update(valid_until=dt.date(2026, 11, 20))
    refresh_changed()
    assert not found.exists()


def test_a_new_day_changes_what_the_calendar_changes(world: World):
    day = timezone.localdate()
    ended = make_material(world.place, valid_until=day - dt.timedelta(days=1))
    without_triggers()
    LegalDocument.objects.update(effective_on=day, confirmed_at=None)
    SearchChange.objects.all().delete()
    assert keeping.record_calendar_changes(today=day) == 2
    refresh_changed()
    assert kept() == public()
    assert (EntryKind.MATERIAL, ended.pk) not in kept()


def test_drafts_never_enter(world: World):
    before = kept()
    make_article(world.place, "Bài nháp", live=False)
    world.article.title = "Bản sửa chưa duyệt"
    world.article.save_revision()
    for status in ("new", "skipped", "broken"):
        make_item(f"Tin {status}", status=status)
    make_item("Tin trùng", duplicate_of=world.item)
    refresh_changed()
    assert kept() == before == public()


def test_one_transaction_queues_one_job(world: World):
    jobs = ProcrastinateJob.objects.filter(task_name="hub.keep_search")
    jobs_before = jobs.count()
    make_item("Tin khác")
    make_document("2/2026/NĐ-CP")
    # The test is one transaction; the fixture's changes have queued its job.
    assert jobs.count() == jobs_before
    assert {"hub.keep_search", "hub.keep_search_anyway"} <= app.tasks.keys()


def test_what_changes_nothing_writes_nothing(world: World):
    LegalDocument.objects.update(signer="Nguyễn Văn A")
    assert keeping.refresh(kind=EntryKind.DOCUMENT, keys=[world.document.pk]).written == 0


def test_rebuild_makes_everything_anew_and_drops_strangers(world: World, capsys):
    SearchEntry.objects.filter(kind=EntryKind.ARTICLE).delete()
    SearchEntry.objects.create(
        kind=EntryKind.ARTICLE, key=999_999, title="Lạ", url="/", words="'x'"
    )
    call_command("rebuild_search", chunk=2)
    assert kept() == public()
    assert "1 taken away" in capsys.readouterr().out


def test_search_answers_during_a_rebuild(world: World):
    counts = []
    keeping.rebuild(chunk=1, report=lambda kind, done: counts.append(SearchEntry.objects.count()))
    assert min(counts) == len(public())


def test_stopped_rebuild_loses_nothing(world: World):
    def stop(kind: str, done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        keeping.rebuild(chunk=1, report=stop)
    assert kept() == public()
    keeping.rebuild()
    assert kept() == public()
