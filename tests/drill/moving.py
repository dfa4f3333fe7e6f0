"""Media that move to an object store and back while people read: `python -m tests.drill.moving`.

Each document of a small network has a file of its own, and most of them are public; beside them lie
as many files as a small agency has, to which no address leads. While all web
processes are restarted one after another and `move_media` runs, visitors read public files, compare
them with what was uploaded, and try the others. Prints a line for each way; exit code 1 if a file
is lost or changed, is refused to those who may read it, or is given to a stranger.
"""

import asyncio
import contextlib
import hashlib
import os
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import urlopen

import psycopg

from network.core.postgres import Cluster, ClusterError
from network.parts import LaunchError
from tests.factories.object_store import Store, object_store
from tests.scale.pages_bench import ROOT, STATE_DIR, drop, fill, say

from .servers import WebProcess, proxy, web_processes
from .visitors import Answers, Place

DATABASE, AGENCIES = "pbgdpl_moving", 5
READS_A_SECOND, FILE_BYTES = 10.0, 40_000
# This is not about speed: processes are started all the time.
PATIENCE_SECONDS = 60.0
DOCUMENTS = "SELECT id, file, public FROM media_agencydocument ORDER BY id"
# What a published page shows is public already.
PUBLISH = """
UPDATE media_agencydocument d
   SET file = 'documents/' || id || '-' || md5(id::text) || '.txt',
       public = id % 2 = 0 OR EXISTS (
           SELECT FROM wagtailcore_referenceindex r
             JOIN django_content_type t ON t.id = r.to_content_type_id
            WHERE t.model = 'agencydocument' AND r.to_object_id = d.id::text)
"""
OTHERS = 480


@dataclass
class Reading:
    """What visitors were given: answers to public files, and what strangers came to."""

    answers: Answers = field(default_factory=Answers)
    changed: list[str] = field(default_factory=list)
    given: Counter[int] = field(default_factory=Counter)

    @property
    def is_well(self) -> bool:
        """Return whether every public file came as it was uploaded, and no other."""
        return not self.answers.failed and not self.changed and set(self.given) == {404}


@dataclass(frozen=True)
class Files:
    """The documents of the network: their content by stored name, and their addresses."""

    hashes: dict[str, str]
    public: dict[str, str]
    private: list[str]


def main() -> int:
    """Move the media there and back, and return the exit code."""
    cluster = Cluster(STATE_DIR / "bench-postgres", durable=False)
    try:
        with cluster.use(), tempfile.TemporaryDirectory(prefix="moving-") as name:
            drop(cluster, DATABASE)
            folder = Path(name)
            folder.chmod(0o755)
            environment = fill(cluster, AGENCIES, database=DATABASE)
            files = stored(cluster.url(DATABASE), folder / "media")
            with object_store(folder / "store") as store:
                is_well = there_and_back(folder, environment, files, store)
            drop(cluster, DATABASE)
    except (ClusterError, LaunchError, psycopg.OperationalError) as error:
        sys.stderr.write(f"{' '.join(str(error).split())}\n")
        return 1
    return 0 if is_well else 1


def stored(database: str, media: Path) -> Files:
    """Give each document a content of its own, and half of them to the public."""
    hashes, public, private = {}, {}, []
    with psycopg.connect(database) as connection:
        connection.execute(PUBLISH)
        rows = connection.execute(DOCUMENTS).fetchall()
    others = (f"images/{number}.webp" for number in range(OTHERS))
    for name in [*(row[1] for row in rows), *others]:
        content = hashlib.sha256(name.encode()).digest() * (FILE_BYTES // 32)
        path = media / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        hashes[name] = hashlib.sha256(content).hexdigest()
    for number, name, is_public in rows:
        address = f"/documents/{number}/{quote(Path(name).name)}"
        if is_public:
            public[address] = hashes[name]
        else:
            private.append(address)
    return Files(hashes, public, private)


def there_and_back(folder: Path, environment: dict[str, str], files: Files, store: Store) -> bool:
    """Say what visitors saw of each way, and return whether all is well."""
    media, verdicts = folder / "media", []
    base = environment | store.environment | {"MEDIA_ROOT": str(media)}
    folder_first = base | {"MEDIA_IN": "folder", "MEDIA_ALSO_IN": ""}
    with (
        web_processes(folder, folder_first) as webs,
        proxy(folder, media=media, static=folder, MEDIA_STORE_URL=store.url) as port,
    ):
        for to, former in (("store", "folder"), ("folder", "store")):
            with reading(Place(port, patience=PATIENCE_SECONDS), files) as seen:
                restart(webs, base | {"MEDIA_IN": former, "MEDIA_ALSO_IN": to})
                now = base | {"MEDIA_IN": to, "MEDIA_ALSO_IN": former}
                restart(webs, now)
                command = [sys.executable, "manage.py", "move_media", "--to", to]
                subprocess.run(command, cwd=ROOT, env=os.environ | now, check=True)
                restart(webs, base | {"MEDIA_IN": to, "MEDIA_ALSO_IN": ""})
            found = hashes_in(store if to == "store" else media)
            left = hashes_in(media if to == "store" else store)
            strangers = given_to_strangers(store)
            equal = sum(found.get(name) == each for name, each in files.hashes.items())
            say(
                f"to the {to}: {equal} of {len(files.hashes)} hashes equal,"
                f" {len(left)} left behind, {strangers} objects given without keys by the store;"
                f" public files: {seen.answers}, changed {len(seen.changed)};"
                f" {len(files.private)} private files asked for: {dict(seen.given)}"
            )
            is_whole = found == files.hashes and not left and not strangers
            verdicts.append(is_whole and seen.is_well)
    return all(verdicts)


def restart(webs: list[WebProcess], environment: dict[str, str]) -> None:
    """Restart one web process after the other, each when the last one answers again."""
    for web in webs:
        web.restart(environment)


def hashes_in(place: Store | Path) -> dict[str, str]:
    """Return the hashes of all files in the folder or the store."""
    if isinstance(place, Store):
        contents = place.objects
    else:
        paths = (path for path in place.rglob("*") if path.is_file())
        contents = {path.relative_to(place).as_posix(): path.read_bytes() for path in paths}
    return {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}


@contextlib.contextmanager
def reading(place: Place, files: Files) -> Iterator[Reading]:
    """Let visitors read, and strangers try, while the block runs."""
    seen, ended = Reading(), threading.Event()
    crowd = threading.Thread(target=lambda: asyncio.run(_read(place, files, seen, ended)))
    crowd.start()
    try:
        yield seen
    finally:
        ended.set()
        crowd.join()


async def _read(place: Place, files: Files, seen: Reading, ended: threading.Event) -> None:
    """Ask for a public file and a private one in turn, READS_A_SECOND times a second."""
    public, private = cycle(files.public.items()), cycle(files.private)
    async with asyncio.TaskGroup() as asked:
        while not ended.is_set():
            asked.create_task(_read_public(place, *next(public), seen))
            asked.create_task(_try_private(place, next(private), seen))
            await asyncio.sleep(2 / READS_A_SECOND)


async def _read_public(place: Place, address: str, sha256: str, seen: Reading) -> None:
    status, data = await place.send(place.head("GET", address), seen.answers)
    body = data.partition(b"\r\n\r\n")[2]
    if status == 200 and hashlib.sha256(body).hexdigest() != sha256:
        seen.changed.append(address)


async def _try_private(place: Place, address: str, seen: Reading) -> None:
    status, _ = await place.send(place.head("GET", address), Answers())
    seen.given[status] += 1


def given_to_strangers(store: Store) -> int:
    """Return how many objects the store itself gives to those without keys."""
    given = 0
    for name in store.objects:
        with contextlib.suppress(HTTPError), urlopen(f"{store.url}/{quote(name)}"):
            given += 1
    return given


if __name__ == "__main__":
    sys.exit(main())
