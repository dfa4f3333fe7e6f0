"""PPTX converter: one part per slide with title, texts, tables and images. No Django."""

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

import pptx
from pptx.enum.shapes import PP_PLACEHOLDER

from .archives import note_author_of, require_harmless
from .fixed_words import CHART, DIAGRAM
from .html import plain
from .pictures import keep_picture
from .results import MOST_PAGES, FileReading, FileRefused, NoteKind, ReadingPart, Refusal, checked
from .table_html import TextCell, matrix_html, write_text

# What the program itself writes on each page of notes.
_FIXED = (
    *(PP_PLACEHOLDER.SLIDE_NUMBER, PP_PLACEHOLDER.DATE),
    *(PP_PLACEHOLDER.HEADER, PP_PLACEHOLDER.FOOTER),
)


def read_slides(path: Path, folder: Path) -> FileReading:
    """Return the visible slides. Hidden slides and speaker notes are noted for the officer. Raises
    FileRefused if there are too many slides."""
    reading = FileReading()
    with path.open("rb") as file:
        require_harmless(file)
        note_author_of(file, reading)
        slides = list(pptx.Presentation(file).slides)
    if len(slides) > MOST_PAGES:
        raise FileRefused(Refusal.TOO_MANY_PAGES)
    hidden, spoken, unnamed = [], [], 0
    for number, slide in enumerate(slides, start=1):
        if slide._element.get("show") in ("0", "false"):
            hidden.append(str(number))
            continue
        if slide.has_notes_slide and _has_words(slide.notes_slide):
            spoken.append(str(number))
        pieces = list(_pieces(slide, folder, reading))
        unnamed += sum('alt=""' in piece for piece in pieces)
        reading.parts.append(checked(_part(slide, "".join(pieces))))
    if hidden:
        reading.note(NoteKind.HIDDEN_SLIDES, ", ".join(hidden))
    if spoken:
        reading.note(NoteKind.SPEAKER_NOTES, ", ".join(spoken))
    reading.note_omitted()
    if unnamed:
        reading.note(NoteKind.NO_ALT_TEXT, str(unnamed))
    reading.note(NoteKind.NO_PAGE_PICTURES)
    return reading


def _has_words(notes: Any) -> bool:
    """Return whether the speaker's notes of a slide say something.

    LibreOffice writes notes without a placeholder for their text.
    """
    texts = (shape.text_frame.text for shape in notes.shapes if _is_spoken(shape))
    return any(text.strip() for text in texts)


def _is_spoken(shape: Any) -> bool:
    is_fixed = shape.is_placeholder and shape.placeholder_format.type in _FIXED
    return shape.has_text_frame and not is_fixed


def _part(slide: Any, html: str) -> ReadingPart:
    title = slide.shapes.title.text_frame.text if slide.shapes.title is not None else ""
    return ReadingPart(text=plain(html), html=html, title=" ".join(title.split())[:200])


def _pieces(slide: Any, folder: Path, reading: FileReading) -> Iterator[str]:
    title = slide.shapes.title
    if title is not None and title.text_frame.text.strip():
        yield f"<h2>{escape(' '.join(title.text_frame.text.split()))}</h2>"
    for shape in _in_order(slide.shapes):
        if title is not None and shape.shape_id == title.shape_id:
            continue
        if shape.has_text_frame:
            yield _texts(shape.text_frame)
        elif getattr(shape, "has_table", False):
            yield matrix_html(_rows(shape.table), write_text)
        elif hasattr(shape, "image"):
            name = keep_picture(shape.image.blob, folder, reading)
            alt = shape._element.xpath(".//p:cNvPr/@descr")
            said = escape(alt[0]) if alt else ""
            yield f'<p><img src="{name}" alt="{said}" loading="lazy"></p>' if name else ""
        elif omission := _omission(shape, reading):
            yield f"<p>{escape(omission)}</p>"


def _omission(shape: Any, reading: FileReading) -> str:
    """Return the sentence that names a chart or diagram, "" for another shape."""
    if getattr(shape, "has_chart", False):
        chart = shape.chart
        return reading.omit(CHART, chart.chart_title.text_frame.text if chart.has_title else "")
    kinds = shape._element.xpath(".//a:graphicData/@uri")
    return reading.omit(DIAGRAM) if any("diagram" in kind for kind in kinds) else ""


def _rows(table: Any) -> list[list[TextCell]]:
    """Return the cells; a merged one is the same object in all places that it covers."""
    rows = [[TextCell(" ".join(cell.text.split())) for cell in row.cells] for row in table.rows]
    for at, row in enumerate(table.rows):
        for column, cell in enumerate(row.cells):
            if cell.is_merge_origin:
                for lower in range(at, min(at + cell.span_height, len(rows))):
                    end = min(column + cell.span_width, len(rows[lower]))
                    rows[lower][column:end] = [rows[at][column]] * (end - column)
    return rows


def _in_order(shapes: Any) -> Iterator[Any]:
    """Yield the shapes from top to bottom. Shapes of a group come at the group's position."""
    for shape in sorted(shapes, key=lambda each: (each.top or 0, each.left or 0)):
        if hasattr(shape, "shapes"):
            yield from _in_order(shape.shapes)
        else:
            yield shape


def _texts(frame: Any) -> str:
    """Return the paragraphs as HTML. Several become a list, as they look on a slide."""
    lines = [escape(" ".join(each.text.split())) for each in frame.paragraphs if each.text.strip()]
    if len(lines) > 1:
        return f"<ul>{''.join(f'<li>{line}</li>' for line in lines)}</ul>"
    return "".join(f"<p>{line}</p>" for line in lines)
