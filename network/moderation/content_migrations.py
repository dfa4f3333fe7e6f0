"""Helpers for migrations that rewrite page contents with decisions (docs/adr/0039).

For each rewritten revision the decision log gets a row with the old digest, the new digest and the
migration. Decisions on the old form then count for the new one (`digest_now`, migration 0010).
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
    """Wagtail's MigrateStreamData for pages with decisions. Pass the migration module's `__name__`
    as `migration`."""

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
    """Let a migration rewrite revisions with decisions.

    Appends a log row for each revision that changed. Use it in migrations only. `migration` is the
    module's `__name__`; `verify_decisions` reports a row that names an unknown migration. The block
    runs in one transaction.
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
