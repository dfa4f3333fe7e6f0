"""An upgrade takes place as a whole, or everything is as it was."""

import io
from contextlib import nullcontext
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection

from network.core.backup.errors import BackupError
from network.core.database_owner import other_sessions
from network.core.upgrading import checks, gate, maintenance, service
from network.core.upgrading.errors import UpgradeError
from tests.factories.owning import owning

PLAN = ["core.9999_next"]


@pytest.fixture
def steps(monkeypatch, settings, tmp_path) -> list[str]:
    """The steps of an upgrade with one migration, in their order; none of them does anything."""
    taken: list[str] = []
    settings.BACKUP_DIR = str(tmp_path / "backups")
    settings.MAINTENANCE_FILE = str(tmp_path / "maintenance")

    def step(name: str, result: object = None):
        def take(*args: object, **kwargs: object) -> object:
            page = "page" if Path(settings.MAINTENANCE_FILE).exists() else "site"
            taken.append(f"{name} ({page})")
            return result

        return take

    for name, result in {
        "pending_migrations": PLAN,
        "is_new_database": False,
        "check_room": None,
        "prove": [],
        "application_kept_out": nullcontext(),
        "write_erasures": None,
        "make_backup": tmp_path / "backups" / "pbgdpl-1",
        "restore_backup": None,
        "resume": 0,
        "_migrate": None,
        "_tables": {"public.a": [2, "1"], "public.b": [1, "1"]},
    }.items():
        monkeypatch.setattr(service, name, step(name, result))
    monkeypatch.setattr(service, "as_owner", nullcontext)
    return taken


def upgrade() -> str:
    out = io.StringIO()
    call_command("upgrade", stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_checks_come_before_the_page_and_the_page_stays_for_the_new_processes(steps, settings):
    said = upgrade()
    assert [step for step in steps if not step.startswith("_tables")] == [
        "pending_migrations (site)",
        "is_new_database (site)",
        "check_room (site)",
        "prove (site)",
        "application_kept_out (page)",
        "write_erasures (page)",
        "make_backup (page)",
        "_migrate (page)",
        "prove (page)",
    ]
    assert "1 migrations: core.9999_next" in said
    assert "Start the web processes" in said
    page = Path(settings.MAINTENANCE_FILE)
    assert page.exists()
    page.write_text("another release")
    maintenance.end_if_current(page)
    assert page.exists(), "a process of the former release that starts anew does not end it"
    maintenance.begin(page)
    maintenance.end_if_current(page)
    assert not page.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("failing", ["_migrate", "prove"])
def test_what_fails_half_way_is_restored_and_the_site_comes_back(
    steps, settings, monkeypatch, failing
):
    whole = getattr(service, failing)

    def fail(*args: object, **kwargs: object) -> object:
        whole()
        if kwargs.get("before"):
            return []
        raise DatabaseError("column is not there")

    monkeypatch.setattr(service, failing, fail)
    with pytest.raises(CommandError, match=r"as it was in pbgdpl-1: column is not there"):
        upgrade()
    assert steps[-2:] == ["restore_backup (page)", "resume (page)"]
    assert not Path(settings.MAINTENANCE_FILE).exists()


@pytest.mark.django_db
def test_the_page_stays_over_a_database_that_could_not_be_restored(steps, settings, monkeypatch):
    def fail(**kwargs: object) -> None:
        raise BackupError("the disk is full")

    monkeypatch.setattr(service, "restore_backup", fail)
    monkeypatch.setattr(service, "_migrate", fail)
    with pytest.raises(CommandError, match=r"the disk is full\. Restore it by hand"):
        upgrade()
    assert Path(settings.MAINTENANCE_FILE).exists()
    # By hand, and back to the former release: its own upgrade has nothing to migrate.
    Path(settings.MAINTENANCE_FILE).write_text("another release")
    monkeypatch.setattr(service, "pending_migrations", list)
    monkeypatch.setattr(service, "_migrate", lambda: None)
    upgrade()
    assert not Path(settings.MAINTENANCE_FILE).exists()


@pytest.mark.django_db
def test_a_broken_decision_log_stops_the_upgrade_before_anything_is_done(
    steps, settings, monkeypatch
):
    monkeypatch.setattr(service, "prove", checks.prove)

    def broken(*command: str) -> None:
        raise CommandError("STP, decision 2: altered")

    monkeypatch.setattr(checks, "call_command", broken)
    with pytest.raises(CommandError, match="decisions cannot be proved: STP, decision 2"):
        upgrade()
    assert not any(step.startswith(("make_backup", "_migrate")) for step in steps)
    assert not Path(settings.MAINTENANCE_FILE).exists()


@pytest.mark.django_db
def test_an_upgrade_without_backups_is_refused(steps, settings):
    settings.BACKUP_DIR = ""
    with pytest.raises(CommandError, match="BACKUP_DIR is not set"):
        upgrade()
    assert not any(step.startswith("_migrate") for step in steps)


@pytest.mark.django_db
def test_a_database_of_a_newer_release_is_refused():
    assert checks.pending_migrations() == []
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('core', '9999_next', now())"
        )
    with pytest.raises(UpgradeError, match=r"newer release \(core\.9999_next\)"):
        checks.pending_migrations()


@pytest.mark.django_db
def test_a_full_disk_is_noticed_before(tmp_path, monkeypatch):
    checks.check_room(tmp_path)
    monkeypatch.setattr(checks, "_ROOM", 10**9)
    with pytest.raises(UpgradeError, match=r"MB free and needs \d+ MB"):
        checks.check_room(tmp_path)


def test_fewer_rows_are_told():
    before = {"public.a": [2, "1"], "public.b": [1, "1"], "public.c": [1, "1"]}
    after = {"public.a": [1, "9"], "public.b": [3, "1"]}
    assert checks.fewer_rows(before, after) == [
        "public.a: 2 rows before, 1",
        "public.c: 1 rows before, gone",
    ]


def may_log_in() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolcanlogin FROM pg_roles WHERE rolname = %s", [gate._role()])
        return cursor.fetchone() == (True,)


@pytest.mark.django_db
def test_the_application_stays_out_while_migrate_runs_and_comes_back(monkeypatch):
    monkeypatch.setattr(gate, "other_sessions", lambda cursor: 0)
    with owning(), connection.cursor() as cursor:
        with gate.application_kept_out():
            gate.let_application_in(cursor)
            assert not may_log_in()
        assert may_log_in()
        gate._set_login(allowed=False)
        gate.let_application_in(cursor)
        assert may_log_in(), "what a killed upgrade has forbidden"


@pytest.mark.django_db
def test_sessions_are_counted_also_by_a_role_that_may_not_see_them():
    with connection.copy().cursor() as other:
        other.execute("RESET ROLE")
        # Once in a transaction: PostgreSQL answers the second time as the first.
        with connection.cursor() as cursor:
            assert other_sessions(cursor) == 1
        other.connection.close()
