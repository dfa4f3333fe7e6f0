"""Media on an object store: the same rules, the same bytes, and nothing for strangers."""

import datetime as dt
import hashlib
import io
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.core.management import CommandError, call_command
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from network.core import disk
from network.core.stored_files import FolderStorage, StoreAway
from network.core.system_checks.findings import Level
from network.core.system_checks.store_checks import check_store
from network.core.tasks_backend import run_background_task
from network.core.worker import _RETRY
from network.media import tasks
from network.media.inspection.models import FileOutcome, StoredFileCheck
from network.media.models import AgencyDocument
from network.media.viewing.models import RenderingState
from network.media.viewing.services import add_rendering, render
from tests.factories.object_store import SECRET, Store, object_store
from tests.media.conftest import PDF, body_of
from tests.media.inspection.harmless import ROWS as HARMLESS
from tests.media.inspection.hostile import ROWS as HOSTILE

pytestmark = pytest.mark.django_db
ALL = {row.name: row for row in (*HOSTILE, *HARMLESS)}
NOW = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)


@pytest.fixture
def store(settings, tmp_path, media_folder) -> Iterator[Store]:
    with object_store(tmp_path / "store") as running:
        settings.MEDIA_ROOT = tmp_path / "media"
        settings.MEDIA_BACKENDS = settings.MEDIA_BACKENDS | {"store": running.backend}
        use(settings, "store")
        yield running


def use(settings, place: str, also: str = "") -> None:
    """Configure the storage as network/settings/media.py does."""
    settings.MEDIA_IN, settings.MEDIA_ALSO_IN = place, also
    moving = {
        "BACKEND": "network.core.moving_storage.MovingStorage",
        "OPTIONS": {"to": place, "former": also},
    }
    backend = moving if also else settings.MEDIA_BACKENDS[place]
    settings.STORAGES = settings.STORAGES | {"default": backend}


def test_a_file_is_stored_and_read_by_those_whom_the_rule_lets(store, desk, open_desk):
    document = desk.document()
    assert store.objects[document.file.name] == PDF
    assert Client().get(document.url).status_code == 404
    assert open_desk().client().get(document.url).status_code == 404
    assert body_of(desk.client().get(document.url)) == PDF
    AgencyDocument.objects.update(public=True)
    part = Client().get(document.url, headers={"Range": "bytes=1-3"})
    assert (part.status_code, body_of(part)) == (206, b"PDF")


def test_the_store_itself_gives_nothing_to_strangers(store, desk, settings):
    address = f"{store.url}/{desk.document().file.name}"
    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(address)
    finding = check_store(NOW)
    assert finding.level == Level.GOOD


def test_pictures_of_pages_are_made_and_go_with_the_file(
    store, desk, django_capture_on_commit_callbacks
):
    document = desk.document(ALL["form.pdf"].make(), "form.pdf")
    rendering = render(rendering_id=add_rendering(document=document).pk, now=NOW)
    assert rendering.state == RenderingState.READY
    assert any(name.startswith(f"{rendering.folder}/") for name in store.objects)
    with django_capture_on_commit_callbacks(execute=True):
        document.delete()
    run_queued_deletions()
    assert store.objects == {}


@pytest.mark.parametrize(("place", "also"), [("store", ""), ("store", "folder"), ("folder", "")])
def test_a_queued_deletion_has_no_keys_and_reaches_the_file_after_a_move(
    store, desk, settings, django_capture_on_commit_callbacks, place, also
):
    use(settings, place, also)
    document = desk.document()
    with django_capture_on_commit_callbacks(execute=True):
        document.delete()
    assert SECRET not in str(list(queued().values_list("args", flat=True)))
    to = "folder" if place == "store" else "store"
    use(settings, to, place)
    moved(to)
    assert list(default_storage.to.names()) == [document.file.name]
    run_queued_deletions()
    assert list(default_storage.names()) == []


def queued() -> Any:
    return ProcrastinateJob.objects.filter(task_name=run_background_task.name)


def run_queued_deletions() -> None:
    """Do what the worker does with Wagtail's jobs."""
    jobs = list(queued().values_list("args", flat=True))
    assert jobs
    for args in jobs:
        run_background_task(**args)


def test_a_withdrawn_file_is_moved_to_where_no_address_leads(store, desk):
    document = desk.document(ALL["exe-in-package.docx"].make(), "exe-in-package.docx")
    AgencyDocument.objects.update(public=True)
    tasks.check_stored(timestamp=0)
    kept = StoredFileCheck.objects.get(outcome=FileOutcome.WITHDRAWN).kept_as
    assert list(store.objects) == [kept]
    for address in (document.url, f"/media/{kept}"):
        assert desk.client().get(address).status_code == 404


def test_while_the_store_is_away_visitors_are_told_to_come_again(store, desk):
    document = desk.document()
    AgencyDocument.objects.update(public=True)
    store.kill()
    client = Client(raise_request_exception=False)
    answer = client.get(document.url)
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert check_store(NOW).level == Level.FAILING
    store.start()
    assert body_of(client.get(document.url)) == PDF


def test_while_the_store_is_away_jobs_wait_and_then_go_on(store, desk, caplog):
    document = desk.document(ALL["form.pdf"].make(), "form.pdf")
    rendering = add_rendering(document=document)
    store.kill()
    tasks.check_stored(timestamp=0)
    tasks.render(rendering_id=rendering.pk)
    assert caplog.text.count("the object store is away") == 2
    rendering.refresh_from_db()
    assert (rendering.state, rendering.attempts) == (RenderingState.WAITING, 0)
    assert not StoredFileCheck.objects.exists()
    store.start()
    tasks.check_stored(timestamp=0)
    tasks.render(rendering_id=rendering.pk)
    rendering.refresh_from_db()
    assert rendering.state == RenderingState.READY
    assert StoredFileCheck.objects.get().outcome != FileOutcome.MISSING


def test_other_jobs_are_tried_again_when_the_store_was_away():
    job = ProcrastinateJob(status="doing", attempts=0)
    assert _RETRY.get_retry_decision(exception=StoreAway("no answer"), job=job)


def test_the_disk_of_the_folder_no_longer_counts(store, settings):
    assert settings.MEDIA_ROOT not in disk.stored_in()
    use(settings, "folder")
    assert settings.MEDIA_ROOT in disk.stored_in()


def hashes(place) -> dict[str, str]:
    return {name: hashlib.sha256(place.open(name).read()).hexdigest() for name in place.names()}


def moved(to: str) -> str:
    out = io.StringIO()
    call_command("move_media", to=to, grace=0, stdout=out)
    return out.getvalue()


def test_files_move_to_the_store_and_back_with_the_same_hashes(store, desk, settings):
    use(settings, "folder")
    documents = [desk.document(b"%PDF-" + bytes([number])) for number in range(3)]
    before = hashes(default_storage)
    for to, former in (("store", "folder"), ("folder", "store")):
        use(settings, to, former)
        new = default_storage.save(f"documents/moi-{to}.pdf", ContentFile(PDF))
        assert body_of(desk.client().get(documents[0].url)) == b"%PDF-\0"
        assert f"files are in the {to}" in moved(to)
        assert Client().get(documents[0].url).status_code == 404
        assert list(default_storage.former.names()) == []
        default_storage.delete(new)
        use(settings, to)
        assert hashes(default_storage) == before
    assert store.objects == {}


@pytest.mark.parametrize(("to", "former"), [("store", "folder"), ("folder", "store")])
def test_while_files_move_the_proxy_is_led_to_where_each_of_them_is(
    store, desk, settings, to, former
):
    settings.ACCEL_REDIRECT_PREFIX = "/stored-media/"
    prefixes = {"folder": "/stored-media/", "store": "/stored-objects/"}
    use(settings, former)
    document = desk.document()
    AgencyDocument.objects.update(public=True)
    use(settings, to, former)
    led_to = lambda: Client().get(document.url)["X-Accel-Redirect"]  # noqa: E731
    assert led_to().startswith(prefixes[former])
    moved(to)
    assert led_to().startswith(prefixes[to])


def test_a_stopped_move_goes_on_and_a_deleted_file_does_not_come_back(
    store, desk, settings, monkeypatch
):
    use(settings, "folder")
    first, second = (desk.document(name=name).file.name for name in ("a.pdf", "b.pdf"))
    use(settings, "store", "folder")
    # Killed after the copy of the first file, before its former copy was deleted.
    default_storage.bring(first)
    default_storage.delete(second)
    assert "1 files" in moved("store")
    assert list(store.objects) == [first]


def test_a_copy_that_differs_is_never_overwritten(store, desk, settings):
    use(settings, "folder")
    name = desk.document().file.name
    storages.create_storage(store.backend).save(name, ContentFile(b"other"))
    use(settings, "store", "folder")
    with pytest.raises(CommandError, match=name):
        moved("store")
    assert store.objects[name] == b"other"
    assert FolderStorage().exists(name)


def test_a_move_without_its_settings_is_refused(store, settings):
    with pytest.raises(CommandError, match="MEDIA_ALSO_IN=store"):
        moved("folder")
