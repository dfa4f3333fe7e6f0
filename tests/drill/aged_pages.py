"""How well aged pages are read: `python -m tests.drill.aged_pages [SEED [COUNT]]`.

Prints for each page how it was aged, the share of wrong letters, the confidence shown to officers,
whether its text is published or held, and the seconds of processor. Exit code 1 if a page with
more than 3 % wrong letters is published, or a page that people read well is held.
"""

import os
import resource
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "network.settings.test")
django.setup()

from django.test import override_settings  # noqa: E402

from network.media.viewing.ocr import read_page  # noqa: E402
from network.media.viewing.page_text import Fate  # noqa: E402
from network.media.viewing.results import ReadingPart  # noqa: E402
from network.settings import base  # noqa: E402
from tests.factories.aged_pages import AgedPage, aged_pages  # noqa: E402
from tests.factories.scans import error_rate  # noqa: E402
from tests.scale.pages_bench import say  # noqa: E402

SEED, COUNT, MOST_WRONG = 2026, 20, 0.03
EMPTY = ReadingPart(text="", html="", width=1440, height=2036)


class Outcome(NamedTuple):
    """What became of a page."""

    wrong: float
    part: ReadingPart
    seconds: float

    @property
    def is_held(self) -> bool:
        return self.part.fate == Fate.UNREADABLE


def main(seed: int = SEED, count: int = COUNT) -> int:
    """Read the pages of a seed, and return the exit code."""
    faults, seconds = 0, 0.0
    with override_settings(TESSERACT=base.TESSERACT):
        for number, page in enumerate(aged_pages(seed, count), start=1):
            found = outcome(page)
            done = "held" if found.is_held else f"{found.part.confidence} %"
            say(f"{number:2} {page.way:10} {found.wrong:6.2%} wrong, {done}, {found.seconds:.1f} s")
            is_wrong = found.wrong > MOST_WRONG if not found.is_held else page.way != "worst"
            faults += is_wrong
            seconds += found.seconds
    say(f"{faults} of {count} pages not as they should be, {seconds / count:.1f} s a page")
    return int(faults > 0)


def outcome(page: AgedPage) -> Outcome:
    """Read a page as the job does it."""
    with tempfile.TemporaryDirectory() as name:
        source = Path(name) / "file"
        source.write_bytes(page.as_pdf())
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        part = read_page(source, 1, EMPTY, beat=lambda: None)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Outcome(error_rate(page.text, part.text), part, seconds)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
