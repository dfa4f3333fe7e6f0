"""A row of the corpus: what a file is called, how it is made, and what must become of it."""

from collections.abc import Callable
from typing import NamedTuple

READY = "ready"


class Row(NamedTuple):
    """`becomes` is READY or the Refusal that names why not; of a ready one so many parts and, among
    its words, these."""

    name: str
    make: Callable[[], bytes]
    becomes: str = READY
    parts: int = 1
    words: str = ""
