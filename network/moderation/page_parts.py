"""Determine which parts of a page have changed, for reusing checklist answers."""

import datetime as dt
import json
from enum import StrEnum
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import COMMENTS_RELATION_NAME, ModelLogEntry, Revision

from network.agencies.references import referenced_keys
from network.media.sources import Sourced


class PagePart(StrEnum):
    """Part of a page that a checklist question judges."""

    TEXT = "text"
    SOURCE = "source"
    PICTURES = "pictures"
    FILES = "files"
    # The law in force: counts as changed on any later day, because a document may have lost effect
    # overnight.
    LAW = "law"


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

    Fields that belong to no other part count as TEXT. A picture or file edited in place counts as
    changed. Three queries if the page refers to pictures or files.
    """
    changed = {
        PagePart.SOURCE if name in Sourced.SOURCE_FIELDS else PagePart.TEXT
        for name in before.content.keys() | after.content.keys()
        if name not in _NOT_READ
        and _plain(before.content.get(name)) != _plain(after.content.get(name))
    }
    named_before, named = referenced_keys(before.as_object()), referenced_keys(after.as_object())
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
