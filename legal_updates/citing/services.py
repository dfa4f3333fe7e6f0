"""Maintain the index of citations: document to pages of all agencies, live and draft."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

from django.db import transaction
from django.db.models import Q
from procrastinate.contrib.django import app
from wagtail.models import Page

from ..models import Citation, LegalDocument
from .contents import PageCitation, citations_in
from .mentions import Mention, read_mentions
from .resolution import choose

type Side = Literal["in_live", "in_draft"]


def index_page(*, page: Page, sides: Iterable[Side]) -> None:
    """Index the citations of `page` (in its in-memory state) as live, draft, or both.

    At most nine queries, however many citations; writes nothing if nothing changed.
    """
    _store(page.pk, citations_in(page), tuple(sides))


def mark_not_live(*, page: Page) -> None:
    """Remove the page's citations from the live index."""
    _store(page.pk, [], ("in_live",))


def index_whole_page(*, page: Page) -> None:
    """Index both the live and the draft version of a page as stored. Used to rebuild the index."""
    if page.live and not page.has_unpublished_changes:
        index_page(page=page, sides=("in_live", "in_draft"))
        return
    if page.live:
        index_page(page=page, sides=("in_live",))
    else:
        mark_not_live(page=page)
    index_page(page=page.get_latest_revision_as_object(), sides=("in_draft",))


@transaction.atomic
def resolve_pending_citations(*, documents: Iterable[LegalDocument], now: dt.datetime) -> int:
    """Link waiting citations to newly recorded documents. Returns the number linked at once."""
    by_key = {document.number_key: document for document in documents}
    cited = Citation.objects.filter(number_key__in=by_key).order_by()
    keys = cited.values_list("number_key", flat=True).distinct()
    return sum(resolve_citations(document=by_key[key], now=now) for key in keys)


@transaction.atomic
def resolve_citations(*, document: LegalDocument, now: dt.datetime) -> int:
    """Link waiting citations to a newly recorded document. Returns the number linked at once.

    If it is the only record of its number it is linked at once. Otherwise a job indexes the citing
    pages again, because the words around the number must decide.
    """
    waiting = Citation.objects.filter(number_key=document.number_key)
    twins = LegalDocument.objects.filter(number_key=document.number_key).exclude(pk=document.pk)
    bare = _bare_mention(document)
    if twins.exists() or bare is None or choose(bare, [document]) is None:
        if waiting.exists():
            # Deferred by name, because the task module imports this one.
            task = app.configure_task("legal_updates.index_pages_of_number", allow_unknown=False)
            task.defer(number_key=document.number_key)
        return 0
    kinds = waiting.filter(document=None).values_list("type_key", flat=True)
    fitting = [kind for kind in set(kinds) if choose(_with_kind(bare, kind), [document])]
    linked = Citation.objects.filter(document=document).values("page")
    rows = waiting.filter(document=None, type_key__in=fitting)
    return rows.exclude(page__in=linked).update(document=document)


def index_pages_of_number(*, number_key: str) -> int:
    """Index all pages citing a number again. Returns their number. Safe to run twice."""
    cited = Citation.objects.filter(number_key=number_key).values("page")
    pages = Page.objects.filter(pk__in=cited).order_by("pk").specific()
    count = 0
    for page in pages.iterator(chunk_size=200):
        index_whole_page(page=page)
        count += 1
    return count


def _bare_mention(document: LegalDocument) -> Mention | None:
    """Return the document's number as a mention without context, or None if it does not parse."""
    found = read_mentions(document.number)
    return found[0] if found else None


def _with_kind(mention: Mention, kind: str) -> Mention:
    return replace(mention, number=replace(mention.number, type=kind or None))


@transaction.atomic
def _store(page_id: int, cited: list[PageCitation], sides: tuple[Side, ...]) -> None:
    # The lock serialises saves of one page; NO KEY lets inserts with a foreign key to it proceed.
    """Make the index of a page's citations match `cited` on the given sides, under a lock of the
    page.

    Deletes rows that are cited on neither side, and queues a job for cited numbers that are not in
    the register. Does nothing if the page was deleted.
    """
    rows = Page.objects.select_for_update(no_key=True, of=("self",)).filter(pk=page_id)
    if not rows.values_list("pk").first():
        return
    wanted = {
        (each.number_key, each.document.pk if each.document else None): each for each in cited
    }
    known = {
        (row.number_key, row.document_id): row for row in Citation.objects.filter(page_id=page_id)
    }
    changed = []
    for key, row in known.items():
        before = row.in_live, row.in_draft
        for side in sides:
            setattr(row, side, key in wanted)
        if before != (row.in_live, row.in_draft):
            changed.append(row)
    if changed:
        Citation.objects.bulk_update(changed, ["in_live", "in_draft"])
        gone = Citation.objects.filter(Q(in_live=False, in_draft=False), page_id=page_id)
        gone.delete()
    fresh = {key for key in wanted if key not in known or known[key] in changed}
    if "in_live" in sides and any(document is None for _number, document in fresh):
        task = app.configure_task("legal_updates.draft_cited_documents", allow_unknown=False)
        task.defer(page_id=page_id)
    Citation.objects.bulk_create(
        Citation(
            page_id=page_id,
            number=each.number,
            number_key=each.number_key,
            type_key=each.type_key,
            document=each.document,
            **dict.fromkeys(sides, True),
        )
        for key, each in wanted.items()
        if key not in known
    )
