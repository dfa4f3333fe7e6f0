"""How soon all front pages warn of a confirmed fake: `python -m tests.drill.fakes [AGENCIES]`.

All sections are kept by two web processes when another process confirms a fake, and takes it back.
From a second later on every page is asked for; prints how many were not as they should be, and when
the last of these was seen; exit code 1 if more than a minute later. On loopback and on a database
of its own.
"""

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http.client import HTTPConnection
from pathlib import Path

import psycopg

from network.core.postgres import Cluster, ClusterError
from network.launch import web_command
from network.options import Options
from network.parts import LaunchError
from tests.scale.feeds_server import free_port
from tests.scale.load_bench import started
from tests.scale.pages_bench import ROOT, STATE_DIR, drop, fill, say
from tests.scale.pages_client import answered, warm

DATABASE, AGENCIES, LONGEST_SECONDS = "pbgdpl_drill_fakes", 217, 60.0
NAME = "Trang thử báo động"
# Which of the processes answers cannot be chosen: a page is asked for so often in a row.
ASKED, AT_ONCE = 4, 8
# Who opens the case and who confirms it serve the same agency; a line read is one move made.
OFFICER = """
import sys, django
django.setup()
from django.utils import timezone
from network.agencies.models import Membership, Role
from network.channels.cases import services
from network.channels.models import CaseState
from tests.factories.cases import make_case
author = Membership.objects.filter(role=Role.AUTHOR).select_related("agency", "user").first()
leader = Membership.objects.get(role=Role.APPROVER, agency=author.agency).user
case = make_case(author.agency, author.user, state=CaseState.VERIFYING, name=sys.argv[1])
print(flush=True)
for move in sys.stdin:
    act = {"confirm": services.confirm_case, "reopen": services.reopen_case}[move.strip()]
    act(case_id=case.pk, reason="Thử.", user=leader, now=timezone.now())
    print(flush=True)
"""


def main(arguments: list[str]) -> int:
    """Hold the drill; 2 for wrong usage, 1 if it fails or cannot be held."""
    if len(arguments) > 1 or not all(each.isdigit() for each in arguments):
        sys.stderr.write("usage: python -m tests.drill.fakes [AGENCIES]\n")
        return 2
    agencies = int(arguments[0]) if arguments else AGENCIES
    cluster = Cluster(STATE_DIR / "bench-postgres", durable=False)
    try:
        with cluster.use(), tempfile.TemporaryDirectory(prefix="drill-") as folder:
            drop(cluster, DATABASE)
            took = list(hold(cluster, Path(folder), agencies))
            drop(cluster, DATABASE)
    except (ClusterError, LaunchError, psycopg.OperationalError) as error:
        sys.stderr.write(f"{' '.join(str(error).split())}\n")
        return 1
    return int(max(took) > LONGEST_SECONDS)


def hold(cluster: Cluster, folder: Path, agencies: int) -> Iterator[float]:
    """Yield the seconds after which the last page was wrong, for both moves."""
    given = fill(cluster, agencies, "--pages", "1", database=DATABASE)
    given |= {"MEDIA_ROOT": str(folder), "WEB_CONCURRENCY": "2"}
    pages, port = fronts(cluster), free_port()
    command = web_command(Options("127.0.0.1", port, 0, demo=False))
    with started(command, given, folder / "web.log"), officer(given) as moves:
        answered(port, "/")
        for move, warns in (("confirm", True), ("reopen", False)):
            warm(port, pages * 2)
            moves(move)
            begun = time.monotonic()
            time.sleep(1)
            yield last_wrong(f"{move}, load {os.getloadavg()[0]:.0f}", port, pages, warns, begun)


def last_wrong(what: str, port: int, pages: list[str], warns: bool, begun: float) -> float:
    """Ask until every page is right; return after how many seconds one was not, 0 for never."""
    wrong, last = pages, 0.0
    with ThreadPoolExecutor(AT_ONCE) as asking:
        while wrong and last <= LONGEST_SECONDS:
            right = asking.map(partial(is_right, port, warns), wrong)
            asked = len(wrong)
            wrong = [each for each, is_so in zip(wrong, right, strict=True) if not is_so]
            passed = time.monotonic() - begun
            last = passed if wrong else last
            say(
                f"{what}: {len(wrong)} of {asked} pages wrong, asked from 1 to {passed:.1f} s later"
            )
    return last


def is_right(port: int, warns: bool, page: str) -> bool:
    """Return whether each answer has the warning, or has none."""
    for _ in range(ASKED):
        asking = HTTPConnection("127.0.0.1", port, timeout=60)
        asking.request("GET", page)
        text = asking.getresponse().read().decode()
        asking.close()
        if (NAME in text) is not warns:
            return False
    return True


def fronts(cluster: Cluster) -> list[str]:
    """Return the addresses of the hub and of all sections."""
    with psycopg.connect(cluster.url(DATABASE)) as connection:
        rows = connection.execute(
            "SELECT substr(url_path, 5) FROM wagtailcore_page WHERE live AND depth = 3"
            " AND id IN (SELECT page_ptr_id FROM agency_sites_agencyhomepage) ORDER BY path"
        )
        return ["/", *(path for (path,) in rows)]


@contextlib.contextmanager
def officer(given: dict[str, str]) -> Iterator[Callable[[str], None]]:
    """Run a process in which a case waits; yields what makes a move of it."""
    command = [sys.executable, "-c", OFFICER, NAME]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=os.environ | given,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdin
        assert process.stdout
        said, made = process.stdin, process.stdout

        def move(name: str) -> None:
            said.write(f"{name}\n")
            said.flush()
            if not made.readline():
                raise LaunchError(f"the officer could not {name} the case")

        if not made.readline():
            raise LaunchError("no case could be opened")
        yield move
        said.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
