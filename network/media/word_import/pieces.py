"""What the readers collect: lines and tables in the order of the document. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html import escape

from .manuscript import RemarkKind

_RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
# Longest quotation of something that was found.
_QUOTED = 80


@dataclass(frozen=True, slots=True)
class TextSpan:
    """Text of one format. `shift` is "sup", "sub" or ""; `note` the number of the footnote that it
    calls, 0 if none."""

    text: str
    bold: bool = False
    italic: bool = False
    shift: str = ""
    link: str = ""
    font: str = ""
    note: int = 0


@dataclass(frozen=True, slots=True)
class Bullet:
    """The mark of a list item. `value` is the number of an ordered item."""

    ordered: bool
    depth: int
    listed: str = ""
    value: int = 1


@dataclass(frozen=True, slots=True)
class PictureFound:
    """A picture stored by the reader, with its alternative text."""

    name: str
    alt: str = ""


@dataclass(slots=True)
class Found:
    """Something noticed in a line or table: kind, count and the words themselves."""

    kind: RemarkKind
    count: int = 1
    words: str = ""


@dataclass(slots=True)
class Line:
    """A paragraph. `level` is the heading level of its style, 0 for text; `number` its place.

    `size` is that of its smallest letters in half points, 0 if unknown.
    """

    spans: list[TextSpan] = field(default_factory=list)
    level: int = 0
    label: str = ""
    bullet: Bullet | None = None
    is_title: bool = False
    is_caption: bool = False
    is_centred: bool = False
    is_contents: bool = False
    size: int = 0
    pictures: list[PictureFound] = field(default_factory=list)
    boxes: "list[list[Line]]" = field(default_factory=list)
    found: list[Found] = field(default_factory=list)
    page: int = 0
    number: int = 0

    def note(self, kind: RemarkKind, count: int = 1, words: str = "") -> None:
        """Add a remark about this line, unless it counts nothing."""
        if count:
            self.found.append(Found(kind, count, " ".join(words.split())[:_QUOTED]))

    def add_note_mark(self, number: int) -> None:
        """Add the raised number of a footnote, after a comma if another one precedes it."""
        noted = self.found and self.found[-1].kind is RemarkKind.FOOTNOTES
        follows = noted and self.spans and self.spans[-1].shift == "sup"
        mark = f", {number}" if follows else str(number)
        self.spans.append(TextSpan(mark, shift="sup", note=number))
        self.note(RemarkKind.FOOTNOTES)

    @property
    def is_empty(self) -> bool:
        return not (self.pictures or self.boxes or any(span.text.strip() for span in self.spans))

    @property
    def is_bold(self) -> bool:
        """Return whether all of its text is bold."""
        written = [span for span in self.spans if span.text.strip()]
        return bool(written) and all(span.bold for span in written)


@dataclass(slots=True)
class GridCell:
    """A table cell. `continues` marks the lower parts of a cell merged downwards in DOCX."""

    pieces: "list[Line | Grid]" = field(default_factory=list)
    width: int = 1
    height: int = 1
    continues: bool = False


@dataclass(slots=True)
class GridRow:
    """A table row. Hidden rows take part in merging but are not shown."""

    cells: list[GridCell] = field(default_factory=list)
    hidden: bool = False


@dataclass(slots=True)
class Grid:
    """A table as it is in the document, before its merged cells are split."""

    rows: list[GridRow] = field(default_factory=list)
    has_header: bool = False
    found: list[Found] = field(default_factory=list)
    page: int = 0
    number: int = 0

    def note(self, kind: RemarkKind, count: int = 1, words: str = "") -> None:
        """Add a remark about this table, unless it counts nothing."""
        if count:
            self.found.append(Found(kind, count, words[:_QUOTED]))


type Piece = Line | Grid


def html_of(spans: list[TextSpan]) -> str:
    """Return the spans as HTML, with white space collapsed and equal neighbours joined."""
    return "".join(_tagged(span) for span in tidied(spans))


def plain_of(spans: list[TextSpan]) -> str:
    """Return the spans as one line of text. Raised and lowered digits stay so ("m²")."""
    words = "".join(_unformatted(span) for span in tidied(spans))
    return " ".join(words.split())


def tidied(spans: list[TextSpan], *, keeps_notes: bool = False) -> list[TextSpan]:
    """Return the spans joined where they are equal, without spaces at the ends and double
    spaces. `keeps_notes` leaves each footnote mark a span of its own."""
    joined: list[TextSpan] = []
    for span in spans:
        unfonted = replace(span, font="", note=span.note if keeps_notes else 0)
        if joined and replace(joined[-1], text="") == replace(unfonted, text=""):
            joined[-1] = replace(joined[-1], text=joined[-1].text + span.text)
        elif span.text:
            joined.append(unfonted)
    return list(_trimmed(joined))


def _trimmed(spans: list[TextSpan]) -> Iterator[TextSpan]:
    last = max((at for at, span in enumerate(spans) if span.text.strip()), default=-1)
    ends_with_space = True
    for at, span in enumerate(spans[: last + 1]):
        lines = [" ".join(f".{line}.".split()) for line in span.text.split("\n")]
        text = "\n".join(line[1:-1] for line in lines)
        text = text.replace(" \n", "\n").replace("\n ", "\n")
        if ends_with_space:
            text = text.lstrip()
        if at == last:
            text = text.rstrip()
        if text:
            ends_with_space = text[-1].isspace()
            yield replace(span, text=text)


def _tagged(span: TextSpan) -> str:
    html = escape(span.text, quote=False).replace("\n", "<br/>")
    for tag, wanted in ((span.shift, span.shift), ("i", span.italic), ("b", span.bold)):
        if wanted:
            html = f"<{tag}>{html}</{tag}>"
    return f'<a href="{escape(span.link)}">{html}</a>' if span.link else html


def _unformatted(span: TextSpan) -> str:
    table = {"sup": _RAISED, "sub": _LOWERED}.get(span.shift)
    return span.text.translate(table) if table else span.text


def words_in(text: str) -> int:
    """Return the number of words."""
    return len(text.split())
