"""HTML helpers shared by the converters of office files. Pure."""

import re
from collections.abc import Iterable
from html import escape, unescape

_TAG = re.compile(r"<[^>]+>")
_END = re.compile(r"</(?:p|li|h2|h3|h4|tr|caption)>|<br ?/?>|(?=<(?:p|ul|ol|table|h2|h3|h4)\b)")
_NEXT_CELL = re.compile(r"(?:</(?:p|li|ul|ol)>)*</t[dh]>(?=<t[dh]\b)")
# The mark of a footnote, and the link that leads back to it (`notes`).
_NOTE_MARK = re.compile(r'<sup[^>]*><a href="#chu-thich-(\d+)">\d+</a></sup>')
_BACK_LINK = re.compile(r'<a href="#ve-chu-thich-[^>]*>[^<]*</a>')


def paragraphs(lines: Iterable[str]) -> str:
    """Return a paragraph for each line that is not blank."""
    return "".join(f"<p>{escape(line)}</p>" for line in lines if line.strip())


def plain(html: str) -> str:
    """Return the text of the HTML, one line per paragraph. A bar divides the cells of a table."""
    html = _BACK_LINK.sub("", _NOTE_MARK.sub(r"[\1]", html))
    lines = unescape(_TAG.sub("", _END.sub("\n", _NEXT_CELL.sub(" | ", html)))).split("\n")
    return "\n".join(filter(None, (" ".join(line.split()) for line in lines)))
