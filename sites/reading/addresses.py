"""Where a file of a material is read: …/xem/, …/xem/3/ and, for its second file, …/xem/tep-2/."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

READ, JUMP, FILE = "xem", "den", "tep-"
_STEPS = re.compile(r"xem/(?:tep-([2-9]|[1-9]\d)/)?(?:(?:([1-9]\d{0,3})|(den))/)?")
_PATH = re.compile(rf"(.+/)({_STEPS.pattern})")


@dataclass(frozen=True, slots=True)
class ReadingAddress:
    """Which file, which of its pages; no page for the text, `jumps` for a form that asks for one.

    Files are counted from 1, as pages are.
    """

    file: int = 1
    number: int | None = None
    jumps: bool = False


def parse_steps(steps: Sequence[str]) -> ReadingAddress | None:
    """Return what the steps below a material ask for, None where they ask for nothing."""
    match = _STEPS.fullmatch("".join(f"{step}/" for step in steps))
    if match is None:
        return None
    file, number, jump = match.groups()
    return ReadingAddress(int(file or 1), int(number) if number else None, bool(jump))


def split_path(url_path: str) -> tuple[str, list[str]] | None:
    """Return the path of the material and the steps below it, None for another address."""
    match = _PATH.fullmatch(url_path)
    return (match[1], match[2].rstrip("/").split("/")) if match else None


def address_below(material: str, *, file: int = 1) -> str:
    """Return the address at which the text of a file is read, by that of its material."""
    return f"{material}{READ}/" + (f"{FILE}{file}/" if file > 1 else "")
