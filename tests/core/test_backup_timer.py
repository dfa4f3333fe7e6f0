"""When backups and rehearsals are due, and which backups are kept."""

import contextlib
import datetime as dt
import sys
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import Mock

import pytest

from network.core.backup import copying, making, service
from network.core.backup.contents import files_below
from network.core.backup.errors import BackupError
from network.core.backup.objects import Objects
from network.core.backup.reading import open_backup
from network.core.backup.rehearsing import SCRATCH
from network.core.backup.retention import backups_in, kept, remove_old_backups
from network.core.backup.timer import due_command
from network.core.backup.vault import CHUNK, Vault, new_key
from network.core.stored_files import FolderStorage

# 10:00 in Việt Nam; the backup of the day is due since 2:00 there.
NOW = dt.datetime(2027, 3, 10, 3, 0, tzinfo=dt.UTC)
DONE = (NOW - dt.timedelta(hours=1), None)


def hours_ago(hours: float) -> dt.datetime:
    return NOW - dt.timedelta(hours=hours)


@pytest.mark.parametrize(
    ("backup", "rehearsal", "due"),
    [
        ((None, None), (None, None), ["backup"]),
        (DONE, DONE, []),
        # Of yesterday: the one of today is due since eight hours.
        ((hours_ago(8.1), None), DONE, ["backup"]),
        ((hours_ago(7.9), None), DONE, []),
        # A failure is tried again after half an hour.
        ((hours_ago(30), hours_ago(0.4)), DONE, []),
        ((hours_ago(30), hours_ago(0.6)), DONE, ["backup"]),
        (DONE, (hours_ago(24 * 31), None), ["rehearse_backup"]),
        (DONE, (hours_ago(24 * 29), None), []),
        (DONE, (None, hours_ago(23)), []),
        # A clock that was 40 days ahead for an hour has left such moments.
        ((hours_ago(-24 * 40), None), DONE, ["backup"]),
        ((None, hours_ago(-24 * 40)), DONE, ["backup"]),
    ],
)
def test_what_is_due(backup, rehearsal, due):
    jobs = {"backup": backup, "rehearsal": rehearsal}
    assert due_command(jobs, now=NOW, list_changed_at=None) == due


def test_nothing_is_due_without_a_database():
    assert due_command(None, now=NOW, list_changed_at=None) == []


@pytest.mark.parametrize(
    ("copied", "changed", "due"),
    [(3, 2, ["backup", "--copy"]), (3, 0.5, []), (1, 2, []), (None, 2, ["backup", "--copy"])],
)
def test_a_changed_list_of_erasures_is_copied_away_within_an_hour(settings, copied, changed, due):
    settings.BACKUP_COPY_COMMAND = "rclone copy {folder} away:"
    jobs = {"backup": DONE, "rehearsal": DONE, "copy": (copied and hours_ago(copied), None)}
    assert due_command(jobs, now=NOW, list_changed_at=hours_ago(changed)) == due
    settings.BACKUP_COPY_COMMAND = ""
    assert due_command(jobs, now=NOW, list_changed_at=hours_ago(changed)) == []


def test_seven_days_four_weeks_and_twelve_months_are_kept():
    first = dt.datetime(2026, 1, 1, 2, tzinfo=dt.UTC)
    backups = [
        Path(f"pbgdpl-{first + dt.timedelta(days=day, hours=extra):%Y%m%d-%H%M%S}")
        for day in range(430)
        for extra in (0, 5)
    ]
    keeping = sorted(kept(backups, {"daily": 7, "weekly": 4, "monthly": 12}))
    names = [path.name.removeprefix("pbgdpl-") for path in keeping]
    # The last of 430 days is 6 March 2027; of two backups of one day the later one stays, but all
    # of the last 24 hours.
    assert names.pop(-2) == "20270306-020000"
    assert all(name.endswith("-070000") for name in names)
    days = [name.split("-")[0] for name in names]
    assert [day for day in days if day.startswith("2026")] == [
        "20260430", "20260531", "20260630", "20260731", "20260831", "20260930",
        "20261031", "20261130", "20261231",
    ]  # fmt: skip
    assert days[9:] == [
        "20270131", "20270214", "20270221",
        "20270228", "20270301", "20270302", "20270303", "20270304", "20270305", "20270306",
    ]  # fmt: skip
    assert kept(backups[:1], {}) == set(backups[:1]), "the newest one always stays"


def test_no_truncated_altered_or_exchanged_file_opens(tmp_path):
    vault, path = Vault(new_key()), tmp_path / "file"
    content = bytes(range(256)) * (CHUNK // 128)
    vault.encrypt([content[:10], content[10:]], path, label="a")
    assert b"".join(vault.decrypt(path, label="a")) == content
    whole = path.read_bytes()
    at_chunk = len(whole) - CHUNK - 16
    for broken in (whole[:-1], whole[:at_chunk], whole[:40], whole[:-9] + b"X" + whole[-8:], b""):
        path.write_bytes(broken)
        with pytest.raises(BackupError, match="damaged"):
            list(vault.decrypt(path, label="a"))
    path.write_bytes(whole)
    with pytest.raises(BackupError, match="altered or truncated, or is of another key"):
        list(vault.decrypt(path, label="b"))
    with pytest.raises(BackupError, match="another key"):
        list(Vault(new_key()).decrypt(path, label="a"))


def test_a_key_copied_by_hand_is_read_as_people_write_it():
    key = new_key()
    assert len(key) == 39
    assert Vault(f" {key.lower().replace('-', ' ')} ").fingerprint == Vault(key).fingerprint
    for wrong in ("", "short", key[:-1], key + "A", "đ" * 32):
        with pytest.raises(BackupError, match="is not a backup key"):
            Vault(wrong)


def copy(settings, command: str, folder: Path) -> str:
    settings.BACKUP_COPY_COMMAND = command
    return copying.copy_away(folder, beat=lambda text: None)


def test_a_password_that_the_program_repeats_is_not_shown(settings, tmp_path):
    url = "rest:https://so:Bi@Mat@sao-luu.example/kho"
    with pytest.raises(BackupError) as refused:
        copy(settings, f"cp {url} {{folder}}", tmp_path)
    assert "https://***@sao-luu.example/kho" in str(refused.value)
    assert "Bi@Mat" not in str(refused.value)


def test_backups_are_copied_by_the_program_of_the_office(settings, tmp_path):
    (tmp_path / "cp away").mkdir()
    folder = tmp_path / "backups; rm"
    folder.mkdir()
    (folder / "one").write_text("1")
    assert copy(settings, f"cp -r {{folder}} '{tmp_path}/cp away'", folder) == "cp"
    assert (tmp_path / "cp away" / "backups; rm" / "one").exists()
    with pytest.raises(BackupError, match="program restic-0 is not installed"):
        copy(settings, "restic-0 backup {folder}", folder)
    with pytest.raises(BackupError, match=r"does not say \{folder\}"):
        copy(settings, "true", folder)
    said = "import sys; print('no space'); sys.exit(3)"
    with pytest.raises(BackupError, match=r"failed \(exit code 3\): no space"):
        copy(settings, f'{sys.executable} -c "{said}" {{folder}}', folder)


def make_fake_backup(folder: Path, name: str, objects: list[str]) -> None:
    (folder / name).mkdir(parents=True)
    (folder / name / "objects.txt").write_text("".join(f"{each}\n" for each in objects))
    for each in objects:
        path = folder / "objects" / each[:2] / each
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("encrypted")


def test_an_old_backup_goes_with_the_files_that_no_newer_one_names(settings, tmp_path):
    settings.BACKUP_KEEP = {"daily": 1}
    make_fake_backup(tmp_path, "pbgdpl-20270301-020000", ["aa1", "bb2"])
    make_fake_backup(tmp_path, "pbgdpl-20270302-020000", ["bb2", "cc3"])
    make_fake_backup(tmp_path, "pbgdpl-20270303-030000", ["bb2"])
    # Somebody keeps one under another name.
    make_fake_backup(tmp_path, "pbgdpl-20270101-020000-giu-lai", ["dd4"])
    assert remove_old(tmp_path, made="pbgdpl-20270303-030000") == [
        "pbgdpl-20270301-020000",
        "pbgdpl-20270302-020000",
    ]
    assert [path.name for path in backups_in(tmp_path)] == ["pbgdpl-20270303-030000"]
    assert [path.name for path in files_below(tmp_path / "objects")] == ["bb2", "dd4"]


def test_a_backup_made_before_a_restore_does_not_take_the_place_of_the_last_good_one(
    settings, tmp_path
):
    settings.BACKUP_KEEP = {"daily": 1}
    for name in ("pbgdpl-20270302-020000", "pbgdpl-20270302-150000"):
        make_fake_backup(tmp_path, name, [])
    assert remove_old(tmp_path, made="pbgdpl-20270302-150000") == []


def test_a_clock_that_was_put_back_does_not_delete_what_was_just_made(settings, tmp_path):
    settings.BACKUP_KEEP = {"daily": 1}
    for name in ("pbgdpl-20200101-000100", "pbgdpl-20270302-020000"):
        make_fake_backup(tmp_path, name, [])
    assert remove_old(tmp_path, made="pbgdpl-20200101-000100") == []


def remove_old(folder: Path, *, made: str) -> list[str]:
    return remove_old_backups(folder, made=folder / made, beat=lambda text: None)


def test_objects_are_only_deleted_by_who_holds_the_lease(settings, tmp_path, monkeypatch):
    """Another backup's objects are named by no list yet."""
    taken: list[str] = []

    @contextlib.contextmanager
    def running(kind: str) -> Iterator[Mock]:
        taken.append("lease")
        yield Mock()
        taken.append("lease ends")

    settings.BACKUP_DIR, settings.BACKUP_COPY_COMMAND = str(tmp_path), ""
    monkeypatch.setattr(service, "running", running)
    monkeypatch.setattr(service, "_make", lambda run, into, now: taken.append("make"))
    monkeypatch.setattr(service, "forget_old_erasures", lambda now: None)
    monkeypatch.setattr(service, "remove_old_backups", lambda *a, **kw: taken.append("del") or [])
    service.keep_backups()
    assert taken == ["lease", "make", "del", "lease ends"]


def test_nothing_of_a_killed_rehearsal_is_copied_away(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(service, "running", lambda kind: contextlib.nullcontext(Mock()))
    (tmp_path / "backups" / SCRATCH / "postgres").mkdir(parents=True)
    settings.BACKUP_DIR = str(tmp_path / "backups")
    settings.BACKUP_COPY_COMMAND = f"cp -r {{folder}} {tmp_path}/away"
    service.copy_backups()
    assert list((tmp_path / "away").iterdir()) == []


def test_a_stored_file_that_vanishes_while_it_is_written_stops_the_backup(tmp_path, monkeypatch):
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "a").write_text("a")

    def swept(vault: Vault, pieces: object, path: Path, *, label: str) -> None:
        """Lose what is being written, as to somebody who deletes objects meanwhile."""

    monkeypatch.setattr(Vault, "encrypt", swept)
    with pytest.raises(FileNotFoundError):
        Objects(tmp_path, Vault(new_key())).store_files(
            FolderStorage(location=tmp_path / "media"), advance=lambda: None
        )


def test_what_a_killed_backup_left_goes_with_the_next_one(tmp_path):
    for name in (".pbgdpl-20270301-020000.partial", ".pbgdpl-20270201-020000.leaving"):
        make_fake_backup(tmp_path, name, [])
    assert backups_in(tmp_path) == []
    with pytest.raises(SystemExit), making._becoming(tmp_path, "pbgdpl-1"):
        assert [path.name for path in tmp_path.iterdir()] == [".pbgdpl-1.partial"]
        raise SystemExit(143)
    assert list(tmp_path.iterdir()) == []


def test_a_backup_of_release_0_2_0_is_sent_to_that_release(tmp_path):
    (tmp_path / "manifest.json").write_text('{"files": {}, "postgresql": 18}')
    with pytest.raises(BackupError, match="made by another release: restore it with that one"):
        open_backup(tmp_path)
