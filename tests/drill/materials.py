"""What opening files costs, by their kind: `python -m tests.drill.materials`.

Prints, for each, the seconds of processor and the bytes of pictures for one page, and the most
memory that the process had; of a PDF also how much of it is for the picture and how much for the
text; of scans how many letters tesseract reads wrong. Exit code 1 where a process passes 1 GiB, or
more letters of one page are wrong than may be.
"""

import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple
from unittest import mock

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "network.settings.test")
django.setup()

import pypdfium2  # noqa: E402
from django.test import override_settings  # noqa: E402

from network.media.viewing import pdf  # noqa: E402
from network.media.viewing.pdf_text import PrintedLine  # noqa: E402
from network.media.viewing.results import FileReading, FileRefused  # noqa: E402
from network.media.viewing.running import convert  # noqa: E402
from network.settings import base  # noqa: E402
from tests.factories.files import page_of, pdf_of  # noqa: E402
from tests.factories.office import saved  # noqa: E402
from tests.factories.scans import error_rate, read_scans, scan_of  # noqa: E402
from tests.media.corpus.honest_office import talk, text, workbook  # noqa: E402
from tests.media.corpus.honest_open import chapters, paper  # noqa: E402
from tests.media.corpus.honest_pdf import HANDBOOK, LEAFLET, OTHER, scan  # noqa: E402
from tests.media.corpus.hostile_pdf import bomb  # noqa: E402
from tests.media.corpus.watching import MIB, Watch  # noqa: E402
from tests.scale.pages_bench import say  # noqa: E402

CHAPTER = [("Heading 1", "Hòa giải"), *[("Normal", "Hòa giải ở cơ sở là tự nguyện. " * 9)] * 12]
ROWS = [["Xã", "Thôn", "Số vụ", "Hòa giải thành"], *[["Ia Pa", "Thôn Một", 12, 9]] * 200]
FILES: dict[str, Callable[[], bytes]] = {
    "PDF, a handbook": lambda: pdf_of(*[HANDBOOK] * 4),
    "PDF, a scan": scan,
    "DOCX": lambda: saved(text(*CHAPTER * 40)),
    "XLSX": lambda: saved(workbook(**{f"Thang{at}": ROWS for at in range(12)})),
    "PPTX": lambda: saved(talk(*[f"Bài {at}" for at in range(40)])),
    "a picture": lambda: paper("JPEG"),
}
PROGRAMS = {"OFFICE_PROGRAM": base.OFFICE_PROGRAM, "TESSERACT": base.TESSERACT}
# What LibreOffice prints or tesseract reads.
HELPED = {name: FILES[name] for name in FILES if name != "PDF, a handbook"} | {"ODT": chapters}
# Scans whose letters are compared: printed sheets, and pages of a handbook, six with tables.
SHEETS = (LEAFLET, OTHER, "khong-tao-hon", "noi-giup-ban", "ban-minh-hoa")
PAGES = (1, 2, 3, 6, 9, 13, 18, 23, 28, 32, 36, 39, 41)
# So many letters of a page may be read wrong, clean and worn.
MOST_WRONG = {False: 0.01, True: 0.05}


class Opened(NamedTuple):
    """What was read, seconds of processor, bytes of pictures, most memory."""

    reading: FileReading
    seconds: float
    made: int
    most: int


def main() -> int:
    """Print a line for each kind; 1 where one takes too much."""
    heaviest = max(cost(name, make) for name, make in FILES.items())
    with override_settings(**PROGRAMS):
        helped = [cost(f"{name}, helped", make) for name, make in HELPED.items()]
        rates = {worn: misread(worn=worn) for worn in MOST_WRONG}
    for worn, wrong in rates.items():
        told = ", ".join(f"{rate:.1%}" for rate in wrong)
        say(f"letters of a {'worn' if worn else 'clean'} scan read wrong: {told}")
    heaviest = max(heaviest, *helped)
    say("a page of a PDF: {:.3f} s its picture, {:.3f} s its text".format(*halves()))
    watch = Watch()
    with watch.looking():
        say(f"2 kB that unpack to 1 GB: {refused(bomb(1000))}")
    say(f"its process had {watch.most // MIB} MB at most")
    legible = all(max(wrong) <= MOST_WRONG[worn] for worn, wrong in rates.items())
    return 0 if legible and max(heaviest, watch.most) < 1024 * MIB else 1


def cost(name: str, make: Callable[[], bytes]) -> int:
    """Print what a file costs; return the most memory that its processes had."""
    reading, seconds, made, most = opened(make())
    pages = len(reading.parts)
    say(
        f"{name}: {pages} pages, {seconds / pages:.3f} s and {made / pages / 1024:.0f} KB of"
        f" pictures a page, {most // MIB} MB at most"
    )
    return most


def misread(*, worn: bool) -> list[float]:
    """Return the character error rate of each page."""
    rates = []
    for printed in (*map(pdf_of, SHEETS), *(page_of(HANDBOOK, number) for number in PAGES)):
        (told,), (read,) = (
            opened(printed).reading.parts,
            opened(scan_of(printed, worn=worn)).reading.parts,
        )
        rates.append(error_rate(told.text, read.text))
    return rates


def opened(content: bytes) -> Opened:
    """Open a file as the job does."""
    watch = Watch()
    with tempfile.TemporaryDirectory() as name, watch.looking():
        source, folder = Path(name) / "file", Path(name) / "made"
        source.write_bytes(content)
        folder.mkdir()
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        reading = convert(source, folder, beat=lambda: None)
        read_scans(source, reading)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        made = sum(path.stat().st_size for path in folder.glob("*.webp"))
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Opened(reading, seconds, made, watch.most)


def halves() -> tuple[float, float]:
    """Return what a page of the handbook takes for its picture and for its text."""
    lines, took = pdf._lines, 0.0

    def timed(page: pypdfium2.PdfPage) -> list[PrintedLine]:
        nonlocal took
        begun = time.process_time()
        found = lines(page)
        took += time.process_time() - begun
        return found

    with tempfile.TemporaryDirectory() as name, mock.patch.object(pdf, "_lines", timed):
        source = Path(name) / "file"
        source.write_bytes(pdf_of(HANDBOOK))
        begun = time.process_time()
        pages = len(pdf.read_pdf(source, Path(name)).parts)
        whole = time.process_time() - begun
    return (whole - took) / pages, took / pages


def refused(content: bytes) -> str:
    """Return why the file is refused."""
    try:
        opened(content)
    except FileRefused as error:
        return error.refusal.value
    return "not refused"


if __name__ == "__main__":
    sys.exit(main())
