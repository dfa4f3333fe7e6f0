"""A disk that is nearly full takes no files any more, says why, and takes them again by itself."""

from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import UploadedFile
from django.core.management import CommandError, call_command
from django.utils import timezone
from django.utils.html import escape

from aggregator import tasks as fetching
from aggregator.opml_views import OpmlForm
from network.core import disk
from network.core.backup.errors import BackupError
from network.core.backup.making import make_backup
from network.core.disk_reserve import DatabaseKeeper, DiskReserve
from network.core.postgres_errors import NoSpace
from network.core.system_checks.findings import Level
from network.media import tasks as media_tasks
from network.media.models import AgencyDocument, AgencyImage
from network.media.upload_handlers import LimitedUploadHandler
from network.provisioning.import_views import AgencyFileForm
from network.reporting.tasks import make_print
from tests.factories.sections import make_source
from tests.media.conftest import PDF, png

from .test_uploads import upload

MEGABYTE = 1024 * 1024


@pytest.fixture
def full(settings) -> None:
    """Any disk is too full."""
    settings.DISK_REFUSAL_PERCENT = settings.DISK_WARNING_PERCENT = 0


def test_the_check_warns_before_anything_is_refused(settings):
    now = timezone.now()
    settings.DISK_WARNING_PERCENT = settings.DISK_REFUSAL_PERCENT = 101
    assert disk.check_disk(now).level == Level.GOOD
    settings.DISK_WARNING_PERCENT = 0
    assert disk.check_disk(now).level == Level.WARNING
    assert not disk.is_full()
    settings.DISK_REFUSAL_PERCENT = 0
    assert disk.check_disk(now).level == Level.FAILING


@pytest.mark.django_db
@pytest.mark.parametrize("view", ["add", "add_multiple", "create"])
@pytest.mark.parametrize(
    ("kind", "name", "content"), [("image", "a.png", png()), ("document", "a.pdf", PDF)]
)
def test_an_upload_is_refused_in_words(desk, media_folder, full, kind, name, content, view):
    response = upload(desk.client(), kind, name, content, view)
    said = response.content.decode()
    if said.startswith("{"):
        said = str(response.json())
    assert escape(str(disk.FULL)) in said or str(disk.FULL) in said
    assert not AgencyDocument.objects.exists() and not AgencyImage.objects.exists()
    assert list(media_folder.rglob("*.*")) == []


@pytest.mark.django_db
def test_without_the_refusal_the_file_is_stored(desk, media_folder, full, monkeypatch):
    monkeypatch.setattr(disk, "is_full", lambda: False)
    monkeypatch.setattr("network.media.upload_handlers.is_full", lambda: False)
    upload(desk.client(), "document", "a.pdf", PDF)
    assert AgencyDocument.objects.exists()


@pytest.mark.parametrize("form", [AgencyFileForm, OpmlForm])
def test_a_list_to_import_is_refused_for_the_disk_and_not_as_empty(full, form):
    dropped = UploadedFile(BytesIO(), "a.csv", "text/csv", 40)
    assert form({}, {"file": dropped}).errors["file"] == [str(disk.FULL)]


def test_nothing_of_an_upload_reaches_the_disk(full):
    handler = LimitedUploadHandler()
    handler.new_file("file", "a.pdf", "application/pdf", None)
    assert handler.receive_data_chunk(PDF, 0) is None
    dropped = handler.file_complete(len(PDF))
    assert (dropped.size, dropped.read()) == (len(PDF), b"")


@pytest.mark.django_db
def test_no_source_is_fetched_until_there_is_room(full, settings, monkeypatch):
    queued: list[int] = []
    monkeypatch.setattr(fetching, "enqueue_batch", queued.append)
    source = make_source()
    fetching.fetch_due_sources(timestamp=0)
    fetching.refresh_source(source_id=source.pk)
    fetching.refresh_batch()
    source.refresh_from_db()
    assert (queued, source.fetched_at) == ([], None)
    with pytest.raises(CommandError, match=str(disk.FULL)):
        call_command("fetch_sources", "--due")
    settings.DISK_REFUSAL_PERCENT = 101
    fetching.fetch_due_sources(timestamp=60)
    assert queued == [0]


def test_conversions_prints_and_backups_wait(full, monkeypatch, tmp_path):
    monkeypatch.setattr(media_tasks, "services", None)
    monkeypatch.setattr(media_tasks, "selectors", None)
    media_tasks.render(rendering_id=1)
    media_tasks.render_waiting(timestamp=0)
    with pytest.raises(disk.DiskFull):
        make_print(report_id=1)
    # Tried again every ten minutes, never given up.
    assert make_print.retry_strategy is disk.WAIT_FOR_ROOM
    with pytest.raises(BackupError, match=str(disk.FULL)):
        make_backup(into=tmp_path, now=timezone.now(), beat=print)


class FakeCluster:
    """A database whose disk is full until the reserve is gone."""

    def __init__(self, reserve: Path) -> None:
        self.reserve, self.revived = reserve, 0

    def revive(self) -> bool:
        if self.reserve.exists():
            raise NoSpace("full")
        self.revived += 1
        return self.revived == 1


def test_the_database_starts_on_the_room_of_the_reserve(tmp_path, capfd):
    reserve = DiskReserve(tmp_path / "reserve", size=MEGABYTE)
    assert reserve.keep()
    assert reserve.path.stat().st_blocks * 512 >= MEGABYTE
    keeper = DatabaseKeeper(FakeCluster(reserve.path), reserve)
    assert keeper.keep()
    # There is room again: it lies there for the next time.
    assert reserve.path.exists()
    assert "started anew" in capfd.readouterr().err


def test_without_a_reserve_it_waits_and_reports_once(tmp_path, capfd):
    blocked = tmp_path / "blocked"
    blocked.touch()
    keeper = DatabaseKeeper(FakeCluster(blocked), DiskReserve(tmp_path / "reserve", size=0))
    assert [keeper.keep(), keeper.keep()] == [False, False]
    assert capfd.readouterr().err == "full\n"
    blocked.unlink()
    assert keeper.keep()
