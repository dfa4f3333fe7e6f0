"""The benchmark of the feeds, at five feeds of three entries, with neither nginx nor Miniflux."""

from multiprocessing import dummy

import pytest
from django.db import connection

from tests.factories.committed import committed  # noqa: F401
from tests.scale import feeds_server, feeds_workload
from tests.scale.feeds_bench import main, table
from tests.scale.feeds_readers import Round, cpu_of_server, parent_of, rows_written
from tests.scale.feeds_round import fetch, register
from tests.scale.feeds_server import free_port, serving
from tests.scale.feeds_workload import touch, write_feeds

FEEDS, ENTRIES = 5, 3


def test_the_four_rounds_bring_what_they_promise(committed, tmp_path, monkeypatch):  # noqa: F811
    monkeypatch.setattr(feeds_server, "nginx", lambda: None)
    monkeypatch.setattr(feeds_workload, "GENERATOR", tmp_path / "none")
    port = free_port()
    size = {"base": f"http://127.0.0.1:{port}", "feeds": FEEDS, "entries": ENTRIES}
    write_feeds(tmp_path / "pages", **size)
    register(size["base"], FEEDS)
    with serving(tmp_path / "pages", port=port, run=tmp_path / "run"):
        new, unchanged = fetch(1, dummy), fetch(1, dummy)
        touch(tmp_path / "pages")
        same_body = fetch(1, dummy)
        write_feeds(tmp_path / "pages", **size, newer=1)
        newer = fetch(1, dummy)
    assert new["items"] == new["indexed"] == new["numbered"] == FEEDS * ENTRIES
    assert unchanged["items"] == same_body["items"] == FEEDS * ENTRIES
    assert newer["items"] == FEEDS * (ENTRIES + 1)
    assert not any(each["unread"] for each in (new, unchanged, same_body, newer))
    assert all(each["wall"] > 0 and each["memory"] > 20 for each in (new, unchanged, newer))


def test_feeds_that_were_not_read_are_counted(committed, tmp_path, monkeypatch, capfd):  # noqa: F811
    monkeypatch.setattr(feeds_server, "nginx", lambda: None)
    monkeypatch.setattr(feeds_workload, "GENERATOR", tmp_path / "none")
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    write_feeds(tmp_path / "pages", base=base, feeds=FEEDS, entries=ENTRIES)
    register(base, FEEDS + 2)
    with serving(tmp_path / "pages", port=port, run=tmp_path / "run"):
        told = fetch(1, dummy)
    assert (told["unread"], told["items"]) == (2, FEEDS * ENTRIES)
    assert "not read: {'not_found': 2}" in capfd.readouterr().err


@pytest.mark.django_db
def test_the_work_of_postgresql_is_counted():
    with connection.cursor() as cursor:
        server = parent_of(cursor.connection.info.backend_pid)
        before = cpu_of_server(server)
        cursor.execute("SELECT sum(n) FROM generate_series(1, 1000000) n")
        assert cpu_of_server(server) > before
        assert rows_written(cursor.connection.cursor()) >= 0


def test_the_table_has_a_line_for_each_reader_and_round():
    cost = Round(1.26, 2.0, 0.5, 12400, 128.4, {})
    lines = table([("all new", "PBGDPL", cost), ("all new", "Miniflux", cost)])
    assert lines[2] == "| all new | PBGDPL | 1.3 | 2.0 | 0.5 | 12,400 | 128 |"
    assert len(lines) == 4


@pytest.mark.parametrize("arguments", [["5"], ["five", "3"], ["1", "2", "3"]])
def test_wrong_usage_is_refused(arguments, capsys):
    assert main(arguments) == 2
    assert capsys.readouterr().err.startswith("usage: ")
