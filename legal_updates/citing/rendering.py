"""Turn document numbers in rendered HTML into links with a card about the document."""

import datetime as dt
import re
from collections.abc import Callable, Iterable
from html import unescape
from html.parser import HTMLParser

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from ..models import LegalDocument
from ..standing import status_in_words
from .mentions import read_mentions
from .resolution import choose_cited

# Elements whose text is not linked: existing links, or places where a link would disturb.
_NO_LINKS = frozenset(
    {"a", "button", "h1", "h2", "h3", "h4", "h5", "h6", "label", "option", "script", "style"}
    | {"summary", "svg", "textarea", "title"}
)
_MARKED = re.compile(r'data-document="(\d{1,18})"')
_TITLE_SHOWN = 240


def link_documents(
    markup: str,
    documents: Iterable[LegalDocument],
    *,
    day: dt.date,
    fetch: Callable[[set[int]], Iterable[LegalDocument]],
) -> SafeString:
    """Return the HTML with links for the numbers of `documents` and for documents chosen in rich
    text.

    `documents` are those the page cites, with type and body. `fetch` is called at most once, for
    chosen documents not among them. Existing markup is not changed.
    """
    known = {document.pk: document for document in documents}
    chosen = {int(key) for key in _MARKED.findall(markup)}
    if chosen - known.keys():
        known |= {document.pk: document for document in fetch(chosen - known.keys())}
    if not known:
        return mark_safe(markup)  # noqa: S308  # a template has rendered it
    linker = _Linker(known, day)
    linker.feed(markup)
    linker.close()
    return mark_safe("".join(linker.pieces))  # noqa: S308  # markup as it was, the rest escaped


def opening_tag(document: LegalDocument, *, day: dt.date) -> SafeString:
    """Return the opening <a> tag with title and legal status as data attributes, for the hover
    card."""
    validity = document.shown_validity(day)
    title = document.title
    if len(title) > _TITLE_SHOWN:
        title = f"{title[: _TITLE_SHOWN - 1].rstrip()}…"
    return format_html(
        '<a class="cited" href="{}" data-title="{}" data-validity="{}" data-status="{}">',
        document.get_absolute_url(),
        title,
        validity.value,
        status_in_words(document, day=day),
    )


class _Linker(HTMLParser):
    def __init__(self, documents: dict[int, LegalDocument], day: dt.date) -> None:
        super().__init__(convert_charrefs=False)
        self.documents, self.day = documents, day
        self.cited = _by_key(documents.values())
        self.pieces: list[str] = []
        self.text: list[str] = []
        self.barred = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.flush()
        self.barred += tag in _NO_LINKS
        given = self.get_starttag_text() or ""
        key = dict(attrs).get("data-document") if tag == "a" else None
        document = self.documents.get(int(key)) if key and key.isdigit() else None
        self.pieces.append(opening_tag(document, day=self.day) if document else given)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.flush()
        self.pieces.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        self.flush()
        self.barred = max(0, self.barred - (tag in _NO_LINKS))
        self.pieces.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def handle_entityref(self, name: str) -> None:
        self.text.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.text.append(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self.flush()
        self.pieces.append(f"<!--{data}-->")

    def close(self) -> None:
        super().close()
        self.flush()

    def flush(self) -> None:
        """Write out the text collected since the last tag."""
        if self.text:
            markup = "".join(self.text)
            self.text.clear()
            self.pieces.append(markup if self.barred else self.linked(markup))

    def linked(self, markup: str) -> str:
        """Return the text between two tags, with its numbers linked."""
        text = unescape(markup)
        pieces, done = [], 0
        for mention in read_mentions(text):
            document = choose_cited(mention, self.cited.get(mention.key, ()))
            if document is not None:
                start, end = mention.number.span
                opening = opening_tag(document, day=self.day)
                pieces += [escape(text[done:start]), opening, escape(text[start:end]), "</a>"]
                done = end
        if not pieces:
            return markup
        return "".join([*pieces, escape(text[done:])])


def _by_key(documents: Iterable[LegalDocument]) -> dict[str, list[LegalDocument]]:
    found: dict[str, list[LegalDocument]] = {}
    for document in documents:
        found.setdefault(document.number_key, []).append(document)
    return found
