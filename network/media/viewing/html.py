"""HTML helpers shared by the converters of office files. Pure."""

import re
from collections.abc import Iterable, Sequence
from html import escape, unescape

_TAG = re.compile(r"<[^>]+>")
_END = re.compile(r"</(?:p|li|h2|h3|h4|tr|caption)>|<br ?/?>|(?=<(?:p|ul|ol|table|h2|h3|h4)\b)")
_NEXT_CELL = re.compile(r"(?:</(?:p|li|ul|ol)>)*</t[dh]>(?=<t[dh]\b)")
# The mark of a footnote, and the link that leads back to it (`notes`).
_NOTE_MARK = re.compile(r'<sup[^>]*><a href="#chu-thich-(\d+)">\d+</a></sup>')
_BACK_LINK = re.compile(r'<a href="#ve-chu-thich-[^>]*>[^<]*</a>')


def table(rows: Sequence[Sequence[str]], *, caption: str = "") -> str:
    """Return a table with the first row as header. Wide tables scroll sideways."""
    if not rows:
        return ""
    head, *body = rows
    named = f"<caption>{escape(caption)}</caption>" if caption else ""
    columns = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
    lines = "".join(f"<tr>{_cells(row)}</tr>" for row in body)
    inside = f"<table>{named}<thead><tr>{columns}</tr></thead><tbody>{lines}</tbody></table>"
    # No landmark role: the page part is a landmark already and may have the same name.
    return f'<div class="wide" role="group" tabindex="0">{inside}</div>'


def paragraphs(lines: Iterable[str]) -> str:
    """Return a paragraph for each line that is not blank."""
    return "".join(f"<p>{escape(line)}</p>" for line in lines if line.strip())


def plain(html: str) -> str:
    """Return the text of the HTML, one line per paragraph. A bar divides the cells of a table."""
    html = _BACK_LINK.sub("", _NOTE_MARK.sub(r"[\1]", html))
    lines = unescape(_TAG.sub("", _END.sub("\n", _NEXT_CELL.sub(" | ", html)))).split("\n")
    return "\n".join(filter(None, (" ".join(line.split()) for line in lines)))


def _cells(row: Sequence[str]) -> str:
    return "".join(f"<td>{escape(cell)}</td>" for cell in row)
