"""What a person reads of an answer: its words, those of its attributes, and those in its data."""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

# Attributes that are read out, shown on hovering, or put on screen by the admin's scripts.
READ_ATTRIBUTES = {
    *("alt", "aria-label", "aria-description", "aria-roledescription", "aria-valuetext"),
    *("content", "label", "placeholder", "title", "summary"),
}
# Whose values are for the scripts alone.
# "data-words" are searched in, without accents.
MACHINE_ATTRIBUTES = {"data-action", "data-controller", "data-key", "data-words"}
# A number that a script writes over before it shows it.
WRITTEN_OVER = "data-side-panel-toggle-counter"
# Parts of a page that nobody is shown.
UNSEEN = {"style", "script", "noscript", "svg", "code"}
# What a program calls things by: no blank and no capital at the beginning, or capitals alone; and
# selectors and Draft.js's contents, which are no single words.
IDENTIFIER = re.compile(r"[^A-ZĐ\s]\S*|[A-Z_]+|X-\S+|None")
MACHINE_TEXT = re.compile(r"[\[{#.:/].*|[\w-]+#\w+.*", re.DOTALL)
# What the admin's scripts do not show of a page's data.
MACHINE_KEYS = {
    *("url", "icon", "icon_name", "classname", "class", "id", "type", "contentpath"),
    "@type",
}
JSON_SCRIPT = re.compile(r"application/(?:ld\+)?json|text/django-form")
TEMPLATE_SCRIPT = re.compile(r"text/(?:x-template|html|template)")
CATALOGUE = re.compile(r"newcatalog = (\{.*?\});", re.DOTALL)
META_READ = {"description", "og:title", "og:description"}


class Reader(HTMLParser):
    """Collects in `found` the texts of a page, each as a run without a tag in it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.unseen: list[str] = []
        self.script = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Read the attributes; enter what is not shown."""
        named = {name: value or "" for name, value in attributes}
        if tag in UNSEEN or WRITTEN_OVER in named:
            self.unseen.append(tag)
            self.script = named.get("type", "") if tag == "script" else ""
        for name, value in named.items():
            self._read_attribute(tag, name, value, named)

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Read the attributes; nothing stands inside."""
        named = {name: value or "" for name, value in attributes}
        for name, value in named.items():
            self._read_attribute(tag, name, value, named)

    def handle_endtag(self, tag: str) -> None:
        """Leave what is not shown."""
        if self.unseen and tag == self.unseen[-1]:
            self.unseen.pop()

    def handle_data(self, data: str) -> None:
        """Keep a text that is shown, or what a script brings."""
        if not self.unseen:
            self.found.append(data)
        elif self.unseen[-1] == "script" and JSON_SCRIPT.fullmatch(self.script):
            self.found += texts_of_json(data)
        elif self.unseen[-1] == "script" and TEMPLATE_SCRIPT.fullmatch(self.script):
            self.found += texts_of_html(data)

    def _read_attribute(self, tag: str, name: str, value: str, named: dict[str, str]) -> None:
        if tag == "meta" and not {named.get("name"), named.get("property")} & META_READ:
            return
        if name in READ_ATTRIBUTES or (name == "value" and is_button(tag, named)):
            self.found.append(value)
        elif name.startswith("data-") and name not in MACHINE_ATTRIBUTES:
            self.found += texts_of_json(value)


def is_button(tag: str, named: dict[str, str]) -> bool:
    """Return whether the value of a field is its label."""
    return tag == "input" and named.get("type") in ("submit", "button", "reset")


def texts_of(response: Any) -> list[str]:
    """Return the texts of an answer of any kind that people read; [] for files and redirects."""
    kind = response.get("Content-Type", "")
    # A workbook, a letter or a poster is made whole and not streamed.
    is_file = "officedocument" in kind or kind == "application/pdf"
    if response.streaming or not response.content or is_file:
        return []
    body = response.content.decode()
    if "json" in kind:
        return list(texts_of_json(body))
    if "javascript" in kind:
        return [text for data in CATALOGUE.findall(body) for text in texts_of_values(data)]
    return texts_of_html(body) if "html" in kind else [body] if "text/plain" in kind else []


def texts_of_html(html: str) -> list[str]:
    """Return the texts of a page or of a part of one, blanks folded, empty ones left out."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    return [folded for text in reader.found if (folded := " ".join(text.split()))]


def texts_of_json(text: str) -> Iterator[str]:
    """Yield the texts of data; what is no JSON is one text."""
    try:
        data = json.loads(text)
    except ValueError:
        data = text
    yield from texts_of_data(data)


def texts_of_data(data: Any) -> Iterator[str]:
    """Yield every text in data but those for programs; HTML in it is read as such."""
    if isinstance(data, dict):
        for name, value in data.items():
            if name not in MACHINE_KEYS:
                yield from texts_of_data(value)
    elif isinstance(data, list):
        for value in data:
            yield from texts_of_data(value)
    elif isinstance(data, str) and "<" in data:
        yield from texts_of_html(data)
    elif isinstance(data, str) and not is_for_programs(data.strip()):
        yield data


def is_for_programs(text: str) -> bool:
    """Return whether a text of data is for programs."""
    return bool(IDENTIFIER.fullmatch(text) or MACHINE_TEXT.match(text))


def texts_of_values(data: str) -> Iterator[str]:
    """Yield the translations of a JavaScript catalogue, whose keys are English."""
    for value in json.loads(data).values():
        yield from value if isinstance(value, list) else [value]
