"""Result types of the converters, and reasons for a refusal. Pure."""

from dataclasses import dataclass, field
from enum import StrEnum

from .fixed_words import omitted

# A handbook page has some 3,000 letters, a sheet of a thousand rows 100,000.
MOST_LETTERS = 400_000
MOST_PAGES = 300
# Maximum length of the name found in a refused file, which is shown in a sentence.
MOST_FOUND = 120
# Name of the file in which a child process returns its result.
RESULT = "result.json"
# Widths of page images: thumbnail, phone, close view or print.
THUMB, SMALL, LARGE = 120, 720, 1440
# Before it makes the pages, a converter announces their number by the name of an empty file.
TOTAL = "total-"


class Refusal(StrEnum):
    """Reason why a file cannot be shown; `wording.REFUSALS` says what to do."""

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
    UNKNOWN_LETTERS = "unknown_letters"
    PDF_ACTIONS = "pdf_actions"


class NoteKind(StrEnum):
    """Something officers should know about a file before publishing it; texts in
    `wording.NOTES`."""

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
    OLD_FONTS = "old_fonts"
    OMITTED = "omitted"
    UNCOMPUTED = "uncomputed"
    WRONG_LETTERS = "wrong_letters"
    OTHER_LANGUAGE = "other_language"
    UNREADABLE = "unreadable"
    TURNED = "turned"
    READ_BY_MACHINE = "read_by_machine"
    NO_PAGE_PICTURES = "no_page_pictures"
    PICTURES_FAILED = "pictures_failed"
    # Name of a clean copy, which is offered for download.
    CLEAN_COPY = "clean_copy"


# Data that is in the downloaded file but not shown on our pages.
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
    """The file is rejected or cannot be shown.

    `refusal` is the reason. `found` names what was found in the file (an embedded file, a
    function), or is "".
    """

    def __init__(self, refusal: Refusal, found: str = "") -> None:
        super().__init__(refusal.value, found)
        self.refusal, self.found = refusal, found


@dataclass(frozen=True, slots=True)
class ReadingPart:
    """A page, sheet or slide with its text. Width and height are those of its image, 0 without one.

    `confidence` is that of the text recognition in per cent. `fate` is a `page_text.Fate`, `draft`
    the HTML of a text that is not published, `turned` by how many degrees the picture was turned
    for reading.
    """

    text: str
    html: str
    title: str = ""
    width: int = 0
    height: int = 0
    confidence: int | None = None
    fate: str = ""
    draft: str = ""
    turned: int = 0


@dataclass(slots=True)
class FileReading:
    """A converted file. `notes` are pairs of a NoteKind and details (names, sheets, a count)."""

    parts: list[ReadingPart] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    # Names of the images used in the text.
    pictures: list[str] = field(default_factory=list)
    # Sheet numbers of the parts, counted from 1; empty means all sheets.
    shown: list[int] = field(default_factory=list)
    # Name of the copy without hidden data; "" if there is none.
    clean_copy: str = ""
    # Name of the copy from which the page images are made; "" for the clean copy or the file.
    print_copy: str = ""
    # What the text only names, such as charts, and how many of each.
    omitted: dict[str, int] = field(default_factory=dict)

    def omit(self, what: str, name: str = "") -> str:
        """Count something that is not shown, and return the sentence that stands in its place."""
        self.omitted[what] = self.omitted.get(what, 0) + 1
        return omitted(what, name)

    def note_omitted(self) -> None:
        """Add the note about everything that is only named."""
        if self.omitted:
            named = (f"{what} ({count})" for what, count in self.omitted.items())
            self.note(NoteKind.OMITTED, ", ".join(named).lower())

    def note(self, kind: NoteKind, found: str = "") -> None:
        """Add a note for the officer."""
        self.notes.append((kind.value, found[:200]))


def checked(part: ReadingPart) -> ReadingPart:
    """Return the part. Raises FileRefused if it is too long to be read as one page."""
    if len(part.html) > MOST_LETTERS:
        raise FileRefused(Refusal.TOO_LONG)
    return part


def picture_name(number: int, width: int) -> str:
    """Return the file name of a page's image in one of the widths."""
    return f"{number}-{width}.webp"
