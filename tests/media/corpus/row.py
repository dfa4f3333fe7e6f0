"""A row of the corpus: what a file is called, how it is made, and what must become of it."""

import os
from collections.abc import Callable
from typing import NamedTuple

from network.media.viewing.results import Refusal

READY = "ready"
# `make drill` asks LibreOffice and tesseract as well, which take seconds a file.
WHOLE = os.environ.get("WHOLE_CORPUS") == "1"


class Row(NamedTuple):
    """`becomes` is READY or the Refusal that names why not; of a ready one so many parts and, among
    its words, these. `printed` is how many pages LibreOffice makes of it; OpenDocument, which only
    LibreOffice reads, has no `parts`."""

    name: str
    make: Callable[[], bytes]
    becomes: str = READY
    parts: int = 1
    words: str = ""
    printed: int = 0

    @property
    def outcome(self) -> str:
        needs_office = self.becomes == READY and not self.parts
        return Refusal.NO_OFFICE if needs_office and not WHOLE else self.becomes

    @property
    def pages(self) -> int:
        return (WHOLE and self.printed) or self.parts
