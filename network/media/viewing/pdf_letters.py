"""Read what is printed on a PDF page: lines, and tables by their ruling lines. No Django."""

import ctypes
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

import pypdfium2 as pdfium
import pypdfium2.raw as c

from ..word_import.headings import is_letterhead
from .columns import in_reading_order
from .pdf_fields import FilledPage, beside_labels
from .pdf_rules import rules_of
from .pdf_tags import PageTags, tags_of
from .pdf_text import PrintedBlock, PrintedLine, PrintedTable
from .pdf_turns import PageTurn
from .ruled_tables import Place, RuledTable, find_tables
from .table_html import TextCell

_BOLD = (b"bold", b"black", b"heavy")
_LONGEST_NAME = 200
# A wider gap, in heights of a letter, may be that between two columns.
_GAP = 0.8
# A gap that no justified line has between its words.
_WIDE = 1.8
# A table has words in this share of its cells; the squares of a chart have none.
_FILLED = 0.3
# Longer cells are columns of running text with rules between them.
_LONGEST_CELL = 600


@dataclass(frozen=True, slots=True)
class PrintedLetter:
    """A letter that shows, or a blank: its index, the number of its line, and its edges."""

    at: int
    row: int
    text: str
    left: float = 0.0
    bottom: float = 0.0
    right: float = 0.0
    top: float = 0.0


def printed_blocks(
    filled: FilledPage, before: Sequence[PrintedBlock], turn: PageTurn
) -> list[PrintedBlock]:
    """Return the lines and tables of a page in the order of reading, at their places on the page
    turned by `turn`.

    A table may go on from the page `before`; only then a single row is one.
    """
    page = filled.page
    text = page.get_textpage()
    letters = list(_letters(text, turn))
    last = next((each for each in reversed(before) if isinstance(each, PrintedTable)), None)
    tables = find_tables(*rules_of(page, turn)) if letters else []
    tags = tags_of(page) if letters else PageTags()
    contents = _contents(text, letters) if tags.cells or tags.headings else {}
    places = _places(tables, letters) | _tagged_places(tags, contents, letters)
    places = _without_empty(places, letters, last)
    blocks: list[PrintedBlock] = []
    for piece in _pieces(letters, places):
        if isinstance(piece, RuledTable):
            table = _table(piece)
            if last and not blocks and _goes_on(piece, last):
                table.go_on_from(last)
            blocks.append(table)
        elif any(letter.text.strip() for letter in piece):
            first = next(letter.at for letter in piece if letter.text.strip())
            level = tags.headings.get(contents.get(first, -1), 0)
            blocks.append(replace(_line(text, piece), heading=level))
    text.close()
    if filled.own is not None:
        rows = (letter.row for letter in letters if letter.at >= filled.own and letter.text.strip())
        blocks = beside_labels(blocks, min(rows, default=len(letters)))
    return [
        replace(block, column=at) if isinstance(block, PrintedLine) else block
        for at, column in enumerate(in_reading_order(blocks))
        for block in _joined(column)
    ]


def _letters(text: pdfium.PdfTextPage, turn: PageTurn) -> Iterator[PrintedLetter]:
    row = 0
    box = c.FS_RECTF()
    for at in range(text.count_chars()):
        letter = _letter(c.FPDFText_GetUnicode(text.raw, at))
        if letter in "\r\n":
            row += 1
        elif letter.strip() and c.FPDFText_GetLooseCharBox(text.raw, at, box):
            edges = turn.box(box.left, box.bottom, box.right, box.top)
            yield PrintedLetter(at, row, letter, *edges)
        else:
            yield PrintedLetter(at, row, " ")


def _letter(code: int) -> str:
    """Return a character of the text layer, or a blank for an invalid code."""
    known = code in (10, 13) or (32 <= code < 0xD800) or (0xE000 <= code < 0xFFFE) or code > 0xFFFF
    return chr(code) if known else " "


def _places(tables: list[RuledTable], letters: list[PrintedLetter]) -> dict[int, Place]:
    """Return table and cell of the letters in tables, by the letters' index. A blank belongs to the
    cell of the letter before it."""
    places: dict[int, Place] = {}
    place: Place | None = None
    for letter in letters if tables else ():
        if letter.text.strip():
            x, y = (letter.left + letter.right) / 2, (letter.bottom + letter.top) / 2
            if place is None or not place[1].contains(x, y):
                found = ((table, table.cell_at(x, y)) for table in tables)
                place = next(((table, cell) for table, cell in found if cell is not None), None)
        if place is not None:
            places[letter.at] = place
    return places


def _contents(text: pdfium.PdfTextPage, letters: list[PrintedLetter]) -> dict[int, int]:
    """Return the number of the marked content of each letter, by the letter's index."""
    found: dict[int, int] = {}
    for letter in letters:
        if letter.text.strip() and (drawn := c.FPDFText_GetTextObject(text.raw, letter.at)):
            found[letter.at] = c.FPDFPageObj_GetMarkedContentID(drawn)
    return found


def _tagged_places(
    tags: PageTags, contents: dict[int, int], letters: list[PrintedLetter]
) -> dict[int, Place]:
    """Return table and cell of the letters in tagged tables. Tags come before ruling lines."""
    places: dict[int, Place] = {}
    place: Place | None = None
    for letter in letters if tags.cells else ():
        if letter.text.strip():
            place = tags.cells.get(contents.get(letter.at, -1))
            if place is not None:
                place[1].cover(letter.left, letter.bottom, letter.right, letter.top)
        if place is not None:
            places[letter.at] = place
    return places


def _without_empty(
    places: dict[int, Place], letters: list[PrintedLetter], last: PrintedTable | None
) -> dict[int, Place]:
    """Return the places in tables that hold words, and fill in the lines of their cells.

    A letterhead is no table, nor is a single row that does not go on from the `last` table.
    """
    words: dict[int, dict[int, str]] = defaultdict(lambda: defaultdict(str))
    for letter in letters:
        if letter.at in places:
            words[id(places[letter.at][1])][letter.row] += letter.text
    for _table_around, cell in {id(place[1]): place for place in places.values()}.values():
        cell.lines += [" ".join(line.split()) for line in words[id(cell)].values()]

    def is_filled(table: RuledTable) -> bool:
        lengths = [length for cell in table.cells if (length := sum(map(len, cell.lines)))]
        enough = len(lengths) > 1 and len(lengths) >= _FILLED * len(table.cells)
        enough = enough and (len(table.rows) > 1 or _goes_on(table, last))
        texts = (line for cell in table.cells for line in cell.lines)
        return enough and median(lengths) <= _LONGEST_CELL and not any(map(is_letterhead, texts))

    kept = {id(table) for table, _cell in places.values() if is_filled(table)}
    return {at: place for at, place in places.items() if id(place[0]) in kept}


def _pieces(
    letters: list[PrintedLetter], places: dict[int, Place]
) -> Iterator[RuledTable | list[PrintedLetter]]:
    """Yield pieces of lines, divided at wide gaps, and each table where its first letter is."""
    piece: list[PrintedLetter] = []
    seen: set[int] = set()
    before: PrintedLetter | None = None
    for letter in letters:
        if letter.at in places:
            table = places[letter.at][0]
            if id(table) not in seen:
                seen.add(id(table))
                yield from (piece, table)
                piece, before = [], None
            continue
        if before and (letter.row != before.row or _is_apart(before, letter)):
            yield piece
            piece = []
        piece.append(letter)
        if letter.text.strip() or before is None or letter.row != before.row:
            before = letter
    yield piece


def _is_apart(before: PrintedLetter, letter: PrintedLetter) -> bool:
    if not (before.text.strip() and letter.text.strip()):
        return False
    height = max(1.0, before.top - before.bottom)
    return letter.left - before.right > _GAP * height or letter.right < before.left - height


def _line(text: pdfium.PdfTextPage, piece: list[PrintedLetter]) -> PrintedLine:
    visible = [letter for letter in piece if letter.text.strip()]
    first, last = visible[0], visible[-1]
    words = " ".join("".join(letter.text for letter in piece).split())
    height = max(1.0, first.top - first.bottom)
    bold = _is_bold(text, first.at) and _is_bold(text, last.at)
    return PrintedLine(words, first.left, last.right, first.top, height, bold, first.row)


def _is_bold(text: pdfium.PdfTextPage, at: int) -> bool:
    """Return whether a letter is bold, judged by its font name since the weight is not
    available."""
    name = ctypes.create_string_buffer(_LONGEST_NAME)
    c.FPDFText_GetFontInfo(text.raw, at, name, _LONGEST_NAME, None)
    return any(word in name.value.lower() for word in _BOLD)


def _table(table: RuledTable) -> PrintedTable:
    cells = {id(each): TextCell(" ".join(filter(None, each.lines))) for each in table.cells}
    left, bottom, right, top = table.edges
    rows = [[cells[id(each)] for each in row] for row in table.rows]
    return PrintedTable(rows, left, right, top, top - bottom, table.columns)


def _goes_on(table: RuledTable, before: PrintedTable | None) -> bool:
    return before is not None and before.has_columns(table.columns, table.edges[2])


def _joined(blocks: list[PrintedBlock]) -> list[PrintedBlock]:
    """Return the blocks with the pieces of a line joined that no column divides."""
    joined: list[PrintedBlock] = []
    for block in blocks:
        last = joined[-1] if joined else None
        if (
            isinstance(block, PrintedLine)
            and isinstance(last, PrintedLine)
            and block.row == last.row
            and last.right <= block.left
        ):
            both = f"{last.text} {block.text}"
            bold = last.bold and block.bold
            wide = last.is_gapped or block.left - last.right > _WIDE * last.height
            joined[-1] = replace(last, text=both, right=block.right, bold=bold, is_gapped=wide)
        else:
            joined.append(block)
    return joined
