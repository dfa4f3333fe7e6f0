"""Pages of visitors are read from a streaming replica, but never from one that is behind."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.contrib.auth.models import Group
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from network.core.freshness import middleware, replica
from network.core.freshness.dependencies import depends_on
from network.core.freshness.listening import CONNECT_OPTIONS, Listener
from network.core.freshness.middleware import VisitorCacheMiddleware, for_visitors
from network.core.freshness.replica import ReplicaRouter, ReplicaState, ReplicaWatch
from network.core.freshness.store import Store
from network.core.postgres import Cluster
from tests.factories.replica import following

NEVER, SOON = 0.3, 20.0


@pytest.fixture
def store(monkeypatch) -> Store:
    store = Store()
    store.max_bytes = 100_000
    store.open()
    monkeypatch.setattr(middleware, "STORE", store)
    monkeypatch.setattr(replica, "STORE", store)
    return store


@pytest.fixture(scope="module")
def servers(tmp_path_factory) -> Iterator[tuple[Cluster, Cluster]]:
    """A primary and a replica that follows it."""
    folder = tmp_path_factory.mktemp("servers")
    folder.chmod(0o755)
    primary = Cluster(folder / "primary", durable=False)
    with primary.use(), following(primary, folder / "replica") as behind:
        with psycopg.connect(primary.url("postgres"), autocommit=True) as connection:
            connection.execute("CREATE TABLE note (text text)")
        yield primary, behind


@contextmanager
def sessions(servers: tuple[Cluster, Cluster]) -> Iterator[list["psycopg.Connection[Any]"]]:
    ahead, behind = (psycopg.connect(server.url("postgres"), autocommit=True) for server in servers)
    with ahead, behind:
        yield [ahead, behind]


def test_a_replica_is_fresh_when_it_has_what_the_primary_has(servers, store, monkeypatch):
    watch = ReplicaWatch()
    with sessions(servers) as (ahead, behind):
        assert not watch.is_fresh(store.version())
        ahead.execute("INSERT INTO note VALUES ('một')")
        monkeypatch.setattr(replica, "OLDEST_SECONDS", SOON)
        watch.ask(ahead, behind)
        assert watch.is_fresh(store.version())
        assert behind.execute("SELECT text FROM note").fetchone() == ("một",)
        # From the notification of a change on, until the replica has it too.
        store.drop("note")
        assert not watch.is_fresh(store.version())
        watch.ask(ahead, behind)
        assert watch.is_fresh(store.version())


def test_a_replica_that_lags_is_not_read(servers, store, monkeypatch):
    watch = ReplicaWatch()
    monkeypatch.setattr(replica, "OLDEST_SECONDS", NEVER)
    with sessions(servers) as (ahead, behind):
        behind.execute("SELECT pg_wal_replay_pause()")
        try:
            ahead.execute("INSERT INTO note VALUES ('hai')")
            watch.ask(ahead, behind)
            assert not watch.is_fresh(store.version())
        finally:
            behind.execute("SELECT pg_wal_replay_resume()")


class Unguarded(ReplicaWatch):
    """Reads a replica also after a change that it may not have yet."""

    def is_fresh(self, version: int | None) -> bool:
        return self._known is not None and super().is_fresh(self._known.version)


@pytest.mark.parametrize(("kind", "shown"), [(ReplicaWatch, b"new"), (Unguarded, b"old")])
def test_without_the_count_of_changes_an_old_page_would_be_kept(
    servers, store, monkeypatch, rf, kind, shown
):
    watch = kind()
    watch.start = lambda: None
    monkeypatch.setattr(middleware, "WATCH", watch)
    monkeypatch.setattr(middleware.LISTENER, "start", lambda: None)
    monkeypatch.setattr(replica, "OLDEST_SECONDS", SOON)
    with sessions(servers) as (ahead, behind):

        @for_visitors
        def last_note(request: HttpRequest) -> HttpResponse:
            depends_on("note")
            read = behind if ReplicaRouter().db_for_read(Group) == replica.ALIAS else ahead
            row = read.execute("SELECT text FROM note ORDER BY text = 'new'")
            return HttpResponse(row.fetchall()[-1][0])

        ahead.execute("DELETE FROM note")
        ahead.execute("INSERT INTO note VALUES ('old')")
        watch.ask(ahead, behind)
        behind.execute("SELECT pg_wal_replay_pause()")
        try:
            ahead.execute("INSERT INTO note VALUES ('new')")
            store.drop("note")
            show = VisitorCacheMiddleware(last_note)
            show(rf.get("/a/"))
        finally:
            behind.execute("SELECT pg_wal_replay_resume()")
        # Long after the replica has the change, what was kept is still shown.
        watch.ask(ahead, behind)
        assert behind.execute("SELECT count(*) FROM note").fetchone() == (2,)
        assert show(rf.get("/a/")).content == shown


def test_while_only_the_replica_is_left_visitors_read_copies(servers, store, tmp_path):
    _, behind = servers
    left = {"host": f"{tmp_path},{behind.socket_dir}", "dbname": "postgres", "user": "postgres"}
    address = left | CONNECT_OPTIONS | {"target_session_attrs": "read-write"}
    with pytest.raises(psycopg.OperationalError) as raised:
        psycopg.connect(**address)
    Listener(store)._lose(raised.value, address)
    assert store.is_away()
    # A server that takes changes may be told of a withdrawal that this process does not hear of.
    ahead = left | {"host": f"{tmp_path},{servers[0].socket_dir}"} | CONNECT_OPTIONS
    Listener(store)._lose(raised.value, ahead)
    assert not store.is_away()


def test_what_was_found_fresh_is_so_for_a_second(store, monkeypatch):
    watch = ReplicaWatch()
    watch._known = ReplicaState(store.version(), replica.time.monotonic())
    assert watch.is_fresh(store.version())
    monkeypatch.setattr(replica, "OLDEST_SECONDS", 0.0)
    assert not watch.is_fresh(store.version())


def test_a_promoted_replica_is_no_replica_and_takes_writes(store, monkeypatch, tmp_path):
    tmp_path.chmod(0o755)
    watch = ReplicaWatch()
    primary = Cluster(tmp_path / "primary", durable=False)
    with primary.use(), following(primary, tmp_path / "replica") as standby:
        monkeypatch.setattr(replica, "OLDEST_SECONDS", SOON)
        with sessions((primary, standby)) as (ahead, behind):
            store.open()
            watch.ask(ahead, behind)
            assert watch.is_fresh(store.version())
            assert behind.execute("SELECT pg_promote()").fetchone() == (True,)
            monkeypatch.setattr(replica, "OLDEST_SECONDS", NEVER)
            store.open()
            watch.forget()
            watch.ask(ahead, behind)
            assert not watch.is_fresh(store.version())
            behind.execute("CREATE TABLE new (text text)")
        # One address for both servers finds the one that takes writes.
        both = f"host={standby.socket_dir},{primary.socket_dir} dbname=postgres user=postgres"
        ask = "SELECT pg_is_in_recovery()"
        with psycopg.connect(f"{both} target_session_attrs=read-write") as found:
            assert found.execute(ask).fetchone() == (False,)


class Always(ReplicaWatch):
    """Says that the replica is fresh, and remembers to what it was told to forget it."""

    is_forgotten = False

    def is_fresh(self, version: int | None) -> bool:
        return not self.is_forgotten

    def start(self) -> None:
        pass

    def forget(self) -> None:
        self.is_forgotten = True


@pytest.fixture
def watch(monkeypatch, store, settings) -> Always:
    watch = Always()
    monkeypatch.setattr(middleware, "WATCH", watch)
    monkeypatch.setattr(middleware.LISTENER, "start", lambda: None)
    settings.DATABASE_ROUTERS = ["network.core.freshness.replica.ReplicaRouter"]
    return watch


def asked(rf, view, path: str = "/a/") -> tuple[list[str], HttpResponseBase]:
    """Return where each call of the view would have read, and the response."""
    read: list[str] = []

    def recorded(request: HttpRequest) -> HttpResponse:
        read.append(ReplicaRouter().db_for_read(Group))
        return view(request)

    return read, VisitorCacheMiddleware(recorded)(rf.get(path))


@for_visitors
def shared(request: HttpRequest) -> HttpResponse:
    depends_on("a")
    return HttpResponse("a")


def test_a_page_for_all_visitors_is_read_from_the_replica(rf, watch):
    assert asked(rf, shared)[0] == ["replica"]


def test_what_is_missing_there_is_looked_up_on_the_primary(rf, watch):
    def missing(request: HttpRequest) -> HttpResponse:
        return HttpResponse(status=404)

    assert asked(rf, missing)[0] == ["replica", "default"]
    assert not watch.is_forgotten


def test_a_file_is_looked_up_once(rf, watch):
    def file(request: HttpRequest) -> HttpResponse:
        return HttpResponse("file")

    assert asked(rf, file, "/documents/1/a.pdf")[0] == ["default"]
    assert asked(rf, file)[0] == ["replica", "default"]


def test_after_an_error_the_primary_is_asked_until_the_replica_is_found_again(rf, watch):
    def fails(request: HttpRequest) -> HttpResponse:
        return HttpResponse(status=503)

    assert asked(rf, fails)[0] == ["replica", "default"]
    assert asked(rf, shared)[0] == ["default"]


def test_whoever_writes_reads_from_the_primary_and_is_not_asked_twice(rf, watch):
    router, later = ReplicaRouter(), []

    def writes(request: HttpRequest) -> HttpResponse:
        router.db_for_write(Group)
        later.append(router.db_for_read(Group))
        return HttpResponse(status=404)

    assert (asked(rf, writes)[0], later) == (["replica"], ["default"])


def test_nobody_who_is_signed_in_reads_from_it(rf, watch):
    read: list[str] = []

    def view(request: HttpRequest) -> HttpResponse:
        read.append(ReplicaRouter().db_for_read(Group))
        return HttpResponse("a")

    request = rf.get("/a/")
    request.COOKIES["sessionid"] = "x"
    VisitorCacheMiddleware(view)(request)
    VisitorCacheMiddleware(view)(rf.post("/a/"))
    assert read == ["default", "default"]
