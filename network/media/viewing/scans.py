"""Recognise the text of scanned pages, a few pages at a time. Each page is stored when it is read.

A long scan so leaves room for the scans of others, and a killed worker loses only the page that it
was reading.
"""

import datetime as dt
import hashlib
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from network.core.leases import claim, held, renew

from . import ocr
from .models import ConversionStage, RenderedPage, Rendering, RenderingState
from .repeated_lines import without_repeated
from .results import FileReading, ReadingPart
from .services import LeaseLost, fetch, release_ready, release_waiting, text_fields, work_on
from .turns import record_turn

# Half a minute of one core: as long as a scan of another agency waits for its turn at most.
PAGES_PER_TURN = 5


def read_scan(*, rendering_id: int, now: dt.datetime) -> Rendering | None:
    """Read the next pages of a scan. Returns None if there is nothing to do.

    The file is ready when its last page is read, else it waits for its next turn.
    """
    waiting = Rendering.objects.filter(state=RenderingState.WAITING, pages_unread__gt=0)
    claimed = claim(waiting.filter(pk=rendering_id), now=now)
    if not claimed:
        return None
    rendering = claimed[0]
    record_turn(rendering, ConversionStage.READ, now=now)
    with work_on(rendering) as temporary:
        source = temporary / "file"
        digest = fetch(rendering, source)
        left = rendering.pages_unread
        for page in rendering.pages.filter(is_unread=True)[:PAGES_PER_TURN]:
            left = _read_page(rendering, page, source, digest)
        if left:
            release_waiting(rendering)
    rendering.refresh_from_db()
    return rendering


def _read_page(
    rendering: Rendering, page: RenderedPage, source: Path, digest: "hashlib._Hash"
) -> int:
    """Recognise and store the text of one page, and return the number of unread pages.

    With the last page the file becomes ready. Raises LeaseLost if another worker has taken over.
    """
    part = ocr.read_page(
        source, page.number, _part(page), beat=lambda: renew([rendering], now=timezone.now())
    )
    pages = rendering.pages.filter(version=0)
    # One transaction: a converted file without unread pages would be converted again.
    with transaction.atomic():
        pages.filter(pk=page.pk).update(is_unread=False, **text_fields(rendering, part))
        left = pages.filter(is_unread=True).count()
        if not left:
            read = list(pages)
            reading = FileReading(_without_repeated(rendering, read), rendering.notes)
            ocr.add_notes(reading)
            release_ready(rendering, reading.notes, read, digest)
        elif not held([rendering]).update(pages_unread=left):
            raise LeaseLost
    return left


def _without_repeated(rendering: Rendering, pages: list[RenderedPage]) -> list[ReadingPart]:
    """Leave out running heads and page numbers of the pages, and return them as parts."""
    parts = [_part(each) for each in pages]
    kept = without_repeated(parts)
    for page, before, after in zip(pages, parts, kept, strict=True):
        if after != before:
            fields = text_fields(rendering, after)
            page.text, page.html = fields["text"], fields["html"]
            page.save(update_fields=["text", "html"])
    return kept


def _part(page: RenderedPage) -> ReadingPart:
    return ReadingPart(
        text=page.text,
        html=page.html,
        title=page.title,
        width=page.width,
        height=page.height,
        confidence=page.confidence,
        fate=page.fate,
        draft=page.draft,
        turned=page.turned,
    )
