"""Which parts of a page a question of the checklist judges, and which of them have changed."""

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
    """What a question looks at; a question that names none looks at the whole page."""

    TEXT = "text"
    SOURCE = "source"
    PICTURES = "pictures"
    FILES = "files"
    # The law of the day: what was in force yesterday need not be today.
    LAW = "law"


# Where the page stands in the tree and on its way, when it is shown, what colleagues note beside
# it: nothing of it is read by citizens.
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
    """Return what differs between two revisions of a page, or has changed since the decision.

    Whatever belongs nowhere else is text. A picture or a file that was edited in its place
    counts as changed. Three queries where anything is named.
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
    """Return a value without what the database gives its rows when they are stored."""
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        return value
    rows = [
        {name: each for name, each in row.items() if name not in ("pk", "page")} for row in value
    ]
    return sorted(rows, key=lambda row: json.dumps(row, sort_keys=True))


def _edited_since(model: Any, keys: set[str], moment: dt.datetime) -> bool:
    """Return whether one of these files was edited after `moment`: no revision tells of that."""
    if not keys:
        return False
    edited = Q(content_type=ContentType.objects.get_for_model(model), object_id__in=keys)
    return ModelLogEntry.objects.filter(
        edited, timestamp__gt=moment, action="wagtail.edit"
    ).exists()
