"""Read a DOCX file into lines and tables, as if all tracked changes were accepted. Pure."""

import re
import zipfile
from pathlib import Path
from typing import Any

from .docx_parts import (
    Numbering,
    Package,
    Style,
    Styles,
    W,
    is_contents,
    is_on,
    level_of,
    local,
    value_of,
)
from .docx_runs import RunReader
from .letters import decode
from .manuscript import RemarkKind
from .pictures import ManuscriptPictures
from .pieces import Bullet, Found, Grid, GridCell, GridRow, Line, Piece, words_in

_INSIDE = ("ins", "moveTo", "smartTag", "customXml", "sdtContent")
_GONE = ("del", "moveFrom")
_NAMES = re.compile(r"(?:title|tiêu đề)")
_CONTENTS_GALLERY = "Table of Contents"


class DocxReader:
    """Reads the body of a document in order. `pieces` are its lines and tables.

    `is_whole` keeps the table of contents, which an article leaves out.
    """

    def __init__(
        self, package: Package, pictures: ManuscriptPictures, *, is_whole: bool = False
    ) -> None:
        self.is_whole = is_whole
        self.styles = Styles(next(iter(package.parts("styles")), package.xml("")))
        self.numbering = Numbering(next(iter(package.parts("numbering")), package.xml("")))
        self.package = package
        self.pages = 0
        self.notes: list[tuple[str, str]] = []
        self.runs = RunReader(self, package, pictures)
        self.carried: Line | None = None

    def read(self) -> tuple[list[Piece], list[Found], list[list[Line]]]:
        """Return the pieces, what concerns the whole file, and the notes in the order of their
        numbers."""
        body = self.package.xml(self.package.main).find(f"{W}body")
        if body is None:
            return [], [], []
        self.pages = 1 if next(body.iter(f"{W}lastRenderedPageBreak"), None) is not None else 0
        pieces = self.pieces_of(body)
        return pieces, self._whole_file(), [self._note_lines(*note) for note in self.notes]

    def pieces_of(self, parent: Any) -> list[Piece]:
        """Return the lines and tables below an element."""
        pieces: list[Piece] = []
        self._collect(parent, pieces)
        if self.carried is not None:
            pieces.append(self.carried)
            self.carried = None
        return pieces

    def _collect(self, parent: Any, pieces: list[Piece]) -> None:
        for element in parent:
            name = local(element)
            if name == "p":
                if (line := self.line(element)) is not None:
                    pieces.append(line)
            elif name == "tbl":
                pieces.append(self._grid(element))
            elif name == "sdt":
                self._collect_control(element, pieces)
            elif name in _INSIDE:
                self._collect(element, pieces)
            elif name == "altChunk":
                pieces.append(Line(found=[Found(RemarkKind.EMBEDDED_OBJECT)]))

    def _collect_control(self, element: Any, pieces: list[Piece]) -> None:
        """Collect what a content control holds, except a table of contents and a placeholder."""
        content = element.find(f"{W}sdtContent")
        props = element.find(f"{W}sdtPr")
        if content is None:
            return
        gallery = value_of(props, "docPartObj/docPartGallery") if props is not None else None
        if gallery == _CONTENTS_GALLERY and not self.is_whole:
            lines = sum(1 for _each in content.iter(f"{W}p"))
            pieces.append(Line(found=[Found(RemarkKind.CONTENTS_TABLE, lines)]))
        elif props is not None and is_on(props, "showingPlcHdr"):
            pieces.append(Line(found=[Found(RemarkKind.PLACEHOLDER)]))
        else:
            self._collect(content, pieces)

    def line(self, element: Any) -> Line | None:
        """Return a paragraph as a line, None if its mark was deleted: then the next one begins with
        it."""
        props = element.find(f"{W}pPr")
        style = self.styles.get(self._style_key(props))
        line = self._line_of(props, style)
        line.page = self.pages
        before = self.carried
        if before is not None:
            line.spans, line.found = [*before.spans], [*before.found]
            line.pictures, line.boxes = before.pictures, before.boxes
            line.page, self.carried = before.page, None
        self.runs.read(element, line, style)
        line.is_contents = is_contents(style)
        if line.is_contents and not line.is_empty and not self.is_whole:
            return Line(found=[Found(RemarkKind.CONTENTS_TABLE)], page=line.page)
        mark = props.find(f"{W}rPr") if props is not None else None
        if mark is not None and any(mark.find(f"{W}{name}") is not None for name in _GONE):
            self.carried = line
            return None
        if not line.is_empty:
            self._number(line, props, style)
        decode(line)
        return line

    def _style_key(self, props: Any) -> str:
        key = value_of(props, "pStyle") if props is not None else None
        return key or self.styles.default

    def _line_of(self, props: Any, style: Style) -> Line:
        outline = value_of(props, "outlineLvl") if props is not None else None
        aligned = value_of(props, "jc") if props is not None else None
        return Line(
            level=level_of(outline, style.level),
            is_title=bool(_NAMES.fullmatch(style.name)),
            is_caption=style.name == "caption",
            is_centred=aligned == "center",
        )

    def _number(self, line: Line, props: Any, style: Style) -> None:
        """Give the line its list mark: as a list item if it can be one, else as text."""
        numbering = style.numbering
        if props is not None and (listed := value_of(props, "numPr/numId")) is not None:
            numbering = (listed, int(value_of(props, "numPr/ilvl") or 0))
        if numbering is None or numbering[0] == "0":
            return
        mark = self.numbering.next_mark(*numbering)
        if mark is None:
            return
        if line.level or line.is_title:
            line.label = "" if mark.is_bullet else mark.text
        elif mark.is_bullet or mark.is_plain:
            depth = numbering[1] or style.list_depth
            line.bullet = Bullet(mark.is_plain, depth, numbering[0], mark.value)
        else:
            line.label = mark.text

    def _grid(self, element: Any) -> Grid:
        grid = Grid(page=self.pages)
        for row in element.iter(f"{W}tr"):
            if next(row.iterancestors(f"{W}tbl")) is not element:
                continue
            props = row.find(f"{W}trPr")
            if props is not None and props.find(f"{W}del") is not None:
                words = " ".join(row.itertext(f"{W}delText", f"{W}t"))
                grid.note(RemarkKind.DELETED_WORDS, words_in(words), words)
                continue
            if props is not None and is_on(props, "tblHeader") and not grid.rows:
                grid.has_header = True
            hidden = props is not None and bool(is_on(props, "hidden"))
            cells = [self._cell(cell) for cell in _cells(row)]
            before = value_of(props, "gridBefore") if props is not None else None
            if before:
                cells.insert(0, GridCell(width=max(1, min(int(before), 60))))
            grid.rows.append(GridRow(cells, hidden=hidden))
        return grid

    def _cell(self, element: Any) -> GridCell:
        props = element.find(f"{W}tcPr")
        width = int((value_of(props, "gridSpan") if props is not None else None) or 1)
        merge = props.find(f"{W}vMerge") if props is not None else None
        continues = merge is not None and merge.get(f"{W}val", "continue") == "continue"
        carried, self.carried = self.carried, None
        pieces = self.pieces_of(element)
        self.carried = carried
        return GridCell(pieces, width=max(1, min(width, 60)), continues=continues)

    def box(self, element: Any) -> list[Line]:
        """Return the lines of a text box; tables in it become lines."""
        carried, self.carried = self.carried, None
        pieces = self.pieces_of(element)
        self.carried = carried
        lines: list[Line] = []
        for piece in pieces:
            cells = [c for r in piece.rows for c in r.cells] if isinstance(piece, Grid) else []
            lines += [piece] if isinstance(piece, Line) else []
            lines += [each for cell in cells for each in cell.pieces if isinstance(each, Line)]
        return [line for line in lines if not line.is_empty]

    def note_number(self, kind: str, key: str) -> int:
        """Return the running number of a footnote or endnote."""
        if (kind, key) not in self.notes:
            self.notes.append((kind, key))
        return self.notes.index((kind, key)) + 1

    def _note_lines(self, kind: str, key: str) -> list[Line]:
        for root in self.package.parts(f"{kind}s"):
            for note in root.iter(f"{W}{kind}"):
                if note.get(f"{W}id") == key:
                    lines = [each for each in self.pieces_of(note) if isinstance(each, Line)]
                    return [line for line in lines if not line.is_empty]
        return []

    def _whole_file(self) -> list[Found]:
        """Return what concerns no single paragraph: headers and footers."""
        texts = (
            " ".join("".join(root.itertext(f"{W}t")).split())
            for kind in ("header", "footer")
            for root in self.package.parts(kind)
        )
        words = next((text for text in texts if text), "")
        return [Found(RemarkKind.HEADER_FOOTER, words=words)] if words else []


def _cells(row: Any) -> list[Any]:
    return [cell for cell in row.iter(f"{W}tc") if next(cell.iterancestors(f"{W}tr")) is row]


def read_docx(
    source: Path, pictures: ManuscriptPictures
) -> tuple[list[Piece], list[Found], list[list[Line]], int]:
    """Return pieces, remarks about the whole file, notes, and the number of pages (0: unknown)."""
    with zipfile.ZipFile(source) as archive:
        reader = DocxReader(Package(archive), pictures)
        pieces, found, notes = reader.read()
    return pieces, found, notes, reader.pages
