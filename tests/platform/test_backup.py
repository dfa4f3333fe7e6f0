"""Back up, wipe, restore elsewhere: every row and every file is what it was, or nothing changed."""

import io
import shutil
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from django.conf import settings as current
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import override_settings

from network.core.backup import programs
from network.core.backup.contents import files_below, hash_of, tables_of
from network.core.backup.objects import Objects
from network.core.backup.reading import OpenBackup, open_backup
from network.core.backup.retention import backups_in
from network.core.backup.vault import own_vault
from network.core.backup_jobs import BackupJob, BackupJobKind
from network.core.database_owner import other_sessions
from network.core.stored_files import FolderStorage
from network.following.models import Subscriber
from network.moderation.models import Decision
from sites.models import ArticlePage
from tests.factories.moderation import make_draft, make_office, publish
from tests.factories.object_store import object_store
from tests.factories.owning import owning
from tests.factories.servers import copied_database
from tests.following.people import make_subscriber

WIPE = "DROP SCHEMA public CASCADE; CREATE SCHEMA public"


@pytest.fixture(scope="module")
def first_backup(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Path]:
    """A committed small network with two files, and a backup of it: a dump takes seconds."""
    folder = tmp_path_factory.mktemp("first")
    media = override_settings(MEDIA_ROOT=str(folder / "media"))
    with django_db_blocker.unblock(), copied_database():
        with owning(), connection.cursor() as cursor:
            # What other tests have erased in the last minutes.
            cursor.execute("DELETE FROM core_erasure")
        office = make_office()
        publish(make_draft(office, title="Bài của Đăk Song"), office)
        make_subscriber("dan@example.vn")
        with media:
            default_storage.save("original_images/a.webp", ContentFile(b"ba con meo"))
            default_storage.save("documents/tờ rơi.pdf", ContentFile(b"%PDF-"))
            run("backup", folder / "backups")
        connection.close()
        yield folder


@pytest.fixture
def backups(first_backup: Path, settings, tmp_path) -> Iterator[Path]:
    """The folder with that backup, beside the media, for a test that changes no row."""
    shutil.copytree(first_backup, tmp_path / "copy")
    settings.MEDIA_ROOT = str(tmp_path / "copy" / "media")
    yield tmp_path / "copy" / "backups"
    connection.close()


@pytest.fixture
def network(backups: Path) -> Iterator[Path]:
    """The same, with a copy of the network to lose."""
    with copied_database():
        yield backups


def run(*words: object) -> str:
    """Return what a command prints."""
    out = io.StringIO()
    call_command(*map(str, words), stdout=out)
    return out.getvalue()


def only(backups: Path) -> Path:
    """Return the backup of the folder."""
    (made,) = backups_in(backups)
    return made


def wipe(settings, media: Path) -> None:
    """Lose the database, and stand before an empty folder for media."""
    with owning(), connection.cursor() as cursor:
        cursor.execute(WIPE)
    connection.close()
    settings.MEDIA_ROOT = str(media)


def titles() -> list[str]:
    return list(ArticlePage.objects.values_list("title", flat=True))


def sums() -> dict[str, list[int | str]]:
    """Return what is in the database, without what a backup notes of itself."""
    with transaction.atomic(), connection.cursor() as cursor:
        return {k: v for k, v in tables_of(cursor).items() if k != "public.core_backupjob"}


def hashes(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): hash_of(path) for path in files_below(folder)}


def test_what_was_lost_is_back_elsewhere_and_the_decisions_are_whole(network, settings, tmp_path):
    media, tables = hashes(Path(settings.MEDIA_ROOT)), sums()
    connection.close()
    made = only(network)
    wipe(settings, tmp_path / "elsewhere")
    said = run("restore", made)
    assert "2 files, each as it was" in said
    assert titles() == ["Bài của Đăk Song"]
    assert run("verify_decisions") == "decisions: 3 in 1 agencies, all whole\n"
    assert hashes(tmp_path / "elsewhere") == media
    assert len(media) == 2
    assert sums() == tables
    assert "manage.py makemigrations" not in run("makemigrations", "--check", "--dry-run")


def test_a_backup_of_the_folder_is_restored_into_an_object_store(network, settings, tmp_path):
    media, made = hashes(Path(settings.MEDIA_ROOT)), only(network)
    with object_store(tmp_path / "store") as store:
        settings.MEDIA_IN = "store"
        settings.STORAGES = settings.STORAGES | {"default": store.backend}
        default_storage.save("documents/tờ rơi.pdf", ContentFile(b"changed since"))
        default_storage.save("documents/moi.pdf", ContentFile(b"written since"))
        connection.close()
        assert "2 files, each as it was" in run("restore", made, "--overwrite")
        stored = {name: sha256(content).hexdigest() for name, content in store.objects.items()}
        assert stored == media


def test_on_a_new_machine_the_application_gets_its_role_and_erasures_are_not_forgotten(
    network, settings
):
    made, role = only(network), "pbgdpl_new_machine"
    Subscriber.objects.get().delete()
    connection.close()
    address = settings.DATABASE_ROLES["application"] | {"USER": role}
    settings.DATABASE_ROLES = settings.DATABASE_ROLES | {"application": address}
    try:
        assert "1 erasures" in run("restore", made, "--overwrite")
        with owning(), connection.cursor() as cursor:
            asked = "SELECT has_table_privilege(%s, 'moderation_decision', 'INSERT')"
            cursor.execute(asked, [role])
            assert cursor.fetchone() == (True,)
    finally:
        with owning(), connection.cursor() as cursor:
            cursor.execute(f"DROP OWNED BY {role}; DROP ROLE {role}")


def test_the_keys_are_named_and_not_told(backups):
    made = only(backups)
    keys = (made / "keys.txt").read_text()
    names = ("SECRET_KEY", "BACKUP_KEY", "DATABASE_URL", "SMTP_PASSWORD")
    assert all(name in keys for name in names)
    assert current.BACKUP_KEY not in keys
    assert made.stat().st_mode & 0o077 == 0


def test_nothing_in_a_backup_can_be_read_without_its_key(backups, settings):
    made = only(backups)
    everything = b"".join(path.read_bytes() for path in files_below(backups))
    assert b"ba con meo" not in everything
    assert b"a.webp" not in everything
    assert b"COPY public" not in everything
    former = settings.BACKUP_KEY
    settings.BACKUP_KEY = "ANEW-ANEW-ANEW-ANEW-ANEW-ANEW-ANEW-ANEW"
    with pytest.raises(CommandError, match=r"needs the key [0-9a-f]{8}, and BACKUP_KEY is another"):
        run("restore", made, "--overwrite")
    settings.BACKUP_KEY_FALLBACKS = [former]
    assert open_backup(made).tables
    settings.BACKUP_KEY = ""
    with pytest.raises(CommandError, match="BACKUP_KEY is not set"):
        run("backup", backups)


def test_a_file_that_has_not_changed_is_stored_once(backups):
    first = {path.name for path in files_below(backups / "objects")}
    assert len(first) == 2
    default_storage.save("documents/ban-sao.pdf", ContentFile(b"%PDF-"))
    default_storage.save("documents/moi.pdf", ContentFile(b"%PDF-2"))
    media = Path(current.MEDIA_ROOT)
    place = FolderStorage(location=media)
    stored = Objects(backups, own_vault()).store_files(place, advance=lambda: None)
    assert len(stored) == 4
    assert len({path.name for path in files_below(backups / "objects")} - first) == 1


def test_data_that_is_here_is_lost_only_when_told_so(network, settings):
    made = only(network)
    ArticlePage.objects.update(title="Bài mới hơn")
    Subscriber.objects.get().delete()
    default_storage.save("documents/moi.pdf", ContentFile(b"%PDF-2"))
    connection.close()
    with pytest.raises(CommandError, match=r"data here already.*--overwrite"):
        run("restore", made)
    assert titles() == ["Bài mới hơn"]
    connection.close()
    assert "1 erasures" in run("restore", made, "--overwrite")
    assert titles() == ["Bài của Đăk Song"]
    assert Subscriber.objects.exists()
    assert "again since the backup: 1 following.Subscriber" in run("migrate")
    assert not Subscriber.objects.exists()
    assert not default_storage.exists("documents/moi.pdf")


def test_a_damaged_backup_is_refused_and_nothing_changes(backups, tmp_path):
    made = only(backups)
    for name in ("database.enc", "contents.enc", "keys.txt"):
        whole = (made / name).read_bytes()
        (made / name).write_bytes(whole[:-1])
        with pytest.raises(CommandError, match="is damaged: " + name):
            run("restore", made, "--overwrite")
        (made / name).write_bytes(whole)
    stored = files_below(backups / "objects")[0]
    content = stored.read_bytes()
    stored.write_bytes(content[:-1])
    with pytest.raises(CommandError, match=f"{stored.name} is damaged"):
        run("restore", made, "--overwrite")
    stored.unlink()
    with pytest.raises(CommandError, match=f"{stored.name} is missing"):
        run("restore", made, "--overwrite")
    (made / "database.enc").unlink()
    for folder in (made, tmp_path / "khong-co", tmp_path):
        with pytest.raises(CommandError, match="is no whole backup"):
            run("restore", folder, "--overwrite")
    assert Decision.objects.count() == 3


def test_a_restore_that_fails_within_the_database_changes_nothing(network, monkeypatch):
    made = only(network)
    whole = OpenBackup.sql

    def damaged(self):
        yield from whole(self)
        yield b"SELECT broken;\n"

    monkeypatch.setattr(OpenBackup, "sql", damaged)
    with pytest.raises(CommandError, match="psql failed"):
        run("restore", made, "--overwrite")
    assert titles() == ["Bài của Đăk Song"]
    assert default_storage.exists("documents/tờ rơi.pdf")


def test_nobody_restores_under_a_running_network(backups):
    made = only(backups)
    with connection.copy().cursor() as other:
        other.execute("SELECT 1")
        with pytest.raises(CommandError, match="stop the network first"):
            run("restore", made, "--overwrite")
        other.connection.close()


def test_a_session_that_is_just_ending_does_not_count_as_a_running_network(backups):
    with connection.cursor() as cursor:
        for _ in range(10):
            other = connection.copy()
            other.cursor().execute("SELECT count(*) FROM pg_class")
            other.close()
            assert other_sessions(cursor) == 0


def stand_in(folder: Path, version: str, then: str) -> Path:
    """Return a folder with a pg_dump that names a version and then does something else."""
    folder.mkdir()
    script = folder / "pg_dump"
    script.write_text(
        f'#!/bin/sh\n[ "$1" != --version ] || exec echo "pg_dump {version}"\n{then}\n'
    )
    script.chmod(0o755)
    return folder


def test_a_backup_that_fails_half_way_leaves_nothing(backups, tmp_path, monkeypatch):
    half = "echo half; exit 1"
    monkeypatch.setattr(programs, "binaries", lambda: stand_in(tmp_path / "bin", "18.1", half))
    with pytest.raises(CommandError, match="pg_dump failed"):
        run("backup", tmp_path / "empty")
    assert list((tmp_path / "empty").iterdir()) == []
    job = BackupJob.objects.get(kind=BackupJobKind.BACKUP)
    assert job.has_failed
    assert job.error.startswith("pg_dump failed")
    assert job.leased_until is None


def test_a_pg_dump_of_another_version_is_not_used(backups, tmp_path, monkeypatch):
    folder = stand_in(tmp_path / "bin", "(PostgreSQL) 15.20", "exit 0")
    monkeypatch.setattr(programs, "binaries", lambda: folder)
    monkeypatch.setenv("PATH", str(folder))
    with pytest.raises(CommandError, match="no pg_dump of that version"):
        run("backup", tmp_path / "none")
    assert not (tmp_path / "none").exists()
