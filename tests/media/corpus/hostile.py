"""A row of the hostile corpus."""

from collections.abc import Callable
from typing import NamedTuple


class Hostile(NamedTuple):
    """A file made with the address that it must not call, or with the file it must not read."""

    name: str
    make: Callable[[str], bytes]
    becomes: str
    names_secret: bool = False
