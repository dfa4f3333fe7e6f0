"""Footnotes of a text: each is placed at the end of the page that refers to it. Pure.

The mark in the text leads to the note, and the note leads back.
"""

import re
from html import escape

from .fixed_words import back_label

_NOTE = re.compile(r'<li id="chu-thich-(\d+)".*?</li>', re.DOTALL)
_LIST = re.compile(r'<ol>(?=<li id="chu-thich-)(?:<li id="chu-thich-\d+".*?</li>)+</ol>', re.DOTALL)
_MARK = re.compile(r'<a href="#chu-thich-(\d+)"')


def mark(number: int, *, is_first: bool) -> str:
    """Return the raised number that leads to a note. The note leads back to the first one."""
    name = f' id="ve-chu-thich-{number}"' if is_first else ""
    return f'<sup{name}><a href="#chu-thich-{number}">{number}</a></sup>'


def note(number: int, html: str) -> str:
    """Return the note as a list item; `html` are its words without paragraphs."""
    label = escape(back_label(str(number)))
    back = f'<a href="#ve-chu-thich-{number}" aria-label="{label}">↩</a>'
    return f'<li id="chu-thich-{number}" value="{number}">{html} {back}</li>'


def listed(notes: list[str]) -> str:
    """Return the notes as a list, "" without any."""
    return f"<ol>{''.join(notes)}</ol>" if notes else ""


def taken(html: str) -> tuple[str, dict[str, str]]:
    """Return the HTML without its lists of notes, and the notes by number."""
    notes = {found[1]: found[0] for each in _LIST.findall(html) for found in _NOTE.finditer(each)}
    return _LIST.sub("", html), notes


def placed(html: str, notes: dict[str, str]) -> str:
    """Return the HTML of a page, followed by the notes that it refers to. They are taken from
    `notes`."""
    numbers = dict.fromkeys(_MARK.findall(html))
    return html + listed([notes.pop(number) for number in numbers if number in notes])
