"""Decide which text of a page is published: its own, the recognised one, or none. Pure.

Text that is not readable is never published. What is left out is kept as a draft, which an officer
compares with the picture and saves.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from .legibility import are_same, are_similar, is_mostly_foreign, is_vietnamese
from .results import FileReading, NoteKind, ReadingPart


class Fate(StrEnum):
    """What was done with the text of a page that did not read as Vietnamese."""

    # The page has no print, or its own text agrees with the picture.
    AS_IT_IS = ""
    # A picture covers the page, so its own text may be a small part of what it shows. Becomes
    # another fate when the picture is read.
    SCAN = "scan"
    # Another language or figures, which agree with the picture.
    OTHER_LANGUAGE = "other_language"
    # The page has no text of its own.
    RECOGNISED = "recognised"
    # The page has a text of its own that is wrong.
    REPLACED = "replaced"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class RecognisedPage:
    """What is recognised in the picture of a page: its text with confidence, whether it can be
    trusted, whether the picture has any print, and by how many degrees it was turned."""

    part: ReadingPart
    is_trusted: bool
    is_blank: bool
    turned: int = 0


def settled(own: ReadingPart, seen: RecognisedPage | None) -> ReadingPart:
    """Return the page with the text to publish and with its fate.

    `own` is the page as its file describes it, `seen` what its picture says, None if unknown.
    """
    own = replace(own, fate=Fate.AS_IT_IS)
    if seen is None:
        return own if is_vietnamese(own.text) else held(own, own)
    if own.text and are_same(own.text, seen.part.text):
        return own
    vietnamese = is_vietnamese(seen.part.text)
    if seen.is_trusted and vietnamese:
        fate = Fate.RECOGNISED if is_vietnamese(own.text) or not own.text else Fate.REPLACED
        return replace(seen.part, fate=fate, turned=seen.turned)
    if own.text and not vietnamese and are_similar(own.text, seen.part.text):
        return replace(own, fate=Fate.OTHER_LANGUAGE)
    is_whole = len(seen.part.text.split()) <= 2 * len(own.text.split())
    if (seen.is_blank and not own.text) or (is_whole and is_vietnamese(own.text)):
        return own
    return held(own, seen.part, seen.turned)


def must_be_read(part: ReadingPart) -> bool:
    """Return whether the picture of a page must be read to know what its text is worth."""
    return bool(part.width) and (part.fate == Fate.SCAN or not is_vietnamese(part.text))


def held(own: ReadingPart, draft: ReadingPart, turned: int = 0) -> ReadingPart:
    """Return the page without text. The draft is for an officer to compare with the picture."""
    return ReadingPart(
        text="",
        html="",
        width=own.width,
        height=own.height,
        fate=Fate.UNREADABLE,
        draft=draft.html,
        turned=turned,
    )


_NOTES = {
    Fate.UNREADABLE: NoteKind.UNREADABLE,
    Fate.REPLACED: NoteKind.WRONG_LETTERS,
}


def add_notes(reading: FileReading) -> None:
    """Add notes for the officer that name the pages by what was done with their text."""
    parts = list(enumerate(reading.parts, start=1))
    read = [part.confidence or 0 for _at, part in parts if part.confidence is not None]
    if read:
        reading.note(NoteKind.READ_BY_MACHINE, f"{len(read)}/{len(parts)}, {min(read)} %")
    for fate, kind in _NOTES.items():
        pages = [number for number, part in parts if part.fate == fate]
        if pages and NoteKind.NO_TESSERACT not in dict(reading.notes):
            reading.note(kind, _listed(pages))
    note_other_languages(reading)
    if turned := [number for number, part in parts if part.turned]:
        reading.note(NoteKind.TURNED, _listed(turned))
    if not any(part.text or part.fate for _at, part in parts):
        reading.note(NoteKind.NO_TEXT)


def note_other_languages(reading: FileReading) -> None:
    """Add a note for the officer that names the pages that only a person can judge."""
    parts = enumerate(reading.parts, start=1)
    if foreign := [number for number, part in parts if _is_foreign(part)]:
        reading.note(NoteKind.OTHER_LANGUAGE, _listed(foreign))


def _is_foreign(part: ReadingPart) -> bool:
    """Return whether the text is in another language or of figures, so that a person must judge
    it."""
    if part.fate == Fate.AS_IT_IS:
        return is_mostly_foreign(part.text)
    return part.fate == Fate.OTHER_LANGUAGE


def _listed(pages: Iterable[int]) -> str:
    """Return page numbers in words: "1, 3–5"."""
    ranges: list[list[int]] = []
    for page in pages:
        if ranges and page == ranges[-1][1] + 1:
            ranges[-1][1] = page
        else:
            ranges.append([page, page])
    return ", ".join(f"{first}–{last}" if last > first else f"{first}" for first, last in ranges)
