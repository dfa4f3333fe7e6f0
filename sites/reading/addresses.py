"""URLs for reading a material's file: …/xem/, …/xem/3/ and, for its second file, …/xem/tep-2/."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

READ, JUMP, FILE = "xem", "den", "tep-"
_STEPS = re.compile(r"xem/(?:tep-([2-9]|[1-9]\d)/)?(?:(?:([1-9]\d{0,3})|(den))/)?")
_PATH = re.compile(rf"(.+/)({_STEPS.pattern})")


@dataclass(frozen=True, slots=True)
class ReadingAddress:
    """A file (from 1) and one of its pages; `number` None means the text. `jumps` marks the form
    that asks for a page."""

    file: int = 1
    number: int | None = None
    jumps: bool = False


def parse_steps(steps: Sequence[str]) -> ReadingAddress | None:
    """Parse the path components below a material, or return None."""
    match = _STEPS.fullmatch("".join(f"{step}/" for step in steps))
    if match is None:
        return None
    file, number, jump = match.groups()
    return ReadingAddress(int(file or 1), int(number) if number else None, bool(jump))


def split_path(url_path: str) -> tuple[str, list[str]] | None:
    """Return the material's path and the components below it, or None for another URL."""
    match = _PATH.fullmatch(url_path)
    return (match[1], match[2].rstrip("/").split("/")) if match else None


def address_below(material: str, *, file: int = 1) -> str:
    """Return the URL for reading the text of a file, given the URL of its material."""
    return f"{material}{READ}/" + (f"{FILE}{file}/" if file > 1 else "")
