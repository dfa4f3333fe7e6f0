"""Measure the readability of pages published since the last measurement."""

import datetime as dt
from collections.abc import Collection
from itertools import batched

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Substr

from network.agencies.scope import SECTION_PATH_LENGTH
from network.moderation.hints import Content
from network.moderation.hints.readability import measure_readability
from sites.contents import read_block
from sites.models import ArticlePage

from ..models.quality import PageReading

_AT_ONCE = 200
_COUNTED = ("sentences", "syllables", "long_sentences")


def measure_pages(sections: Collection[str], *, now: dt.datetime) -> int:
    """Measure new and changed pages in these sections. Returns their number; a second run measures
    none."""
    read = PageReading.objects.filter(page=OuterRef("pk")).filter(
        Q(measured_at__gte=OuterRef("last_published_at")) | Q(page__last_published_at=None)
    )
    pages = (
        ArticlePage.objects.live()
        .annotate(section=Substr("path", 1, SECTION_PATH_LENGTH))
        .filter(~Exists(read), section__in=sections)
        .order_by()
        .only("title", "summary", "body", "last_published_at")
    )
    measured = 0
    for part in batched(pages.iterator(chunk_size=_AT_ONCE), _AT_ONCE):
        _store([_page_reading(page, now) for page in part])
        measured += len(part)
    return measured


def _page_reading(page: ArticlePage, now: dt.datetime) -> PageReading:
    """Return the unsaved measurement of a page's sentences."""
    blocks = (read_block(block.block_type, block.value) for block in page.body)
    texts = tuple(text for block in blocks for text, _links in block)
    found = measure_readability(Content(title=page.title, summary=page.summary, texts=texts))
    counted = {name: getattr(found, name) if found else 0 for name in _COUNTED}
    return PageReading(page=page, measured_at=now, **counted)


def _store(rows: Collection[PageReading]) -> None:
    """Insert or update the measurements."""
    PageReading.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["page"],
        update_fields=[*_COUNTED, "measured_at"],
    )
