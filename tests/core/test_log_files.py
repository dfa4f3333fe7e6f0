"""Logs do not grow without end, and nothing that is written meanwhile is lost."""

from pathlib import Path

from network.core import log_files


def test_a_large_log_is_set_aside_and_whoever_writes_goes_on(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(log_files, "MOST_BYTES", 10)
    log = tmp_path / "worker.log"
    with log.open("a") as writing:
        for number in range(log_files.KEPT + 2):
            writing.write(f"line {number} of all\n")
            writing.flush()
            log_files.rotate(log)
        writing.write("short")
    log_files.rotate(log)
    assert log.read_text() == "short"
    kept = sorted(each.name for each in tmp_path.iterdir())
    assert kept == ["worker.log", *(f"worker.log.{n}" for n in range(1, log_files.KEPT + 1))]
    assert (tmp_path / "worker.log.1").read_text() == f"line {log_files.KEPT + 1} of all\n"
