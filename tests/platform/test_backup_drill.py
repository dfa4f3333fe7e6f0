"""Restores for trial, and into another major version of PostgreSQL; run by `make drill`."""

import datetime as dt
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings as current
from django.core.management import CommandError, call_command
from django.db import connection

from network.core import postgres
from network.core.backup.checks import check_rehearsal
from network.core.backup.contents import files_below, tables_of
from network.core.backup.reading import open_backup
from network.core.backup.rehearsing import SCRATCH
from network.core.backup.retention import backups_in
from network.core.backup_jobs import BackupJob
from network.core.postgres import Cluster
from network.core.system_checks.findings import Level
from tests.factories.servers import surroundings
from tests.platform.test_backup import backups, first_backup  # noqa: F401

pytestmark = pytest.mark.drill


def rehearse(settings, folder: Path) -> str:
    os.environ.update(surroundings())
    call_command("rehearse_backup", folder)
    return BackupJob.objects.get(kind="rehearsal").name


def test_a_rehearsal_proves_every_row_and_finds_a_truncated_file(backups, settings):  # noqa: F811
    settings.BACKUP_DIR = str(backups)
    (made,) = backups_in(backups)
    assert rehearse(settings, made) == made.name
    now = dt.datetime.now(dt.UTC)
    assert check_rehearsal(now).level == Level.GOOD
    for path in (made / "database.enc", files_below(backups / "objects")[0]):
        whole = path.read_bytes()
        path.write_bytes(whole[:-1])
        with pytest.raises(CommandError, match=f"{path.name} is"):
            rehearse(settings, made)
        found = check_rehearsal(dt.datetime.now(dt.UTC))
        assert found.level == Level.FAILING
        assert path.name in found.what
        path.write_bytes(whole)
    assert rehearse(settings, made) == made.name
    assert check_rehearsal(dt.datetime.now(dt.UTC)).level == Level.GOOD
    assert not (backups / SCRATCH).exists()


def other_programs() -> Path:
    """Return the programs of another major version: of OTHER_POSTGRES, or of Debian's package."""
    ours = re.search(r"\d+", version(postgres.binaries()))[0]
    named = os.environ.get("OTHER_POSTGRES")
    folders = [Path(named)] if named else Path("/usr/lib/postgresql").glob("1[789]/bin")
    for folder in folders:
        if (folder / "initdb").exists() and f" {ours}." not in version(folder):
            return folder
    pytest.skip("No other PostgreSQL from 17 on is here: set OTHER_POSTGRES to its bin folder.")


def version(folder: Path) -> str:
    asked = [str(folder / "postgres"), "--version"]
    return subprocess.run(asked, capture_output=True, text=True, check=True).stdout


@pytest.fixture
def other_server(monkeypatch, tmp_path) -> Iterator[dict[str, str]]:
    """The environment of an installation on a server of the other version."""
    folder = other_programs()
    monkeypatch.setattr(postgres, "binaries", lambda: folder)
    cluster = Cluster(tmp_path / "other", durable=False)
    with cluster.use():
        cluster.create_database("other")
        yield os.environ | {
            "PATH": f"{folder}:{os.environ['PATH']}",
            "DJANGO_SETTINGS_MODULE": "network.settings.test",
            "MEDIA_ROOT": str(tmp_path / "other-media"),
            "DATABASE_URL": cluster.url("other"),
            "DATABASE_OWNER_URL": cluster.url("other"),
        }


def manage(environment: dict[str, str], *words: object) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *map(str, words)],
        cwd=current.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_backup_goes_into_another_major_version_and_back(backups, other_server):  # noqa: F811
    (made,) = backups_in(backups)
    assert "each as it was" in manage(other_server, "restore", made)
    assert "all whole" in manage(other_server, "verify_decisions")
    manage(other_server, "backup", backups)
    again = open_backup(backups_in(backups)[-1])
    first = open_backup(made)
    assert again.manifest["postgresql"] != first.manifest["postgresql"]
    assert again.files["media"] == first.files["media"]
    own = "public.core_backupjob"
    assert again.tables | {own: []} == first.tables | {own: []}
    with psycopg.connect(other_server["DATABASE_URL"]) as there, there.cursor() as cursor:
        assert tables_of(cursor) | {own: []} == first.tables | {own: []}
    # And from there into ours.
    os.environ.update(surroundings())
    connection.close()
    call_command("rehearse_backup", backups_in(backups)[-1])
