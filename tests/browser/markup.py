"""Faults of a page's HTML that browsers forgive: the cheap part of what the W3C's checker asks.

The checker itself: `java -Xss4m -jar vnu.jar --errors-only FILES`.
"""

import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser

VOID = frozenset(
    {
        *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source"),
        *("track", "wbr", "use", "path"),
    }
)
HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls")
PARTS_OF_TABLES = frozenset({"tr", "td", "th"})
# A link or button inside another one.
PRESSED = frozenset({"a", "button", "summary"})
DATE = r"\d{4}-\d{2}-\d{2}"
MOMENT = re.compile(rf"{DATE}(T\d\d:\d\d(:\d\d)?([+-]\d\d:?\d\d|Z)?)?|\d{{4}}-\d{{2}}|PT?\w+")


class Checker(HTMLParser):
    """Collects the faults of one document."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.open: list[str] = []
        self.ids: Counter[str] = Counter()
        self.named: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Check an element where it begins."""
        given = dict(attrs)
        if len(given) < len(attrs):
            self.faults.append(f"attribute twice: {self.get_starttag_text()}")
        if "id" in given:
            self.ids[given["id"] or ""] += 1
        for name in REFERENCES:
            self.named.update((given.get(name) or "").split())
        self.faults += [f"{fault}: {self.get_starttag_text()}" for fault in self._wrong(tag, given)]
        if tag not in VOID:
            self.open.append(tag)

    def _wrong(self, tag: str, given: dict[str, str | None]) -> Iterator[str]:
        if (tag in PRESSED and PRESSED & {*self.open}) or (tag == "form" and "form" in self.open):
            yield "inside another"
        if tag == "img" and not given.get("src"):
            yield "no src"
        if tag in PARTS_OF_TABLES and "role" in given:
            yield "role"
        if given.get("role") == "status" and HEADINGS & {*self.open}:
            yield "status in a heading"
        if tag == "time" and not MOMENT.fullmatch(given.get("datetime") or ""):
            yield "no time"
        if given.get("type") == "date" and not re.fullmatch(f"({DATE})?", given.get("value") or ""):
            yield "no date"
        widths = re.findall(r" (\d+w)", given.get("srcset") or "")
        if len(widths) > len({*widths}):
            yield "width twice"

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Check an element without content."""
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        """Check that the element that ends is the last one that began."""
        if self.open and self.open[-1] == tag:
            self.open.pop()
        elif tag not in VOID:
            self.faults.append(f"</{tag}> at {self.getpos()} inside {self.open[-3:]}")


def faults_of(html: str) -> list[str]:
    """Return what is wrong with the document, [] if nothing."""
    checker = Checker()
    checker.feed(html)
    checker.close()
    twice = [f"id twice: {key}" for key, number in checker.ids.items() if number > 1]
    missing = [f"nothing has the id: {key}" for key in checker.named - checker.ids.keys()]
    return [*checker.faults, *twice, *missing, *(f"open: {tag}" for tag in checker.open)]
