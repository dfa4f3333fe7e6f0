"""Make the blocks of a manuscript from the lines and tables of a document. Pure."""

import re
from collections.abc import Iterable
from html import escape

from .headings import LONGEST_HEADING, guess_headings, read_typed_lists
from .manuscript import Block, BlockKind, Manuscript, Place, Remark, RemarkKind
from .pieces import Bullet, Found, Grid, Line, PictureFound, Piece, TextSpan, html_of, plain_of
from .tables import is_layout, lines_in, read_table

_MOST_CAPTION, _MOST_TITLE = 250, 255
_CAPTION = re.compile(r"(?:hình|ảnh)(?: ảnh)?(?: *\d+)? *[.:]", re.IGNORECASE)
# Remarks of these kinds are listed one by one, because each is decided upon by itself.
_SINGLE = {RemarkKind.TEXT_BOX}


def shaped(
    pieces: list[Piece], whole: list[Found], notes: list[list[Line]], pages: int
) -> Manuscript:
    """Return the manuscript of a document. `whole` concerns no single place; `notes` come last."""
    maker = _Maker(pages)
    present = _numbered(pieces)
    guess_headings(present)
    read_typed_lists(present)
    maker.levels = sorted({line.level for line in present if isinstance(line, Line) and line.level})
    for piece in present:
        if isinstance(piece, Grid):
            maker.add_grid(piece)
        else:
            maker.add_line(piece)
    maker.end_list()
    for number, lines in enumerate(notes, start=1):
        maker.add_note(number, lines)
    for found in whole:
        maker.remark(found, None)
    return maker.manuscript


def _numbered(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces that are not empty, counted from 1. Remarks of empty ones move to the piece
    before them, or after them at the beginning."""
    present: list[Piece] = []
    waiting: list[Found] = []
    for piece in pieces:
        if isinstance(piece, Line) and piece.is_empty:
            (present[-1].found if present else waiting).extend(piece.found)
            continue
        piece.found = [*waiting, *piece.found]
        waiting = []
        present.append(piece)
        piece.number = len(present)
    if waiting:
        present.append(Line(found=waiting, number=1))
    return present


class _Maker:
    def __init__(self, pages: int) -> None:
        self.manuscript = Manuscript(pages=pages)
        self.levels: list[int] = []
        self.items: list[tuple[Bullet, str]] = []
        self.remarks: dict[RemarkKind, Remark] = {}

    def add_line(self, line: Line) -> None:
        """Add a paragraph: as title, caption, heading, list item or text."""
        blocks = self.manuscript.blocks
        if line.is_title and not self.manuscript.title:
            self.manuscript.title = plain_of(line.spans)[:_MOST_TITLE]
        elif _is_caption(line) and self._add_caption(line):
            pass
        elif line.bullet and self._continues(line):
            self.items.append((line.bullet, html_of(line.spans)))
        else:
            self.end_list()
            if any(span.text.strip() for span in line.spans):
                blocks.append(self._block(line))
        self._add_pictures(line.pictures, line)
        for found in line.found:
            self.remark(found, line)
        for box in line.boxes:
            self._add_box(box, line)

    def _add_caption(self, line: Line) -> bool:
        """Make the line the caption of the picture before it. Returns whether there is one."""
        blocks = self.manuscript.blocks
        last = blocks[-1] if blocks else None
        text = plain_of(line.spans)
        if last is None or last.kind != BlockKind.PICTURE or last.caption:
            return False
        if len(text) > _MOST_CAPTION:
            return False
        last.caption = text
        return True

    def _continues(self, line: Line) -> bool:
        """Return whether the item belongs into the list being made, or begins one at 1."""
        bullet = line.bullet
        assert bullet  # noqa: S101 - asked for list items only
        if self.items and bullet.depth == 0:
            last = next((each for each, _html in reversed(self.items) if not each.depth), bullet)
            # Word on the web makes a list of each item, and only the numbers go on.
            goes_on = last.listed == bullet.listed or bullet.value == last.value + 1
            if last.ordered != bullet.ordered or (bullet.ordered and not goes_on):
                self.end_list()
        if self.items or not bullet.ordered or bullet.value == 1:
            return True
        # The editor's lists begin at 1: a list that goes on after a text keeps its numbers as text.
        line.label = f"{bullet.value}."
        return False

    def _block(self, line: Line) -> Block:
        label = f"{line.label} " if line.label else ""
        text = label + plain_of(line.spans)
        if line.level and len(text) > LONGEST_HEADING:
            line.note(RemarkKind.LONG_HEADING, 1, text)
        elif line.level:
            place = self.levels.index(line.level)
            if place > 1:
                line.note(RemarkKind.DEEP_HEADING, 1, text)
            return Block(BlockKind.HEADING, text=text, level=2 if place == 0 else 3)
        return Block(
            BlockKind.TEXT, html=f"<p>{escape(label, quote=False)}{html_of(line.spans)}</p>"
        )

    def _add_pictures(self, pictures: Iterable[PictureFound], piece: Piece) -> None:
        for picture in pictures:
            self.end_list()
            block = Block(BlockKind.PICTURE, picture=picture.name, text=picture.alt)
            self.manuscript.blocks.append(block)
            if not picture.alt:
                piece.note(RemarkKind.NO_ALT_TEXT)

    def _add_box(self, lines: list[Line], around: Line) -> None:
        self.end_list()
        html = "".join(f"<p>{html_of(line.spans)}</p>" for line in lines)
        words = " ".join(plain_of(line.spans) for line in lines)
        self.manuscript.blocks.append(Block(BlockKind.BOX, html=html, text=words))
        self.remark(Found(RemarkKind.TEXT_BOX, 1, words[:80]), around)
        for found in (found for line in lines for found in line.found):
            self.remark(found, around)
        for line in lines:
            self._add_pictures(line.pictures, line)

    def add_grid(self, grid: Grid) -> None:
        """Add a table, or its text if it only places text."""
        self.end_list()
        if is_layout(grid):
            lines = [line for line in lines_in(grid) if not line.is_empty]
            grid.note(RemarkKind.LAYOUT_TABLE)
            for line in lines:
                line.number, line.page = grid.number, grid.page
                self.add_line(line)
            self.end_list()
        else:
            rows, pictures = read_table(grid)
            self.manuscript.blocks.append(Block(BlockKind.TABLE, rows=rows))
            table = len(self.manuscript.blocks) - 1
            self._add_pictures(pictures, grid)
            for found in grid.found:
                self.remark(found, grid, block=table)
            return
        for found in grid.found:
            self.remark(found, grid)

    def add_note(self, number: int, lines: list[Line]) -> None:
        """Add a footnote at the end, with its number."""
        for at, line in enumerate(lines):
            mark = [TextSpan(str(number), shift="sup"), TextSpan(" ")] if at == 0 else []
            html = html_of([*mark, *line.spans])
            self.manuscript.blocks.append(Block(BlockKind.TEXT, html=f"<p>{html}</p>"))
            for found in line.found:
                self.remark(found, line)

    def end_list(self) -> None:
        """Add the list that was being made, if any."""
        if self.items:
            html = nested_list(self.items)
            self.manuscript.blocks.append(Block(BlockKind.LIST, html=html))
            self.items = []

    def remark(self, found: Found, piece: Piece | None, *, block: int | None = None) -> None:
        """Add what was found to the remark of its kind, with its place."""
        known = None if found.kind in _SINGLE else self.remarks.get(found.kind)
        if known is None:
            known = self.remarks[found.kind] = Remark(found.kind.value, found=found.words)
            self.manuscript.remarks.append(known)
        known.count += found.count
        if piece is None or (known.places and known.places[-1].paragraph == piece.number):
            return
        # An item of a list that is not finished belongs to the block that comes next.
        last = len(self.manuscript.blocks) - (0 if self.items else 1)
        at = max(last, 0) if block is None else block
        known.places.append(Place(at, piece.page, piece.number))


def _is_caption(line: Line) -> bool:
    """Return whether the line is a caption by its style, or begins like one: "Ảnh 2: ..."."""
    is_text = not (line.level or line.bullet or line.label)
    return line.is_caption or (is_text and bool(_CAPTION.match(plain_of(line.spans))))


def nested_list(items: list[tuple[Bullet, str]], *, keeps_numbers: bool = False) -> str:
    """Return list items as HTML; those deeper than the first become lists inside the item before.

    `keeps_numbers` writes the number of each ordered item, for lists that do not begin at 1.
    """
    tag = "ol" if items[0][0].ordered else "ul"
    depth = items[0][0].depth
    html, at = "", 0
    while at < len(items):
        end = at + 1
        while end < len(items) and items[end][0].depth > depth:
            end += 1
        deeper = items[at + 1 : end]
        inner = nested_list(deeper, keeps_numbers=keeps_numbers) if deeper else ""
        bullet, text = items[at]
        value = f' value="{bullet.value}"' if keeps_numbers and bullet.ordered else ""
        html += f"<li{value}>{text}{inner}</li>"
        at = end
    return f"<{tag}>{html}</{tag}>"
