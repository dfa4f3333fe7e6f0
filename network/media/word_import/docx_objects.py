"""What a DOCX file shows without words of its own: form values, symbols, titles of charts. Pure."""

import csv
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree

from .docx_parts import PARSER, W, is_on, local, value_of

TICKED, UNTICKED = "☒", "☐"
_SYMBOLS = Path(__file__).parent / "data" / "symbols.csv"


def form_value(data: Any) -> str:
    """Return what an old form field shows by itself: a checkbox's mark or the chosen list entry.

    Returns "" for a text field, whose value is text of the document, and for None.
    """
    if data is None:
        return ""
    box, choices = data.find(f"{W}checkBox"), data.find(f"{W}ddList")
    if box is not None:
        checked = is_on(box, "checked")
        return TICKED if (is_on(box, "default") if checked is None else checked) else UNTICKED
    if choices is None:
        return ""
    entries = [each.get(f"{W}val", "") for each in choices.findall(f"{W}listEntry")]
    chosen = int(value_of(choices, "result") or value_of(choices, "default") or 0)
    return entries[chosen] if chosen < len(entries) else ""


def symbol(element: Any) -> str:
    """Return the Unicode character of a symbol (w:sym), "" if it is unknown."""
    code = element.get(f"{W}char", "")[-2:].upper()
    return _symbols().get((element.get(f"{W}font", "").lower(), code), "")


@cache
def _symbols() -> dict[tuple[str, str], str]:
    """Return the characters by symbol font and last two digits of the code."""
    with _SYMBOLS.open(encoding="utf-8") as file:
        rows = csv.DictReader(file)
        return {(row["font"], row["code"]): row["character"] for row in rows}


def chart_title(content: bytes | None) -> str:
    """Return the title written in the XML of a chart, "" if it has none."""
    if not content:
        return ""
    root = etree.fromstring(content, PARSER)
    found = (each for each in root.iter() if local(each) == "title")
    # The axes have titles too, deeper inside the chart.
    title = next((each for each in found if local(each.getparent()) == "chart"), None)
    texts = [] if title is None else [e.text or "" for e in title.iter() if local(e) in ("t", "v")]
    return " ".join("".join(texts).split())
