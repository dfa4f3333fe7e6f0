"""Migrations of the code that rewrite contents on which somebody has decided (docs/adr/0039).

The chain says of each such revision what it said before and after, and by which migration; what
was decided upon the old form counts for the new one (`digest_now`, migration 0010).
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.utils import timezone
from wagtail.blocks.migrations.migrate_operation import MigrateStreamData
from wagtail.models import Page

from network.agencies.models import Agency

from .chain import record_decision
from .models import Action
from .publication import published_by_install

_DIGEST = "encode(sha256(convert_to(r.content::text, 'UTF8')), 'hex')"
_BEFORE = f"""
CREATE TEMPORARY TABLE moderation_before ON COMMIT DROP AS
SELECT r.id, {_DIGEST} AS digest FROM wagtailcore_revision r
 WHERE r.id IN (SELECT revision_id FROM moderation_decision)
"""  # noqa: S608
_CHANGED = f"""
SELECT DISTINCT ON (r.id) d.agency_id, d.page_id, r.id, b.digest
  FROM moderation_before b
  JOIN wagtailcore_revision r ON r.id = b.id AND b.digest <> {_DIGEST}
  JOIN moderation_decision d ON d.revision_id = r.id
 ORDER BY r.id, d.id DESC
"""  # noqa: S608


class MigrateDecidedContents(MigrateStreamData):
    """Wagtail's operation over a StreamField, for pages; `migration` is its module's __name__."""

    def __init__(self, *, migration: str, **kwargs: Any) -> None:
        self.migration = migration
        super().__init__(**kwargs)

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        name, args, kwargs = super().deconstruct()
        return name, args, {**kwargs, "migration": self.migration}

    def migrate_stream_data_forward(self, apps: Any, schema_editor: Any) -> None:
        with rewriting_contents(self.migration, now=timezone.now()):
            super().migrate_stream_data_forward(apps, schema_editor)


@contextmanager
def rewriting_contents(migration: str, *, now: dt.datetime) -> Iterator[None]:
    """Let a migration rewrite revisions that were decided upon; add a link for each that changed.

    For code in migrations alone: `migration` is the __name__ of its module, and a link that names
    none of the code's breaks the chain. One transaction, with what is done inside.
    """
    with published_by_install(), connection.cursor() as cursor:
        cursor.execute(_BEFORE)
        yield
        cursor.execute(_CHANGED)
        for agency_id, page_id, revision_id, digest in cursor.fetchall():
            record_decision(
                agency=Agency.objects.only("code").get(pk=agency_id),
                page=Page.objects.only("title", "draft_title").get(pk=page_id),
                deed=Action.CONTENT_MIGRATED,
                now=now,
                revision_id=revision_id,
                migration=migration,
                old_digest=digest,
            )
        cursor.execute("DROP TABLE moderation_before")
