"""What a converter hands back, or why it does not; pure."""

from dataclasses import dataclass, field
from enum import StrEnum

# A page of a handbook has some 3,000 letters, a sheet with a thousand rows 100,000.
MOST_LETTERS = 400_000
MOST_PAGES = 300
# What a refusal names is shown in a sentence.
MOST_FOUND = 120
# The file in which a process tells what it read.
RESULT = "result.json"
# Widths of the pictures of a page: in a row of pages, for a phone, for a closer look or print.
THUMB, SMALL, LARGE = 120, 720, 1440
# Before it makes its pages, a converter says how many there will be by the name of an empty file.
TOTAL = "total-"


class Refusal(StrEnum):
    """Why a file cannot be shown; `wording.REFUSALS` says what to do."""

    ENCRYPTED = "encrypted"
    BROKEN = "broken"
    MACROS = "macros"
    XFA = "xfa"
    BOMB = "bomb"
    EXTERNAL = "external"
    OLD_FORMAT = "old_format"
    UNKNOWN = "unknown"
    EMPTY = "empty"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_LONG = "too_long"
    TOO_HEAVY = "too_heavy"
    NO_OFFICE = "no_office"
    PROGRAM = "program"
    EXCEL4_MACROS = "excel4_macros"
    SCRIPT = "script"
    CONTROL = "control"
    OBJECT = "object"
    DDE = "dde"
    TWO_FILES = "two_files"
    PDF_ACTIONS = "pdf_actions"


class NoteKind(StrEnum):
    """What the officer should know of a file before others read it; `wording.NOTES`."""

    AUTHOR = "author"
    PLACE = "place"
    TRACKED_CHANGES = "tracked_changes"
    COMMENTS = "comments"
    HIDDEN = "hidden"
    HIDDEN_SLIDES = "hidden_slides"
    SPEAKER_NOTES = "speaker_notes"
    NO_ALT_TEXT = "no_alt_text"
    NO_TEXT = "no_text"
    NO_TESSERACT = "no_tesseract"
    OLD_LETTERS = "old_letters"
    READ_BY_MACHINE = "read_by_machine"
    NO_PAGE_PICTURES = "no_page_pictures"
    PICTURES_FAILED = "pictures_failed"
    # The name of a copy of the file; it is offered for saving.
    CLEAN_COPY = "clean_copy"


# What whoever saves the file finds and a page of ours does not show.
TRACES = {
    NoteKind.AUTHOR,
    NoteKind.PLACE,
    NoteKind.TRACKED_CHANGES,
    NoteKind.COMMENTS,
    NoteKind.HIDDEN,
    NoteKind.HIDDEN_SLIDES,
    NoteKind.SPEAKER_NOTES,
}


class FileRefused(Exception):
    """The file is not taken or cannot be shown.

    `refusal` says why; `found` names what was found in the file (a file inside it, a function), ""
    where there is no name to tell.
    """

    def __init__(self, refusal: Refusal, found: str = "") -> None:
        super().__init__(refusal.value, found)
        self.refusal, self.found = refusal, found


@dataclass(frozen=True, slots=True)
class ReadingPart:
    """A page, sheet or slide: what it says; its picture has this width and height, 0 for none.

    `confidence` is how sure a machine is that read it in the picture, in per cent.
    """

    text: str
    html: str
    title: str = ""
    width: int = 0
    height: int = 0
    confidence: int | None = None


@dataclass(slots=True)
class FileReading:
    """A whole file. `notes` are pairs of a NoteKind and what was found (names, sheets, a count)."""

    parts: list[ReadingPart] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    # Names of pictures that the text shows.
    pictures: list[str] = field(default_factory=list)
    # Which of its sheets the parts are, counted from 1; none for all.
    shown: list[int] = field(default_factory=list)
    # Name of the same file without what only its writers should see; "" for none.
    clean_copy: str = ""

    def note(self, kind: NoteKind, found: str = "") -> None:
        """Add what the officer should know."""
        self.notes.append((kind.value, found[:200]))


def checked(part: ReadingPart) -> ReadingPart:
    """Return the part; FileRefused where it is longer than anybody reads on one page."""
    if len(part.html) > MOST_LETTERS:
        raise FileRefused(Refusal.TOO_LONG)
    return part


def picture_name(number: int, width: int) -> str:
    """Return what the picture of a page in one of the widths is called."""
    return f"{number}-{width}.webp"
