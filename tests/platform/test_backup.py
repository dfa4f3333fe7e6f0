"""Back up, wipe, restore elsewhere: every row and every file is what it was, or nothing changed."""

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as current
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection

from network.core.backup import programs
from network.core.backup.contents import media_of_folder
from network.moderation.models import Decision
from sites.models import ArticlePage
from tests.factories.moderation import make_draft, make_office, publish
from tests.factories.owning import owning
from tests.factories.servers import copied_database

WIPE = "DROP SCHEMA public CASCADE; CREATE SCHEMA public"


@pytest.fixture(scope="module")
def filled(django_db_setup, django_db_blocker) -> Iterator[None]:
    """A committed small network."""
    with django_db_blocker.unblock(), copied_database():
        office = make_office()
        publish(make_draft(office, title="Bài của Đăk Song"), office)
        yield


@pytest.fixture
def backups(filled: None, settings, tmp_path) -> Iterator[Path]:
    """A folder for backups of it and of its media, for who changes neither."""
    settings.MEDIA_ROOT = str(tmp_path / "media")
    default_storage.save("original_images/a.webp", ContentFile(b"ba con meo"))
    default_storage.save("documents/tờ rơi.pdf", ContentFile(b"%PDF-"))
    connection.close()
    yield tmp_path / "backups"
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


def back_up(folder: Path) -> Path:
    return Path(run("backup", folder).splitlines()[0])


def wipe(settings, media: Path) -> None:
    """Lose the database, and stand before an empty folder for media."""
    with owning(), connection.cursor() as cursor:
        cursor.execute(WIPE)
    connection.close()
    settings.MEDIA_ROOT = str(media)


def titles() -> list[str]:
    return list(ArticlePage.objects.values_list("title", flat=True))


def test_what_was_lost_is_back_elsewhere_and_the_decisions_are_whole(network, settings, tmp_path):
    media = media_of_folder(Path(settings.MEDIA_ROOT))
    made = back_up(network)
    wipe(settings, tmp_path / "elsewhere")
    said = run("restore", made)
    assert "2 files, each as it was" in said
    assert titles() == ["Bài của Đăk Song"]
    assert run("verify_decisions") == "decisions: 3 in 1 agencies, all whole\n"
    assert media_of_folder(tmp_path / "elsewhere") == media
    assert media.files == 2
    # What it is made of says the same again.
    again = json.loads((back_up(tmp_path / "again") / "manifest.json").read_text())
    wanted = json.loads((made / "manifest.json").read_text())
    assert (again["tables"], again["media"]) == (wanted["tables"], wanted["media"])
    assert "manage.py makemigrations" not in run("makemigrations", "--check", "--dry-run")


def test_the_keys_are_named_and_not_told(backups):
    made = back_up(backups)
    keys = (made / "keys.txt").read_text()
    assert all(name in keys for name in ("SECRET_KEY", "DATABASE_URL", "SMTP_PASSWORD"))
    secret = current.SECRET_KEY.encode() + b"\n"
    assert all(secret not in path.read_bytes() for path in made.glob("*.txt"))
    assert made.stat().st_mode & 0o077 == 0, "it holds what citizens wrote"


def test_data_that_is_here_is_lost_only_when_told_so(network, settings):
    made = back_up(network)
    ArticlePage.objects.update(title="Bài mới hơn")
    default_storage.save("documents/moi.pdf", ContentFile(b"%PDF-2"))
    connection.close()
    with pytest.raises(CommandError, match=r"data here already.*--overwrite"):
        run("restore", made)
    assert titles() == ["Bài mới hơn"]
    connection.close()
    run("restore", made, "--overwrite")
    assert titles() == ["Bài của Đăk Song"]
    assert not default_storage.exists("documents/moi.pdf")


def test_a_damaged_backup_is_refused_and_nothing_changes(backups, tmp_path):
    made = back_up(backups)
    for name in ("database.dump", "media.tar", "keys.txt"):
        whole = (made / name).read_bytes()
        (made / name).write_bytes(whole[:-1])
        with pytest.raises(CommandError, match="is damaged: " + name):
            run("restore", made, "--overwrite")
        (made / name).write_bytes(whole)
    (made / "media.tar").unlink()
    for folder in (made, tmp_path / "khong-co", tmp_path):
        with pytest.raises(CommandError, match="is no whole backup"):
            run("restore", folder, "--overwrite")
    assert Decision.objects.count() == 3


def test_a_restore_that_fails_within_the_database_changes_nothing(network, monkeypatch):
    made = back_up(network)
    whole = programs.Programs.run

    def damage(self, program, *arguments):
        whole(self, program, *arguments)
        if program == "pg_restore":
            script = Path(arguments[-2].partition("=")[2])
            script.write_text(script.read_text() + "SELECT broken;\n")

    monkeypatch.setattr(programs.Programs, "run", damage)
    with pytest.raises(CommandError, match="psql failed"):
        run("restore", made, "--overwrite")
    assert titles() == ["Bài của Đăk Song"]
    assert default_storage.exists("documents/tờ rơi.pdf")


def test_nobody_restores_under_a_running_network(backups):
    made = back_up(backups)
    with connection.copy().cursor() as other:
        other.execute("SELECT 1")
        with pytest.raises(CommandError, match="stop the network first"):
            run("restore", made, "--overwrite")
        other.connection.close()


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
    half = 'for each; do case $each in --file=*) echo half >"${each#--file=}";; esac; done; exit 1'
    monkeypatch.setattr(programs, "binaries", lambda: stand_in(tmp_path / "bin", "18.1", half))
    with pytest.raises(CommandError, match="pg_dump failed"):
        run("backup", backups)
    assert list(backups.iterdir()) == []


def test_a_pg_dump_of_another_version_is_not_used(backups, tmp_path, monkeypatch):
    folder = stand_in(tmp_path / "bin", "(PostgreSQL) 15.20", "exit 0")
    monkeypatch.setattr(programs, "binaries", lambda: folder)
    monkeypatch.setenv("PATH", str(folder))
    with pytest.raises(CommandError, match="no pg_dump of that version"):
        run("backup", backups)
    assert not backups.exists()
