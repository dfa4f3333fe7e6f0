"""An upgrade by the command itself, back again, and one that fails."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings as current
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from network.core.backup.contents import tables_of
from network.core.backup.programs import Programs
from network.core.backup.retention import backups_in
from network.core.postgres import APPLICATION_ROLE, Cluster, binaries
from tests.factories.moderation import make_draft, make_office, publish
from tests.factories.owning import owning
from tests.factories.servers import copied_database

pytestmark = pytest.mark.drill
DATABASE = "upgraded"


@pytest.fixture(scope="module")
def former(django_db_setup, django_db_blocker, tmp_path_factory) -> Path:
    """A dump of a database with a published article, one migration before this release."""
    path = tmp_path_factory.mktemp("former") / "database.dump"
    with django_db_blocker.unblock(), copied_database():
        office = make_office()
        publish(make_draft(office, title="Bài cũ"), office)
        # The newest migration of reporting is led back and comes again.
        with owning():
            executor = MigrationExecutor(connection)
            (newest,) = executor.loader.graph.leaf_nodes("reporting")
            before = executor.loader.graph.node_map[newest].parents
            executor.migrate([each.key for each in before if each.key[0] == "reporting"])
        Programs.of_server().run("pg_dump", "--format=custom", "-x", "-O", f"--file={path}")
    return path


class Installation:
    """An installation on a PostgreSQL of its own, with both roles."""

    def __init__(self, cluster: Cluster, folder: Path) -> None:
        self.owner = cluster.url(DATABASE)
        self.page = folder / "maintenance"
        self.backups = folder / "backups"
        self.environment = {
            "PATH": "/usr/bin:/bin",
            "DJANGO_SETTINGS_MODULE": "network.settings.test",
            "DATABASE_URL": cluster.url(DATABASE, role=APPLICATION_ROLE),
            "DATABASE_OWNER_URL": self.owner,
            "MEDIA_ROOT": str(folder / "media"),
            "MAINTENANCE_FILE": str(self.page),
            "BACKUP_DIR": str(self.backups),
        }

    def manage(self, *words: object, script: str = "manage.py") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, script, *map(str, words)],
            cwd=current.BASE_DIR,
            env=self.environment,
            capture_output=True,
            text=True,
        )

    def tables(self) -> dict[str, list[int | str]]:
        with psycopg.connect(self.owner) as there, there.cursor() as cursor:
            return tables_of(cursor)


@pytest.fixture
def installation(former, tmp_path) -> Iterator[Installation]:
    cluster = Cluster(tmp_path / "postgres", durable=False)
    with cluster.use():
        cluster.create_database(DATABASE)
        programs = Programs(binaries(), connection.settings_dict)
        programs.run("pg_restore", f"--dbname={cluster.url(DATABASE)}", str(former))
        yield Installation(cluster, tmp_path)


def test_the_former_release_is_upgraded_and_goes_back(installation):
    before = installation.tables()
    # An old process is connected, as the application.
    old = psycopg.connect(installation.environment["DATABASE_URL"], autocommit=True)
    done = installation.manage("upgrade")
    assert done.returncode == 0, done.stdout + done.stderr
    with pytest.raises(psycopg.OperationalError):
        old.execute("SELECT 1")
    assert "migrations: " in done.stdout
    assert installation.page.exists()
    assert "all whole" in installation.manage("verify_decisions").stdout
    # Another upgrade has nothing to do, and the application may log in again.
    assert installation.manage("upgrade").stdout == ""
    psycopg.connect(installation.environment["DATABASE_URL"]).close()
    # Back: what the former release finds is what it has left.
    (backup,) = backups_in(installation.backups)
    restored = installation.manage("restore", backup, "--overwrite")
    assert restored.returncode == 0, restored.stderr
    assert installation.tables() == before


# Runs `upgrade` with a last migration that fails after all others.
FAILING = """
import django
django.setup()
from django.core.management import call_command
from django.db import connection
from network.core.upgrading import service
whole = service._migrate
def migrate():
    whole()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE moderation_ruleset SET nothing = 1")
service._migrate = migrate
call_command("upgrade")
"""


def test_an_upgrade_that_fails_leaves_every_row_as_it_was(installation):
    before = installation.tables()
    done = installation.manage(FAILING, script="-c")
    assert done.returncode != 0
    assert "Nothing was upgraded; the database is as it was in pbgdpl-" in done.stderr
    assert installation.tables() == before
    assert not installation.page.exists()
    psycopg.connect(installation.environment["DATABASE_URL"]).close()
