"""Sentences about what an import left out and what has to be read again."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.media.word_import.manuscript import Place, Remark, RemarkKind

# A long list is cut: the numbers beside the text show all places.
_MOST_PLACES = 12
type Sentence = tuple[str | Promise, str | Promise]

# What was found, with its number, and what became of it.
SENTENCES: dict[RemarkKind, Sentence] = {
    RemarkKind.DELETED_WORDS: (
        gettext_lazy("%d deleted words (tracked changes)"),
        gettext_lazy("never brought into the article"),
    ),
    RemarkKind.COMMENTS: (
        gettext_lazy("%d comments of others"),
        gettext_lazy("never brought into the article"),
    ),
    RemarkKind.TEXT_BOX: (
        gettext_lazy("%d text box"),
        gettext_lazy("tick it to bring its text in at this place"),
    ),
    RemarkKind.TEXT_BOX_LOST: (
        gettext_lazy("%d text boxes"),
        gettext_lazy("type the text in the article if readers need it"),
    ),
    RemarkKind.HEADER_FOOTER: (
        gettext_lazy("Headers, footers, page numbers"),
        gettext_lazy("on every page"),
    ),
    RemarkKind.EQUATION: (
        gettext_lazy("%d equations"),
        gettext_lazy("write them in words, or add them as a picture"),
    ),
    RemarkKind.CHART: (
        gettext_lazy("%d charts"),
        gettext_lazy("add the figures as a table, or the chart as a picture"),
    ),
    RemarkKind.SMART_ART: (
        gettext_lazy("%d SmartArt diagrams"),
        gettext_lazy("write them as a list, or add them as a picture"),
    ),
    RemarkKind.SHAPE: (
        gettext_lazy("%d drawn shapes"),
        gettext_lazy("add them as a picture if readers need them"),
    ),
    RemarkKind.EMBEDDED_OBJECT: (
        gettext_lazy("%d embedded files"),
        gettext_lazy("add them as a table or as a file of their own"),
    ),
    RemarkKind.UNREADABLE_PICTURE: (
        gettext_lazy("%d pictures that browsers do not show, or more than an article holds"),
        gettext_lazy("save them as JPG or PNG, then add them in the article"),
    ),
    RemarkKind.UNREACHABLE_PICTURE: (
        gettext_lazy("%d pictures that pasting does not bring along"),
        gettext_lazy("choose the Word file instead, or add the pictures in the article"),
    ),
    RemarkKind.HIDDEN_TEXT: (
        gettext_lazy("%d hidden words"),
        gettext_lazy("not shown when the file is printed"),
    ),
    RemarkKind.CONTENTS_TABLE: (
        gettext_lazy("Table of contents, %d lines"),
        gettext_lazy("the article does not need it"),
    ),
    RemarkKind.SYMBOL: (
        gettext_lazy("%d symbols of a symbol font"),
        gettext_lazy("type them in the article if readers need them"),
    ),
    RemarkKind.CELL_LINK: (
        gettext_lazy("%d links inside a table"),
        gettext_lazy("their text is there; put the links below the table"),
    ),
    RemarkKind.PLACEHOLDER: (
        gettext_lazy("%d form fields that nobody filled in"),
        gettext_lazy("their hint is not text"),
    ),
    RemarkKind.GUESSED_HEADING: (
        gettext_lazy("%d headings recognised by their look"),
        gettext_lazy("they had no heading style: are they headings?"),
    ),
    RemarkKind.DEEP_HEADING: (
        gettext_lazy("%d headings of the third level or deeper"),
        gettext_lazy("made subheadings"),
    ),
    RemarkKind.LONG_HEADING: (
        gettext_lazy("%d headings longer than 150 characters"),
        gettext_lazy("made paragraphs: write a shorter heading"),
    ),
    RemarkKind.TYPED_LIST: (
        gettext_lazy("%d lines with a typed dash"),
        gettext_lazy("made a list"),
    ),
    RemarkKind.MERGED_CELLS: (
        gettext_lazy("%d merged cells"),
        gettext_lazy("split, and their text repeated in each cell"),
    ),
    RemarkKind.NESTED_TABLE: (
        gettext_lazy("%d tables inside a table"),
        gettext_lazy("their text is in the cell"),
    ),
    RemarkKind.LAYOUT_TABLE: (
        gettext_lazy("%d frames of one row"),
        gettext_lazy("made paragraphs"),
    ),
    RemarkKind.FIRST_ROW_HEADER: (
        gettext_lazy("%d tables without marked column headings"),
        gettext_lazy("the first row was taken for them"),
    ),
    RemarkKind.LEGACY_FONT: (
        gettext_lazy("%d words in a font of before Unicode (.VnTime, VNI)"),
        gettext_lazy("converted to Unicode"),
    ),
    RemarkKind.LEGACY_GUESS: (
        gettext_lazy("%d words in letters of before Unicode"),
        gettext_lazy("recognised without their font and converted"),
    ),
    RemarkKind.UNKNOWN_FONT: (
        gettext_lazy("%d words in an old font that cannot be converted"),
        gettext_lazy("type them anew"),
    ),
    RemarkKind.FOOTNOTES: (
        gettext_lazy("%d footnotes"),
        gettext_lazy("made numbers, with lines at the end of the text"),
    ),
    RemarkKind.MOVED_PICTURE: (
        gettext_lazy("%d pictures inside a table"),
        gettext_lazy("put below the table"),
    ),
    RemarkKind.NO_ALT_TEXT: (
        gettext_lazy("%d pictures without a description"),
        gettext_lazy("write what each shows, for those who cannot see it"),
    ),
    RemarkKind.STRUCK_TEXT: (
        gettext_lazy("%d words struck through"),
        gettext_lazy("they are in the text without the stroke: delete them if they no longer hold"),
    ),
}


def title_of(remark: Remark) -> str:
    """Return what was found, with its number."""
    title = str(SENTENCES[RemarkKind(remark.kind)][0])
    return title % remark.count if "%d" in title else title


def outcome_of(remark: Remark) -> str:
    """Return what became of it."""
    return str(SENTENCES[RemarkKind(remark.kind)][1])


def places_of(places: list[Place]) -> str:
    """Return pages and paragraphs, e.g. "page 2; paragraph 4, 9"; "" without a place."""
    pages = _listed(place.page for place in places)
    paragraphs = _listed(place.paragraph for place in places)
    told = [_("page %s") % pages] if pages else []
    told += [_("paragraph %s") % paragraphs] if paragraphs else []
    return "; ".join(told)


def _listed(numbers: Iterable[int]) -> str:
    found = list(dict.fromkeys(number for number in numbers if number))
    shown = ", ".join(map(str, found[:_MOST_PLACES]))
    return f"{shown}, …" if len(found) > _MOST_PLACES else shown
