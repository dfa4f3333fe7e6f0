"""Page text as officers edit it, one line per paragraph. Pure.

`# ` starts a heading, `## ` a subheading, `- ` a list item, `1. ` a numbered list item.
"""

import re
from html import unescape
from unicodedata import normalize

from .pdf_text import Paragraph, join_lists

_ELEMENT = re.compile(r'<(h2|h3|p|li)(?: value="(\d+)")?>(.*?)</\1>', re.DOTALL)
_TAG = re.compile("<[^>]*>")
_MARKS = {"h2": "# ", "h3": "## ", "p": "", "li": "- "}
_WRITTEN = re.compile(r"(?:(?P<h3>##)|(?P<h2>#)|(?P<li>[-•*])|(?P<number>\d{1,3})[.)])\s+(?=\S)")


def to_markup(html: str) -> str:
    """Return the page's HTML as editable lines."""
    return "\n".join(
        (f"{number}. " if number else _MARKS[tag]) + unescape(_TAG.sub("", text))
        for tag, number, text in _ELEMENT.findall(html)
    )


def from_markup(written: str) -> list[Paragraph]:
    """Return the paragraphs described by the edited lines."""
    lines = (" ".join(line.split()) for line in normalize("NFC", written).splitlines())
    found = [_paragraph(line) for line in lines if line]
    join_lists(found)
    return found


def _paragraph(line: str) -> Paragraph:
    mark = _WRITTEN.match(line)
    if mark is None:
        return Paragraph("p", line)
    tag = "li" if mark["number"] else str(mark.lastgroup)
    return Paragraph(tag, line[mark.end() :], mark["number"] or "")
