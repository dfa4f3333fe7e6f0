"""The state of the system says when backups, copies, rehearsals or the key need somebody."""

import datetime as dt
from unittest import mock

import pytest
from django.core.management import CommandError, call_command

from network.core.backup import runs
from network.core.backup.checks import check_backup, check_copy, check_key, check_rehearsal
from network.core.backup.errors import BackupError
from network.core.backup.vault import own_vault
from network.core.backup_jobs import BackupJob, BackupJobKind
from network.core.leases import LEASE
from network.core.system_checks.findings import Level

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2027, 3, 10, 3, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def backups_are_set_up(settings):
    settings.BACKUP_DIR = "/backups"
    settings.BACKUP_COPY_COMMAND = "rclone copy {folder} away:"


def job(kind: BackupJobKind, **fields: object) -> None:
    BackupJob.objects.update_or_create(kind=kind, defaults=fields)


@pytest.mark.parametrize(
    ("check", "kind", "good_for", "worse", "level"),
    [
        (check_backup, BackupJobKind.BACKUP, DAY, 1.2 * DAY, Level.FAILING),
        (check_copy, BackupJobKind.COPY, DAY, 1.2 * DAY, Level.FAILING),
        (check_rehearsal, BackupJobKind.REHEARSAL, 34 * DAY, 36 * DAY, Level.WARNING),
        (check_key, BackupJobKind.KEY, 330 * DAY, 340 * DAY, Level.WARNING),
        (check_key, BackupJobKind.KEY, 330 * DAY, 365 * DAY, Level.FAILING),
    ],
)
def test_what_is_too_old_is_said(check, kind, good_for, worse, level):
    missing = check(NOW)
    assert missing.level > Level.GOOD
    assert missing.to_do
    job(kind, succeeded_at=NOW - good_for, name=own_vault().fingerprint)
    assert check(NOW).level == Level.GOOD
    job(kind, succeeded_at=NOW - worse)
    assert check(NOW).level == level


@pytest.mark.parametrize(
    ("check", "kind", "level"),
    [
        (check_backup, BackupJobKind.BACKUP, Level.WARNING),
        (check_copy, BackupJobKind.COPY, Level.FAILING),
        (check_rehearsal, BackupJobKind.REHEARSAL, Level.FAILING),
    ],
)
def test_a_failure_since_the_last_success_is_said_with_its_reason(check, kind, level):
    job(kind, succeeded_at=NOW - DAY / 2, failed_at=NOW - DAY, error="no space left")
    assert check(NOW).level == Level.GOOD
    job(kind, succeeded_at=NOW - DAY, failed_at=NOW - DAY / 2)
    finding = check(NOW)
    assert finding.level == level
    assert "no space left" in finding.what


def test_a_new_key_must_be_confirmed_anew(settings):
    with mock.patch("getpass.getpass", return_value="anew " * 8):
        with pytest.raises(CommandError, match="This is another key"):
            call_command("backup_key")
        settings.BACKUP_KEY = "ANEW" * 8
        call_command("backup_key")
    assert check_key(dt.datetime.now(dt.UTC)).level == Level.GOOD
    settings.BACKUP_KEY = "MORE" * 8
    assert "mất luôn khóa" in check_key(dt.datetime.now(dt.UTC)).what
    settings.BACKUP_KEY = ""
    assert check_key(dt.datetime.now(dt.UTC)).level == Level.FAILING


def test_an_installation_without_backups_is_told_so_and_a_demo_is_not(settings):
    settings.BACKUP_DIR = ""
    assert [check(NOW) for check in (check_backup, check_copy, check_rehearsal, check_key)] == (
        [None] * 4
    )
    settings.DEMO_ALLOWED = False
    assert check_backup(NOW).level == Level.FAILING
    settings.BACKUP_DIR, settings.BACKUP_COPY_COMMAND = "/backups", ""
    assert check_copy(NOW).level == Level.WARNING


def test_only_one_job_runs_and_a_dead_one_frees_the_way():
    with runs.running(BackupJobKind.BACKUP) as first:
        with pytest.raises(BackupError, match="is running"), runs.running(BackupJobKind.REHEARSAL):
            pass
        # The process stood still for longer than its lease: another one takes over.
        BackupJob.objects.update(leased_until=dt.datetime.now(dt.UTC) - LEASE)
        with runs.running(BackupJobKind.REHEARSAL) as second:
            second.succeed(name="newer")
            with pytest.raises(BackupError, match="taken this job over"):
                first.beat("files: 3")
    assert BackupJob.objects.get(kind="rehearsal").name == "newer"
    assert BackupJob.objects.get(kind="backup").succeeded_at is None


def test_an_interrupted_job_is_a_failure_and_leaves_no_lease():
    with pytest.raises(SystemExit), runs.running(BackupJobKind.BACKUP):
        raise SystemExit(143)
    row = BackupJob.objects.get(kind="backup")
    assert row.has_failed
    assert row.error == "It was interrupted."
    assert not BackupJob.objects.exclude(leased_until=None).exists()
