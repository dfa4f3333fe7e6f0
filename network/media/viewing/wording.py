"""Sentences for officers: why a file cannot be shown and what to know about it."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .results import NoteKind, Refusal

REFUSALS = {
    Refusal.ENCRYPTED: _("The file has a password. Save it without one, then upload it again."),
    Refusal.BROKEN: _("The file is damaged. Save it again in its program, then upload it again."),
    Refusal.MACROS: _("The file holds macros (small programs). Save it as DOCX, XLSX or PPTX."),
    Refusal.XFA: _("This PDF is an XFA form, which browsers do not show. Print it to a new PDF."),
    Refusal.BOMB: _("The file unpacks to an enormous size, as no real document does."),
    Refusal.EXTERNAL: _(
        "The file fetches a template, pictures or data from elsewhere. Break that link or put them "
        "into the file itself, then upload it again."
    ),
    Refusal.OLD_FORMAT: _("This is a file of an old program. Save it as DOCX, XLSX, PPTX or PDF."),
    Refusal.UNKNOWN: _("The content of this file is not what its name says."),
    Refusal.EMPTY: _("The file has no page, sheet or slide to show."),
    Refusal.TOO_MANY_PAGES: _("The file has too many pages. Divide it into parts of 300 at most."),
    Refusal.TOO_LONG: _("A page or sheet of this file is too long. Divide it."),
    Refusal.TOO_HEAVY: _("The file takes too much memory or time. Make it simpler or smaller."),
    Refusal.NO_OFFICE: _(
        "Files of this kind are read where LibreOffice is installed, which is missing on this "
        "machine. Save it as DOCX, XLSX or PPTX."
    ),
    Refusal.PROGRAM: _(
        "The file holds a program, or a link that starts one. Take it out, then upload it again."
    ),
    Refusal.EXCEL4_MACROS: _(
        "The workbook holds Excel 4 macros or names that run by themselves. Copy its values into a "
        "new workbook, then upload that one."
    ),
    Refusal.SCRIPT: _(
        "The file holds a script or a web page. Take it out or put a picture (PNG) in its place, "
        "then upload the file again."
    ),
    Refusal.CONTROL: _(
        "The file holds a control (ActiveX) that runs code. Delete it, then upload the file again."
    ),
    Refusal.OBJECT: _(
        "The file holds an embedded object that cannot be checked. Put it in as text or as a "
        "picture, then upload the file again."
    ),
    Refusal.DDE: _(
        "The file calls another program (DDE). Delete that field or formula, then upload the file "
        "again."
    ),
    Refusal.TWO_FILES: _(
        "Another file is hidden in this one. Save it again in its program, then upload it again."
    ),
    Refusal.UNKNOWN_LETTERS: _(
        "The text is in a font of before Unicode that cannot be decoded here (such as VPS or "
        "VISCII). Convert it to Unicode in Word or with Unikey, then upload the file again."
    ),
    Refusal.PDF_ACTIONS: _(
        "The PDF runs scripts or opens other files and could not be cleaned. Print it to a new "
        "PDF, then upload that one."
    ),
}


def refusal_text(refusal: Refusal, found: str = "") -> str:
    """Return why a file is refused and what to do, with the name of what was found."""
    if not found:
        return str(REFUSALS[refusal])
    return gettext("%(why)s Found: %(found)s.") % {"why": REFUSALS[refusal], "found": found}


# Words before the number of a part. A text without page breaks has parts instead of pages.
_PAGE, _PART = _("page of a file"), _("part of a text")
_PARTS = {
    **dict.fromkeys(("docx", "odt"), _PART),
    **dict.fromkeys(("xlsx", "ods"), _("sheet of a workbook")),
    **dict.fromkeys(("pptx", "odp"), _("slide of a talk")),
}

NOTES = {
    NoteKind.AUTHOR: _("The file names its author: %s. Readers who save it see the name."),
    NoteKind.PLACE: _("The photo tells where it was taken. Readers who save it find the place."),
    NoteKind.TRACKED_CHANGES: _(
        "Tracked changes are in the file (%s). Accept or reject them, save, upload again: the page "
        "shows the text as if all were accepted, the saved file shows them all."
    ),
    NoteKind.COMMENTS: _("Comments are in the file (%s). Delete them before others save the file."),
    NoteKind.HIDDEN: _("Hidden in the file: %s. Not shown here, but whoever saves it finds it."),
    NoteKind.HIDDEN_SLIDES: _(
        "Hidden slides: %s. Not shown here, but whoever saves the file finds them."
    ),
    NoteKind.SPEAKER_NOTES: _(
        "Slides with notes of the speaker: %s. Not shown here, but whoever saves the file reads "
        "them."
    ),
    NoteKind.NO_ALT_TEXT: _("Pictures without a description for those who cannot see them: %s."),
    NoteKind.NO_TEXT: _(
        "No text was found: these are pictures of pages. Write below what the file says, or page "
        "by page beside the pictures."
    ),
    NoteKind.NO_TESSERACT: _(
        "These are pictures of pages; what reads them is not installed (tesseract-ocr, "
        "tesseract-ocr-vie). Write below what the file says, or page by page beside the pictures."
    ),
    NoteKind.OLD_LETTERS: _(
        "Pages whose text is in letters of before Unicode (.VnTime, VNI) and was decoded: %s. "
        "Compare it with the pictures, capitals first."
    ),
    NoteKind.OLD_FONTS: _(
        "Words in fonts of before Unicode (.VnTime, VNI) that were decoded: %s. Compare the text "
        "with the file, capitals first."
    ),
    NoteKind.OMITTED: _(
        "The text only names these and does not show them: %s. Write below what they say, or put "
        "a picture with a description in their place."
    ),
    NoteKind.UNCOMPUTED: _(
        "Formulas whose results are not in the file, so that their cells are empty: %s. Open it in "
        "Excel or LibreOffice, save it, then upload it again."
    ),
    NoteKind.WRONG_LETTERS: _(
        "Pages whose text in the file has wrong letters, so that it was read in their pictures: "
        "%s. Compare it with them."
    ),
    NoteKind.OTHER_LANGUAGE: _(
        "Pages in another language or of figures: %s. Let somebody who can read them compare the "
        "text with the pictures."
    ),
    NoteKind.UNREADABLE: _(
        "Pages that a machine cannot read, whose text is left out: %s. Scan them again (300 dpi, "
        "level, evenly lit) or upload the file they were printed from; or write the text beside "
        "their pictures."
    ),
    NoteKind.TURNED: _(
        "Pages that lie on their side or upside down: %s. Their text was read all the same. Turn "
        "them in the file and upload it again, so that readers see them upright."
    ),
    NoteKind.READ_BY_MACHINE: _(
        "Text that a machine read in pictures (pages, least certainty): %s. Compare it with them."
    ),
    NoteKind.NO_PAGE_PICTURES: _(
        "Shown as text; pictures of the pages of office files are not set up on this machine."
    ),
    NoteKind.PICTURES_FAILED: _(
        "Shown as text: no pictures of its pages could be made. For pictures, print it to a PDF."
    ),
}


def part_word(kind: str, notes: list[tuple[str, str]]) -> str:
    """Return the word for a part of a file of this type."""
    word = _PARTS.get(kind, _PAGE)
    has_pages = not {NoteKind.NO_PAGE_PICTURES, NoteKind.PICTURES_FAILED} & dict(notes).keys()
    return str(_PAGE if word is _PART and has_pages else word)


def note_lines(notes: list[tuple[str, str]]) -> list[str]:
    """Return the notes for the officer, one sentence each."""
    lines = []
    for kind, found in notes:
        if kind == NoteKind.CLEAN_COPY:
            continue
        text = str(NOTES[NoteKind(kind)])
        lines.append(text % found if "%s" in text else text)
    return lines
