"""Convert an article into plain text for the appraisal hints."""

import re
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from wagtail.blocks import StreamValue

from legal_updates.citing.selectors import statuses_in
from network.media.models import AgencyImage
from network.moderation.hints import Content, ImageFacts, LinkStatus, SourceFacts

from .links.states import link_states
from .models.link_checks import LinkState

if TYPE_CHECKING:
    from .models import ArticlePage

# Text fields of each block type; rich text and tables are handled separately.
_PLAIN = {
    "heading": ("text",),
    "quote": ("text", "attribution"),
    "image": ("caption",),
    "file": ("title",),
    "video": ("title",),
}
_STATUSES: dict[LinkState | None, LinkStatus] = {
    LinkState.ALIVE: LinkStatus.ALIVE,
    LinkState.DEAD: LinkStatus.DEAD,
}
_PARAGRAPHS = frozenset({"p", "li", "br", "h2", "h3", "tr"})


def article_content(page: "ArticlePage") -> Content:
    """Return the article as plain text, with source, pictures, link statuses and cited numbers."""
    read = read_article(page)
    texts = [text for text, _links in read]
    links = [link for _text, found in read for link in found]
    checked = _statuses([page.source_url, *links])
    written = "\n".join([page.title, page.summary, *texts])
    return Content(
        title=page.title,
        summary=page.summary,
        texts=tuple(texts),
        source=SourceFacts(
            name=page.source_name,
            author=page.source_author,
            agency=page.source_agency,
            website=page.source_url,
            published=page.source_date,
            link_status=checked[page.source_url],
        ),
        images=tuple(_images_of(page)),
        links={link: checked[link] for link in links},
        numbers=statuses_in(written, day=timezone.localdate()),
    )


def read_article(page: "ArticlePage") -> list[tuple[str, list[str]]]:
    """Return (text, linked URLs) for each part between summary and source."""
    read: list[tuple[str, list[str]]] = [(line, []) for line in page.lines_before_body()]
    read += [part for block in page.body for part in read_block(block.block_type, block.value)]
    return read


def block_texts(body: StreamValue) -> Iterator[str]:
    """Yield the text of each block of a body."""
    for block in body:
        yield from (text for text, _links in read_block(block.block_type, block.value))


def _statuses(addresses: Sequence[str]) -> dict[str, LinkStatus]:
    """Return the last check result of each URL. One query."""
    known = link_states(addresses)
    return {each: _STATUSES.get(known.get(each), LinkStatus.UNCHECKED) for each in addresses}


def introduction_content(title: str, introduction: str) -> Content:
    """Return the content of a page that has only an introduction."""
    text, links = read_rich_text(introduction)
    return Content(title=title, texts=(text,), links=dict.fromkeys(links, LinkStatus.UNCHECKED))


def read_rich_text(markup: str) -> tuple[str, list[str]]:
    """Return the plain text (one line per paragraph or list item) and the linked URLs."""
    reader = _TextReader()
    reader.feed(markup)
    reader.close()
    lines = [" ".join(line.split()) for line in "".join(reader.pieces).split("\n")]
    return "\n".join(filter(None, lines)), reader.links


class _TextReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _PARAGRAPHS:
            self.pieces.append("\n")
        address = dict(attrs).get("href") if tag == "a" else None
        if address and re.match(r"https?://", address):
            self.links.append(address)

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)


def read_block(kind: str, value: Any) -> Iterator[tuple[str, list[str]]]:
    """Yield (text, linked URLs) of one block."""
    if kind == "paragraph":
        yield read_rich_text(value.source)
    elif kind == "callout":
        yield read_rich_text(value["text"].source)
    elif kind == "audio":
        yield value["title"], []
        yield read_rich_text(value["transcript"].source)
    elif kind == "table":
        headings = [column["heading"] for column in value.columns]
        cells = [str(cell.value) for row in value.rows for cell in row]
        yield "\n".join(filter(None, [value.caption, *headings, *cells])), []
    else:
        words = (value.get(name) or "" for name in _PLAIN.get(kind, ()))
        yield "\n".join(filter(None, words)), []


def _images_of(page: "ArticlePage") -> Iterator[ImageFacts]:
    if page.cover:
        yield _facts(page.cover, page.cover_alt_text)
    body: StreamValue = page.body
    for block in body:
        if block.block_type == "image" and block.value["image"]:
            yield _facts(block.value["image"], block.value["alt_text"])


def _facts(image: AgencyImage, alt: str) -> ImageFacts:
    return ImageFacts(title=image.title, alt=alt, credit=image.source_author, licence=image.licence)
