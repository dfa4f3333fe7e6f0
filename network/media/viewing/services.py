"""Convert files to pages, once per file version. A killed worker leaves no partial result."""

import datetime as dt
import hashlib
import re
import secrets
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from shutil import rmtree
from tempfile import TemporaryDirectory, gettempdir
from typing import Any

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import DataError, IntegrityError, transaction
from django.utils import timezone

from network.core.leases import claim, held, release, renew
from network.core.stored_files import StoreAway

from ..models import AgencyDocument
from . import ocr, running
from .cleaning import cleaned
from .models import PAGES, ConversionStage, RenderedPage, Rendering, RenderingState
from .results import (
    LARGE,
    SMALL,
    THUMB,
    TOTAL,
    FileReading,
    FileRefused,
    NoteKind,
    ReadingPart,
    Refusal,
    picture_name,
)
from .turns import record_turn

# A process killed from outside is retried. After this many attempts the file is refused.
MOST_ATTEMPTS = 20
_MIB = 1024 * 1024
# Limits of one image and of all output of a file: 300 photo pages of a megabyte each.
_MOST_PICTURE_BYTES, _MOST_MADE_BYTES = 8 * _MIB, 300 * _MIB
_CLEAN_COPY = re.compile(r"ban-sach\.(?:docx|xlsx|pptx|jpg)")


class LeaseLost(Exception):
    """Another worker has taken the file over; nothing was stored."""


def add_rendering(*, document: AgencyDocument) -> Rendering:
    """Return the rendering of the current file version, creating it if it is missing."""
    rendering, _made = Rendering.objects.get_or_create(
        document=document,
        file_name=document.file.name,
        defaults={"folder": f"{PAGES}/{secrets.token_hex(10)}"},
    )
    return rendering


def render(*, rendering_id: int, now: dt.datetime) -> Rendering | None:
    """Convert the file of one row and store its pages. Returns None if there is nothing to do.

    The file is ready then, unless it has scanned pages: those wait for `scans.read_scan`.
    """
    waiting = Rendering.objects.filter(state=RenderingState.WAITING, pages_unread=0)
    claimed = claim(waiting.filter(pk=rendering_id), now=now)
    if not claimed:
        return None
    rendering = claimed[0]
    record_turn(rendering, ConversionStage.CONVERT, now=now)
    with work_on(rendering) as temporary:
        source, folder = temporary / "file", temporary / "made"
        folder.mkdir()
        digest = fetch(rendering, source)
        reading = running.convert(source, folder, beat=lambda: _go_on(rendering, folder))
        _store(rendering, reading, folder, digest, ocr.scanned_pages(source, reading))
    rendering.refresh_from_db()
    return rendering


@contextmanager
def work_on(rendering: Rendering) -> Iterator[Path]:
    """Yield a temporary folder for the work on a claimed file, and record why the work failed."""
    with _folder_of(rendering) as name:
        try:
            yield Path(name)
        except FileRefused as refused:
            _refuse(rendering, refused.refusal)
        except running.ChildDied:
            _count_attempt(rendering)
        except StoreAway:
            # Not the file's fault, so no attempt is counted.
            release_waiting(rendering)
            raise
        except (DataError, IntegrityError, TypeError, ValueError):
            # The process returned data that the database cannot store, so it is not our converter's
            # output.
            _refuse(rendering, Refusal.BROKEN)


def _folder_of(rendering: Rendering) -> "TemporaryDirectory[str]":
    """Return a temporary folder. Leftovers of killed workers for the same file are deleted."""
    mark = PurePosixPath(rendering.folder).name
    for left in Path(gettempdir()).glob(f"{mark}-*"):
        rmtree(left, ignore_errors=True)
    return TemporaryDirectory(prefix=f"{mark}-")


def _go_on(rendering: Rendering, folder: Path) -> None:
    _require_little(folder)
    tell_progress(rendering, folder)


def _require_little(folder: Path) -> None:
    """Raise FileRefused if the process has written more than any real file requires."""
    made = 0
    for path in folder.rglob("*"):
        # The process is still running and may delete files.
        with suppress(FileNotFoundError):
            made += path.lstat().st_size
    if made > _MOST_MADE_BYTES:
        raise FileRefused(Refusal.TOO_HEAVY)


def fetch(rendering: Rendering, source: Path) -> "hashlib._Hash":
    """Copy the stored file to `source` and return the digest of its content. Raises FileRefused if
    it is missing."""
    digest = hashlib.sha256()
    try:
        stored = default_storage.open(rendering.file_name)
    except FileNotFoundError as error:
        raise FileRefused(Refusal.BROKEN) from error
    with stored, source.open("wb") as copy:
        for chunk in stored.chunks():
            digest.update(chunk)
            copy.write(chunk)
    return digest


def tell_progress(rendering: Rendering, folder: Path) -> None:
    """Renew the lease and store how many pages are ready."""
    renew([rendering], now=timezone.now())
    # While the process runs, its files are only listed, never opened.
    names = [each.name for each in folder.iterdir()]
    counts = [name.removeprefix(TOTAL) for name in names if name.startswith(TOTAL)]
    if counts and counts[0].isdecimal() and len(counts[0]) < 4:
        count = int(counts[0])
        made = min(count, sum(name.endswith(f"-{THUMB}.webp") for name in names))
        held([rendering]).update(page_count=count, pages_made=made)


def _store(
    rendering: Rendering,
    reading: FileReading,
    folder: Path,
    digest: "hashlib._Hash",
    scanned: Collection[int],
) -> None:
    """Store pictures, clean copy and pages of a converted file, which is ready without scanned
    pages.

    Raises LeaseLost if another worker has taken over, FileRefused if the folder holds too much.
    """
    _require_little(folder)
    for picture in _pictures(reading, folder):
        _put(picture, f"{rendering.folder}/{picture.name}")
    _keep_clean_copy(rendering, reading, folder)
    pages = [
        RenderedPage(
            rendering=rendering,
            number=number,
            width=part.width,
            height=part.height,
            is_unread=number in scanned,
            **text_fields(rendering, part),
        )
        for number, part in enumerate(reading.parts, start=1)
    ]
    with transaction.atomic():
        RenderedPage.objects.filter(rendering=rendering).delete()
        RenderedPage.objects.bulk_create(pages)
        if scanned:
            count = len(pages)
            changes = {"page_count": count, "pages_made": count, "pages_unread": len(scanned)}
            release_waiting(rendering, notes=reading.notes, **changes)
        else:
            release_ready(rendering, reading.notes, pages, digest)


def text_fields(rendering: Rendering, part: ReadingPart) -> dict[str, Any]:
    """Return the values of the fields of a stored page that hold its text."""
    return {
        "title": part.title,
        "text": part.text,
        "html": cleaned(part.html, pictures=rendering.folder),
        "confidence": part.confidence,
        "fate": part.fate,
        "draft": cleaned(part.draft, pictures=rendering.folder),
        "turned": part.turned,
    }


def release_waiting(rendering: Rendering, **changes: Any) -> None:
    """End the work on a file for now; it waits behind the agency's other files. Raises
    LeaseLost."""
    if not release(rendering, queued_at=timezone.now(), **changes):
        raise LeaseLost


def release_ready(
    rendering: Rendering,
    notes: list[tuple[str, str]],
    pages: Sequence[RenderedPage],
    digest: "hashlib._Hash",
) -> None:
    """Mark a file with all its pages as ready. `digest` becomes the digest of file and pages.

    Raises LeaseLost if another worker has taken over.
    """
    for page in pages:
        digest.update(f"\0{page.text}\0{page.html}".encode())
    kept = release(
        rendering,
        state=RenderingState.READY,
        notes=notes,
        has_text=any(page.text for page in pages),
        page_count=len(pages),
        pages_made=len(pages),
        pages_unread=0,
        digest=digest.hexdigest(),
        finished_at=timezone.now(),
    )
    if not kept:
        raise LeaseLost


def _keep_clean_copy(rendering: Rendering, reading: FileReading, folder: Path) -> None:
    """Store the clean copy and note its name."""
    copy = folder / reading.clean_copy
    if not _CLEAN_COPY.fullmatch(copy.name) or copy.is_symlink() or not copy.is_file():
        return
    reading.note(NoteKind.CLEAN_COPY, copy.name)
    _put(copy, f"{rendering.folder}/{copy.name}")


def _put(made: Path, path: str) -> None:
    # A killed worker may have stored the same file already.
    default_storage.delete(path)
    with made.open("rb") as file:
        default_storage.save(path, File(file))


def _pictures(reading: FileReading, folder: Path) -> Iterator[Path]:
    """Yield the paths of the images made by the process. Other files are ignored.

    Raises ChildDied if an image is missing, too large or a symbolic link.
    """
    pages = [number for number, part in enumerate(reading.parts, start=1) if part.width]
    names = [picture_name(number, width) for number in pages for width in (THUMB, SMALL, LARGE)]
    for name in [*names, *reading.pictures]:
        path = folder / Path(name).name
        if path.is_symlink() or not path.is_file() or path.stat().st_size > _MOST_PICTURE_BYTES:
            raise running.ChildDied(f"no picture {name}")
        yield path


@transaction.atomic
def _refuse(rendering: Rendering, refusal: Refusal) -> None:
    changes = {"state": RenderingState.REFUSED, "reason": refusal, "pages_unread": 0}
    if release(rendering, finished_at=timezone.now(), **changes):
        rendering.pages.all().delete()


def _count_attempt(rendering: Rendering) -> None:
    attempts = rendering.attempts + 1
    if attempts < MOST_ATTEMPTS:
        release(rendering, attempts=attempts, queued_at=timezone.now())
    else:
        _refuse(rendering, Refusal.TOO_HEAVY)


def forget_pictures(*, folder: str) -> None:
    """Delete the images of a deleted rendering."""
    try:
        _folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in names:
        default_storage.delete(f"{folder}/{name}")
    default_storage.delete(folder)
