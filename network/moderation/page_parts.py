"""Determine which parts of a page have changed, for reusing checklist answers."""

import datetime as dt
import json
from enum import StrEnum
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import COMMENTS_RELATION_NAME, ModelLogEntry, Revision

from network.agencies.references import referenced_keys
from network.media.sources import Sourced

from .prose import changes_in


class PagePart(StrEnum):
    """Part of a page that a checklist question judges."""

    # Words: every changed field that is not part of the source.
    TEXT = "text"
    # Passages that name a legal document or one of its articles.
    CITATIONS = "citations"
    # Addresses, pages and files to which the words link.
    LINKS = "links"
    # Everything but words: tables, pictures and videos between them, dates, choices.
    LAYOUT = "layout"
    SOURCE = "source"
    PICTURES = "pictures"
    FILES = "files"
    # The law in force: counts as changed on any later day, because a document may have lost effect
    # overnight.
    LAW = "law"


# How the desk names a part that has changed.
PART_LABELS: dict[PagePart, Promise] = {
    PagePart.TEXT: _("words of the text"),
    PagePart.CITATIONS: _("citations of law"),
    PagePart.LINKS: _("links in the text"),
    PagePart.LAYOUT: _("blocks and particulars"),
    PagePart.SOURCE: _("source of the text"),
    PagePart.PICTURES: _("pictures of the text"),
    PagePart.FILES: _("files of the text"),
    PagePart.LAW: _("the law since that day"),
}
# Fields of every page that hold only words. Page models add their own as `PROSE_FIELDS`, and as
# `PROSE_BLOCKS` the blocks of words in their StreamFields. All other content counts as every part
# it may contain.
_PROSE_FIELDS = frozenset({"title", "slug", "seo_title", "search_description"})
# Fields for tree position, workflow state, scheduling and editors' comments: citizens do not read
# them.
_NOT_READ = frozenset(
    {
        *("pk", "path", "depth", "numchild", "translation_key", "locale", "content_type", "owner"),
        *("latest_revision", "latest_revision_created_at", "live_revision", "live", "expired"),
        *("has_unpublished_changes", "first_published_at", "last_published_at", "alias_of"),
        *("draft_title", "url_path", "locked", "locked_at", "locked_by"),
        *("go_live_at", "expire_at", COMMENTS_RELATION_NAME),
    }
)


def changed_parts(
    *, before: Revision, after: Revision, decided_at: dt.datetime, now: dt.datetime
) -> frozenset[PagePart]:
    """Return the parts that differ between two revisions, or have changed since the decision.

    A picture or file edited in place counts as changed. Three queries if the page refers to
    pictures or files.
    """
    page = after.as_object()
    changed = _changed_content(before.content, after.content, type(page))
    named_before, named = referenced_keys(before.as_object()), referenced_keys(page)
    for part, model in (
        (PagePart.PICTURES, get_image_model()),
        (PagePart.FILES, get_document_model()),
    ):
        keys = named.get(model, set())
        if keys != named_before.get(model, set()) or _edited_since(model, keys, decided_at):
            changed.add(part)
    if timezone.localdate(decided_at) != timezone.localdate(now):
        changed.add(PagePart.LAW)
    return frozenset(changed)


def _changed_content(before: dict[str, Any], after: dict[str, Any], model: type) -> set[PagePart]:
    """Return the parts to which the changed fields belong, without the rows they refer to."""
    prose_fields = _PROSE_FIELDS | getattr(model, "PROSE_FIELDS", frozenset())
    prose_blocks: frozenset[str] = getattr(model, "PROSE_BLOCKS", frozenset())
    changed: set[PagePart] = set()
    for name in (before.keys() | after.keys()) - _NOT_READ:
        old, new = _plain(before.get(name)), _plain(after.get(name))
        if old == new:
            continue
        if name in Sourced.SOURCE_FIELDS:
            changed.add(PagePart.SOURCE)
            continue
        found = changes_in(old, new, is_prose=name in prose_fields, prose_blocks=prose_blocks)
        changed.add(PagePart.TEXT)
        changed |= {PagePart(part) for part in found}
    return changed


def _plain(value: Any) -> Any:
    """Return a field value without the ids that the database assigns to its rows."""
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        return value
    rows = [
        {name: each for name, each in row.items() if name not in ("pk", "page")} for row in value
    ]
    return sorted(rows, key=lambda row: json.dumps(row, sort_keys=True))


def _edited_since(model: Any, keys: set[str], moment: dt.datetime) -> bool:
    """Return whether one of these rows was edited after `moment`. Read from the log, since
    revisions do not show it."""
    if not keys:
        return False
    edited = Q(content_type=ContentType.objects.get_for_model(model), object_id__in=keys)
    return ModelLogEntry.objects.filter(
        edited, timestamp__gt=moment, action="wagtail.edit"
    ).exists()
