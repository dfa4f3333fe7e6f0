"""Small pieces of HTML that the converters of office files share; pure."""

from collections.abc import Iterable, Sequence
from html import escape


def table(rows: Sequence[Sequence[str]], *, caption: str = "") -> str:
    """Return a table whose first row names the columns; it is moved sideways where it is wide."""
    if not rows:
        return ""
    head, *body = rows
    named = f"<caption>{escape(caption)}</caption>" if caption else ""
    columns = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
    lines = "".join(f"<tr>{_cells(row)}</tr>" for row in body)
    inside = f"<table>{named}<thead><tr>{columns}</tr></thead><tbody>{lines}</tbody></table>"
    label = f' aria-label="{escape(caption)}"' if caption else ""
    return f'<div class="wide" role="region" tabindex="0"{label}>{inside}</div>'


def paragraphs(lines: Iterable[str]) -> str:
    """Return a paragraph for each line that says something."""
    return "".join(f"<p>{escape(line)}</p>" for line in lines if line.strip())


def _cells(row: Sequence[str]) -> str:
    return "".join(f"<td>{escape(cell)}</td>" for cell in row)
