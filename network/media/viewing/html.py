"""Small pieces of HTML that the converters of office files share; pure."""

import re
from collections.abc import Iterable, Sequence
from html import escape, unescape

_TAG, _END = re.compile(r"<[^>]+>"), re.compile(r"</(?:p|li|h2|h3|h4|tr)>|<br ?/?>")


def table(rows: Sequence[Sequence[str]], *, caption: str = "") -> str:
    """Return a table whose first row names the columns; it is moved sideways where it is wide."""
    if not rows:
        return ""
    head, *body = rows
    named = f"<caption>{escape(caption)}</caption>" if caption else ""
    columns = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
    lines = "".join(f"<tr>{_cells(row)}</tr>" for row in body)
    inside = f"<table>{named}<thead><tr>{columns}</tr></thead><tbody>{lines}</tbody></table>"
    # Not a landmark: the page's part is one, and may have the same name.
    return f'<div class="wide" role="group" tabindex="0">{inside}</div>'


def paragraphs(lines: Iterable[str]) -> str:
    """Return a paragraph for each line that says something."""
    return "".join(f"<p>{escape(line)}</p>" for line in lines if line.strip())


def plain(html: str) -> str:
    """Return the text, a line for each paragraph."""
    lines = unescape(_TAG.sub("", _END.sub("\n", html))).split("\n")
    return "\n".join(filter(None, (" ".join(line.split()) for line in lines)))


def _cells(row: Sequence[str]) -> str:
    return "".join(f"<td>{escape(cell)}</td>" for cell in row)
