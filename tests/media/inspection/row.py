"""A row of the table of files: how a file is made, and what must become of it."""

from collections.abc import Callable
from typing import NamedTuple

ACCEPTED, CLEANED = "accepted", "cleaned"


class Row(NamedTuple):
    """`becomes` is ACCEPTED, CLEANED or the Refusal by which the file is rejected."""

    name: str
    make: Callable[[], bytes]
    becomes: str
