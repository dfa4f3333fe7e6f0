"""Read pasted HTML of Word, Excel, Google Docs or LibreOffice into lines and tables. Pure."""

import base64
import binascii
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from lxml import html as lxml_html

from .docx_parts import formatted
from .docx_runs import clean_alt
from .html_style import Declarations, StyleSheet, first_font, is_bold
from .letters import decode
from .manuscript import RemarkKind
from .pictures import ManuscriptPictures
from .pieces import (
    Bullet,
    Found,
    Grid,
    GridCell,
    GridRow,
    Line,
    PictureFound,
    Piece,
    TextSpan,
    words_in,
)

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = {
    *(*_HEADINGS, "p", "div", "li", "blockquote", "pre", "center", "dt", "dd", "address", "hr"),
    *("article", "aside", "figcaption", "figure", "footer", "header", "main", "nav", "section"),
}
_SKIPPED = {"script", "style", "head", "title", "meta", "link", "template", "noscript", "xml"}
_EMBEDDED = {
    **dict.fromkeys(("iframe", "video", "audio", "object", "embed"), RemarkKind.EMBEDDED_OBJECT),
    **dict.fromkeys(("svg", "canvas"), RemarkKind.SHAPE),
    "math": RemarkKind.EQUATION,
}
_LETTERED = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_WEB = re.compile(r"(?:https?://|mailto:|tel:)", re.IGNORECASE)
_DETOURS = {"www.google.com/url": "q", "l.facebook.com/l.php": "u"}
_DATA = re.compile(r"data:image/[\w.+-]+;base64,(.*)", re.DOTALL)
_LIST = re.compile(r"(l\d+)\s+level(\d)\s*(lfo\d+)?")
_DECIMAL = re.compile(r"(\d+)[.)]?")
_DOTS = set("·•o§-–▪■□♦Øv*q")
_NOTE_LINK = re.compile(r"#(?:_(ftn|edn)(\d+)|sd(foot|end)note(\d+)sym|(ftnt)(\d+))$")
_NOTE_BODY = re.compile(r"(?:ftn|edn|sdfootnote|sdendnote)\d+$")
_BOX = re.compile(r"<v:textbox.*?</v:textbox>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class TextLook:
    """Format that text inherits. `span` holds bold, italic, shift, link and font."""

    span: TextSpan = field(default_factory=lambda: TextSpan(""))
    hidden: bool = False
    struck: bool = False
    deleted: bool = False


class HtmlReader:
    """Reads the elements of a paste in order. `pieces` are its lines and tables."""

    def __init__(self, sheet: StyleSheet, pictures: ManuscriptPictures) -> None:
        self.sheet, self.pictures = sheet, pictures
        self.pieces: list[Piece] = []
        self.line = Line()
        self.lists: list[Any] = []
        self.order: list[str] = []
        self.bodies: dict[str, list[Line]] = {}
        self.skips_picture = False
        self.in_item = False

    def read(self, root: Any) -> tuple[list[Piece], list[Found], list[list[Line]]]:
        """Return the pieces, what concerns the whole paste (nothing), and the notes in order."""
        self._children(root, TextLook())
        self._flush()
        return self.pieces, [], [self.bodies.get(key, []) for key in self.order]

    def _flush(self, **shape: Any) -> None:
        """End the current line and begin another of the given shape."""
        if not self.line.is_empty or self.line.found:
            decode(self.line)
            self.pieces.append(self.line)
        self.line = Line(**shape)

    def _children(self, element: Any, look: TextLook) -> None:
        self._text(element.text, look)
        for child in element:
            if isinstance(child.tag, str):
                self._element(child, look)
            else:
                self._comment(str(child.text or ""))
            self._text(child.tail, look)

    def _text(self, text: str | None, look: TextLook) -> None:
        if not text:
            return
        text = re.sub(r"\s+", " ", text)
        if look.deleted:
            self.line.note(RemarkKind.DELETED_WORDS, words_in(text), text)
        elif look.hidden:
            self.line.note(RemarkKind.HIDDEN_TEXT, words_in(text), text)
        else:
            self.line.spans.append(replace(look.span, text=text))
            if look.struck:
                self.line.note(RemarkKind.STRUCK_TEXT, words_in(text), text)

    def _comment(self, text: str) -> None:
        """Note what Word keeps in comments that browsers skip: equations and text boxes."""
        if "gte msEquation" in text:
            self.line.note(RemarkKind.EQUATION)
            self.skips_picture = True
        for box in _BOX.findall(text):
            words = " ".join(_TAG.sub(" ", box).split())
            self.line.note(RemarkKind.TEXT_BOX_LOST, 1, words)

    def _element(self, element: Any, look: TextLook) -> None:
        tag = element.tag.lower()
        style = self.sheet.of(element)
        if tag in _SKIPPED or self._is_comment_of_word(element, style):
            return
        if self._is_note(element, tag, style):
            return
        if tag in _EMBEDDED:
            self.line.note(_EMBEDDED[tag])
            return
        look = _looked(tag, element, style, look)
        if tag == "br":
            self._text_break(look)
        elif tag == "img":
            self._picture(element, look)
        elif tag == "table":
            self._table(element, look)
        elif tag in ("ul", "ol"):
            self._list(element, look)
        elif tag in _BLOCKS or tag.startswith(("body", "html")):
            self._block(element, tag, style, look)
        elif "ignore" in style.get("mso-list", "").lower():
            self._word_mark(element)
        else:
            self._children(element, look)

    def _text_break(self, look: TextLook) -> None:
        """Break the line. A second break in a row, as chats and web pages write it, ends it."""
        text = "".join(span.text for span in self.line.spans)
        if not text.strip():
            return
        if text.rstrip(" ").endswith("\n") and not (self.in_item or self.line.level):
            self._flush()
        else:
            self.line.spans.append(replace(look.span, text="\n"))

    def _block(self, element: Any, tag: str, style: Declarations, look: TextLook) -> None:
        """Read a block element as a line of its own; paragraphs of a list item stay together."""
        if tag == "li":
            self._item(element, look)
            return
        if self.in_item and tag not in _HEADINGS:
            self._text_break(look)
            self._children(element, look)
            return
        name = (element.get("class") or "").lower()
        centred = "center" in (style.get("text-align", ""), element.get("align"))
        shape = {
            "level": _HEADINGS.get(tag, 0),
            "is_title": name == "msotitle",
            "is_caption": name == "msocaption" or tag == "figcaption",
            "is_centred": centred,
        }
        self._flush(**shape)
        if found := _LIST.search(style.get("mso-list", "")):
            self.line.bullet = Bullet(False, int(found[2]) - 1, f"{found[1]} {found[3]}")
        self._children(element, look)
        self._flush()

    def _list(self, element: Any, look: TextLook) -> None:
        outside = self.in_item
        self.lists.append(element)
        self._flush()
        self.in_item = False
        self._children(element, look)
        self._flush()
        self.lists.pop()
        self.in_item = outside and bool(self.lists)

    def _item(self, element: Any, look: TextLook) -> None:
        self._flush()
        parent = self.lists[-1] if self.lists else None
        top = self.lists[0] if self.lists else None
        ordered = parent is not None and parent.tag == "ol"
        value, form = 0, None
        if parent is not None and ordered:
            items = [each for each in parent if each.tag == "li"]
            first = int(parent.get("start") or 1) if _is_number(parent) else 1
            value = first + (items.index(element) if element in items else 0)
            form = _LETTERED.get(parent.get("type") or "")
        if form:
            self.line.label = f"{formatted(value, form)})"
        else:
            level = element.get("aria-level") or element.get("data-aria-level") or ""
            depth = max(len(self.lists) - 1, int(level) - 1 if level.isdigit() else 0, 0)
            self.line.bullet = Bullet(ordered, depth, str(id(top)), value)
        self.in_item = True
        self._children(element, look)
        self.in_item = False
        self._flush()

    def _word_mark(self, element: Any) -> None:
        """Read the mark that Word shows before a list item, which decides the kind of list."""
        mark = " ".join("".join(element.itertext()).split())
        number = _DECIMAL.fullmatch(mark)
        bullet = self.line.bullet
        if self.line.level or bullet is None:
            self.line.label, self.line.bullet = mark, None
        elif number:
            self.line.bullet = replace(bullet, ordered=True, value=int(number[1]))
        elif mark and mark not in _DOTS and mark.isascii():
            self.line.label, self.line.bullet = mark, None

    def _picture(self, element: Any, look: TextLook) -> None:
        if self.skips_picture or look.hidden or look.deleted:
            self.skips_picture = False
            return
        data = _DATA.match(element.get("src") or "")
        if data is None:
            self.line.note(RemarkKind.UNREACHABLE_PICTURE, 1, element.get("alt") or "")
            return
        try:
            name = self.pictures.keep(base64.b64decode(data[1]))
        except binascii.Error:
            name = ""
        if name:
            self.line.pictures.append(PictureFound(name, clean_alt(element.get("alt") or "")))
        else:
            self.line.note(RemarkKind.UNREADABLE_PICTURE)

    def _table(self, element: Any, look: TextLook) -> None:
        """Read a table as one piece; its cells are read like documents of their own."""
        self._flush()
        grid = Grid(has_header=element.find(".//th") is not None)
        for row in element.iter("tr"):
            if next(row.iterancestors("table")) is not element:
                continue
            style = self.sheet.of(row)
            cells = [self._cell(cell, look) for cell in row if cell.tag in ("td", "th")]
            hidden = style.get("display") == "none" or "mso-hide" in style
            grid.rows.append(GridRow(cells, hidden=hidden))
        self.pieces.append(grid)

    def _cell(self, element: Any, look: TextLook) -> GridCell:
        outside = (self.pieces, self.line, self.lists, self.in_item)
        self.pieces, self.line, self.lists, self.in_item = [], Line(), [], False
        self._children(element, _looked(element.tag, element, self.sheet.of(element), look))
        self._flush()
        cell = GridCell(
            self.pieces, width=_span(element, "colspan"), height=_span(element, "rowspan")
        )
        self.pieces, self.line, self.lists, self.in_item = outside
        return cell

    def _is_comment_of_word(self, element: Any, style: Declarations) -> bool:
        """Skip the comments of Word; count their anchors."""
        kind = style.get("mso-element", "")
        name = (element.get("class") or "").lower()
        if style.get("mso-special-character") == "comment" or name == "msocomanchor":
            self.line.note(RemarkKind.COMMENTS)
            return True
        return kind.startswith("comment") or name in ("msocomtxt", "msocomoff")

    def _is_note(self, element: Any, tag: str, style: Declarations) -> bool:
        """Read the mark of a footnote, or the list of footnotes. Returns whether it is one."""
        if tag == "a":
            named = (element.get("name") or "").lstrip("_")
            found = _NOTE_LINK.search(element.get("href") or "")
            if found:
                self._note_mark("".join(filter(None, found.groups())))
                return True
            is_back = _NOTE_BODY.match(named) or "sdfootnotesym" in (element.get("class") or "")
            return bool(is_back)
        if tag == "div" and _NOTE_BODY.match(element.get("id") or ""):
            self._note_body(element)
            return True
        return False

    def _note_mark(self, key: str) -> None:
        if key not in self.order:
            self.order.append(key)
        self.line.add_note_mark(self.order.index(key) + 1)

    def _note_body(self, element: Any) -> None:
        outside = (self.pieces, self.line)
        self.pieces, self.line = [], Line()
        self._children(element, TextLook())
        self._flush()
        key = (element.get("id") or "").replace("sd", "").replace("note", "")
        self.bodies[key] = [each for each in self.pieces if isinstance(each, Line)]
        self.pieces, self.line = outside


def _is_number(element: Any) -> bool:
    return (element.get("start") or "1").isdigit()


def _span(element: Any, name: str) -> int:
    value = element.get(name) or "1"
    return max(1, min(int(value), 60)) if value.isdigit() else 1


def _looked(tag: str, element: Any, style: Declarations, look: TextLook) -> TextLook:
    """Return the format inside an element."""
    span = look.span
    weight = style.get("font-weight", "bold" if tag in ("b", "strong", "th") else "")
    if weight and tag not in _HEADINGS:
        span = replace(span, bold=is_bold(weight))
    if style.get("font-style") == "italic" or tag in ("i", "em"):
        span = replace(span, italic=style.get("font-style") != "normal")
    family = style.get("font-family") or (element.get("face") if tag == "font" else "")
    if family:
        span = replace(span, font=first_font(family))
    shift = {"super": "sup", "sub": "sub"}.get(style.get("vertical-align", ""), "")
    shift = tag if tag in ("sup", "sub") else shift
    if shift and tag not in ("td", "th"):
        span = replace(span, shift=shift)
    address = (element.get("href") or "").strip() if tag == "a" else ""
    if _WEB.match(address):
        span = replace(span, link=_without_detour(address))
    line = style.get("text-decoration", "") + style.get("text-decoration-line", "")
    name = (element.get("class") or "").lower()
    return TextLook(
        span,
        hidden=look.hidden or style.get("display") == "none" or style.get("mso-hide") == "all",
        struck=look.struck or tag in ("s", "strike") or "line-through" in line,
        deleted=look.deleted or tag == "del" or "msodel" in name.split(),
    )


def _without_detour(address: str) -> str:
    """Return where a link of Google Docs or Facebook leads that goes by way of their servers."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    name = _DETOURS.get(f"{parts.netloc}{parts.path}", "")
    target = parse_qs(parts.query).get(name, [""])[0]
    return target if _WEB.match(target) else address


def read_html(
    source: Path, pictures: ManuscriptPictures
) -> tuple[list[Piece], list[Found], list[list[Line]], int]:
    """Return pieces, nothing about the whole paste, notes, and 0: a paste has no pages."""
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True)
    data = source.read_bytes() or b"<p></p>"
    if b"<body" not in data.lower():
        # Google Sheets begins with an element of its own, which lxml would put into the head.
        data = b"<body>" + data
    root = lxml_html.document_fromstring(data, parser=parser)
    css = " ".join(each.text or "" for each in root.iter("style"))
    reader = HtmlReader(StyleSheet(css), pictures)
    body = root.find("body")
    return *reader.read(body if body is not None else root), 0
