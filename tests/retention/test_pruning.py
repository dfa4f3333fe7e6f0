"""What a night deletes, and what it must never touch."""

import datetime as dt
import io
import os
from dataclasses import replace

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import IntegrityError, connection
from django.utils import timezone
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import PageLogEntry, Revision

from aggregator.choices import ItemStatus
from aggregator.models import LibraryItem
from network.core.system_checks.findings import Level
from network.media.models import AgencyImage
from network.moderation.selectors import writers_unread
from network.retention import files, pruning
from network.retention.checks import check_pruning
from network.retention.rules import pruned
from network.retention.services import prune_all
from tests.factories.moderation import publish
from tests.factories.sections import SOURCE, make_item, make_source

pytestmark = pytest.mark.django_db
NOW = timezone.now()
LONG_AGO = NOW - dt.timedelta(days=2000)


def night(**options: object) -> dict[str, pruning.Pruned]:
    figures = pruning.prune(now=NOW, rest=lambda seconds: None, **options)
    return {done.model: done for done in figures}


@pytest.fixture
def revisions(office, article):
    """A published article with five drafts before it, all of them old."""
    for number in range(5):
        article.title = f"Bản nháp {number}"
        article.save_revision(user=office.author, log_action=True)
    published = publish(article, office)
    Revision.objects.update(created_at=LONG_AGO)
    return Revision.objects.filter(object_id=str(published.pk))


def test_drafts_that_nobody_decided_upon_go_and_the_log_stays_whole(revisions, article):
    before = revisions.count()
    done = night()["wagtailcore.Revision"]
    article.refresh_from_db()
    left = set(revisions.values_list("pk", flat=True))
    assert left == {article.live_revision_id}
    assert (before, done.rows) == (6, 5)
    assert done.size > 1000
    assert "all whole" in verify()


def test_drafts_since_the_published_one_stay_so_that_their_writers_cannot_approve_them(
    article, office
):
    """Whoever wrote part of a text may not appraise it, however long ago that was."""
    article.title = "Ai viết phần này không được duyệt nó"
    article.save_revision(user=office.approver)
    article.title = "Bản mới nhất"
    article.save_revision(user=office.author)
    Revision.objects.update(created_at=LONG_AGO)
    before = writers_unread(article, None)
    assert office.approver.pk in before
    night()
    assert writers_unread(article, None) == before


def test_a_new_draft_stays(revisions):
    Revision.objects.update(created_at=NOW - dt.timedelta(days=89))
    assert night()["wagtailcore.Revision"].rows == 0


def verify() -> str:
    out = io.StringIO()
    call_command("verify_decisions", stdout=out)
    return out.getvalue()


def decided_upon_long_ago(article, office) -> int:
    """Publish once more, so that only the log still names the first revision."""
    first = article.live_revision_id
    article.title = "Sửa lại"
    article.save_revision(user=office.author)
    publish(article, office)
    with connection.cursor() as cursor:
        # Wagtail's own rows of the workflow, as if they had never been.
        cursor.execute("DELETE FROM moderation_submission WHERE revision_id = %s", [first])
        cursor.execute("UPDATE wagtailcore_workflowstate SET current_task_state_id = NULL")
        cursor.execute("DELETE FROM wagtailcore_taskstate WHERE revision_id = %s", [first])
    Revision.objects.update(created_at=LONG_AGO)
    return first


def test_a_revision_that_only_the_decision_log_names_stays(revisions, article, office):
    article.refresh_from_db()
    first = decided_upon_long_ago(article, office)
    night()
    assert Revision.objects.filter(pk=first).exists()
    assert "all whole" in verify()


def test_without_that_condition_the_log_would_no_longer_prove_what_was_decided(
    revisions, article, office, monkeypatch
):
    article.refresh_from_db()
    first = decided_upon_long_ago(article, office)
    blind = [replace(rule, condition="") for rule in pruned()[:1]]
    monkeypatch.setattr(pruning, "pruned", lambda: blind)
    night()
    assert not Revision.objects.filter(pk=first).exists()


def test_the_log_of_a_page_keeps_all_but_the_saves(revisions):
    PageLogEntry.objects.update(timestamp=LONG_AGO)
    deeds = set(PageLogEntry.objects.values_list("action", flat=True))
    night()
    assert deeds - set(PageLogEntry.objects.values_list("action", flat=True)) == {"wagtail.edit"}


@pytest.fixture
def skipped():
    """The oldest of 1,001 links of a source; reviewers have skipped it."""
    source = make_source()
    item = make_item("Bỏ qua", source=source)
    LibraryItem.objects.filter(pk=item.pk).update(status=ItemStatus.SKIPPED, fetched_at=LONG_AGO)
    LibraryItem.objects.bulk_create(
        LibraryItem(source=source, identity=f"link {number}", title="Tin", fetched_at=NOW)
        for number in range(1000)
    )
    return item


def is_there(item: LibraryItem) -> bool:
    night()
    return LibraryItem.objects.filter(pk=item.pk).exists()


def test_a_skipped_link_goes_once_its_feed_cannot_bring_it_again(skipped):
    assert not is_there(skipped)


def test_a_skipped_link_that_the_feed_may_still_bring_stays(skipped):
    LibraryItem.objects.exclude(pk=skipped.pk).first().delete()
    assert is_there(skipped)


def test_a_skipped_link_that_something_points_at_stays(skipped):
    LibraryItem.objects.filter(pk=skipped.pk + 1).update(duplicate_of=skipped)
    assert is_there(skipped)


def add_job(status: str, at: dt.datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status)"
            " VALUES ('default', 'a.task', '{}', %s::procrastinate_job_status) RETURNING id",
            [status],
        )
        (key,) = cursor.fetchone()
        cursor.execute(
            "INSERT INTO procrastinate_events (job_id, type, at)"
            " VALUES (%s, 'failed'::procrastinate_job_event_type, %s)",
            [key, at],
        )
    return key


def test_old_failed_jobs_go_with_their_events_and_waiting_ones_stay():
    old, new = add_job("failed", LONG_AGO), add_job("failed", NOW)
    waiting = add_job("todo", LONG_AGO)
    night()
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM procrastinate_jobs WHERE id >= %s", [old])
        assert {key for (key,) in cursor.fetchall()} == {new, waiting}
        cursor.execute("SELECT count(*) FROM procrastinate_events WHERE job_id = %s", [old])
        assert cursor.fetchone() == (0,)


def test_an_interrupted_night_keeps_what_it_has_done_and_goes_on_the_next(revisions, monkeypatch):
    monkeypatch.setattr(pruning, "BATCH_ROWS", 2)
    ticks = iter(range(100))
    first = night(seconds=3.5, clock=lambda: float(next(ticks)))["wagtailcore.Revision"].rows
    assert 0 < first < 5
    assert night()["wagtailcore.Revision"].rows == 5 - first


def test_a_table_whose_rows_the_database_protects_does_not_stop_the_others(revisions, monkeypatch):
    refused = pruning._prune_batch

    def refuse(rule, **options):
        if rule.model == "wagtailcore.Revision":
            raise IntegrityError
        return refused(rule, **options)

    monkeypatch.setattr(pruning, "_prune_batch", refuse)
    PageLogEntry.objects.update(timestamp=LONG_AGO)
    figures = night()
    assert figures["wagtailcore.Revision"].error == "IntegrityError"
    assert figures["wagtailcore.PageLogEntry"].rows > 0


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def stored(path: str) -> str:
    """Store a file of NOW; on a shifted clock the disk would say another day."""
    name = default_storage.save(path, ContentFile(b"bytes"))
    os.utime(default_storage.path(name), (NOW.timestamp(), NOW.timestamp()))
    return name


def test_derived_files_without_a_row_go_and_all_others_stay(media):
    picture = get_test_image_file(size=(64, 64))
    image = AgencyImage.objects.create(title="Nhà rông", file=picture, **SOURCE)
    rendition = image.get_rendition("width-20")
    orphans = [stored("images/gone.jpg"), stored("pages/gone/1.webp")]
    original = stored("original_images/gone.jpg")
    soon = NOW + dt.timedelta(days=8)
    assert sum(done.rows for done in files.delete_orphans(now=NOW)) == 0
    figures = {done.model: done.rows for done in files.delete_orphans(now=soon)}
    # No rendering is in the database: the folder of page pictures may be of another one.
    assert figures == {"images": 1, "pages": 0}
    assert [default_storage.exists(path) for path in orphans] == [False, True]
    assert default_storage.exists(rendition.file.name) and default_storage.exists(original)


def test_the_state_of_the_system_shows_what_was_deleted(revisions, media):
    assert check_pruning(NOW) is None
    prune_all(now=NOW)
    finding = check_pruning(NOW)
    assert (finding.level, finding.figures["rows"]) == (Level.GOOD, 5)
    assert check_pruning(NOW + dt.timedelta(days=4)).level == Level.WARNING
