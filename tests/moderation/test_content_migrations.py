"""A migration of the code rewrites contents; the decision log stays whole and says so."""

import datetime as dt
import io

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone
from wagtail.blocks.migrations.migrate_operation import MigrateStreamData
from wagtail.blocks.migrations.operations import AlterBlockValueOperation

from network.moderation import tasks
from network.moderation.chain import record_decision
from network.moderation.content_migrations import MigrateDecidedContents
from network.moderation.models import Action, Decision
from network.moderation.publication import published_by_install
from tests.factories.moderation import appraise, approve, hand_in, make_draft, publish
from tests.factories.owning import owning
from tests.moderation.test_verify_decisions import tamper

pytestmark = pytest.mark.django_db
MODULE = "sites.migrations.9999_rewrite"
ALTER = """UPDATE wagtailcore_revision SET content = content || '{"title": "?"}' WHERE id = %s"""
WHAT = {
    "app_name": "agency_sites",
    "model_name": "ArticlePage",
    "field_name": "body",
    "operations_and_block_paths": [(AlterBlockValueOperation("<p>Dạng mới.</p>"), "paragraph")],
}


@pytest.fixture(autouse=True)
def in_the_code(monkeypatch):
    """Let the migration be one of those on the disk."""
    load = MigrationLoader.load_disk

    def with_ours(loader):
        load(loader)
        loader.disk_migrations["agency_sites", "9999_rewrite"] = type(
            "Ours", (Migration,), {"__module__": MODULE}
        )("9999_rewrite", "agency_sites")

    monkeypatch.setattr(MigrationLoader, "load_disk", with_ours)


def migrate(operation=None) -> None:
    """Run the operation as `migrate` does."""
    state = MigrationLoader(connection).project_state()
    with owning(), connection.schema_editor() as editor:
        operation = operation or MigrateDecidedContents(migration=MODULE, **WHAT)
        operation.database_forwards("agency_sites", editor, state, state)


def verify() -> str:
    out = io.StringIO()
    call_command("verify_decisions", stdout=out)
    return out.getvalue()


def broken() -> str:
    with pytest.raises(CommandError) as error:
        verify()
    return str(error.value)


def test_the_log_stays_whole_and_says_what_was_rewritten(office):
    article = publish(make_draft(office), office)
    old = Decision.objects.latest("pk").digest
    migrate()
    link = Decision.objects.latest("pk")
    assert (link.deed, link.revision_id) == (Action.CONTENT_MIGRATED, article.live_revision_id)
    assert link.detail == {"migration": MODULE, "old_digest": old}
    article.refresh_from_db()
    assert "Dạng mới" in str(article.body)
    assert verify().startswith("decisions: 4 in 1 agencies, all whole")
    assert MODULE in verify()


def test_it_may_be_done_twice_and_what_does_not_change_has_no_link(office):
    publish(make_draft(office), office)
    migrate()
    migrate()
    again = {**WHAT, "operations_and_block_paths": [(AlterBlockValueOperation("x"), "paragraph")]}
    migrate(MigrateDecidedContents(migration=MODULE, **again))
    assert Decision.objects.filter(deed=Action.CONTENT_MIGRATED).count() == 2
    assert "all whole" in verify()


def test_without_it_the_database_refuses(office):
    publish(make_draft(office), office)
    with pytest.raises(DatabaseError, match="was decided upon"), transaction.atomic():
        migrate(MigrateStreamData(**WHAT))


def test_what_was_altered_before_or_after_it_is_found(office):
    first, second = (publish(make_draft(office), office).live_revision_id for _ in range(2))
    tamper(ALTER, second)
    migrate()
    assert f"revision {second} no longer says" in broken()
    tamper(ALTER, first)
    assert f"revision {first} no longer says" in broken()


def test_a_link_that_names_no_migration_of_the_code_is_found(office):
    article = publish(make_draft(office), office)
    old = Decision.objects.latest("pk").digest
    with published_by_install():
        tamper(ALTER, article.live_revision_id)
        record_decision(
            agency=office.agency,
            page=article,
            deed=Action.CONTENT_MIGRATED,
            now=timezone.now(),
            revision_id=article.live_revision_id,
            migration="sites.migrations.9998_never",
            old_digest=old,
        )
    assert broken() == "STP, decision 4: there is no migration sites.migrations.9998_never"


def test_what_was_appraised_before_it_is_approved_after_it(office):
    article = hand_in(make_draft(office), office.author)
    appraise(article, office.appraiser)
    migrate()
    approve(article, office.approver)
    article.refresh_from_db()
    assert article.live
    assert "all whole" in verify()


def test_what_waits_for_its_hour_goes_live_after_it(office, monkeypatch):
    hour = timezone.now() + dt.timedelta(hours=1)
    article = publish(make_draft(office, go_live_at=hour), office)
    migrate()
    monkeypatch.setattr(timezone, "now", lambda: hour + dt.timedelta(minutes=1))
    tasks.publish_and_expire_due_pages(timestamp=0)
    article.refresh_from_db()
    assert article.live
    assert "Dạng mới" in str(article.body)
