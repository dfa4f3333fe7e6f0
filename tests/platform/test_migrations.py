"""Databases of earlier releases migrate, and nothing that their migrations made is lost."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Q

from network.core.freshness.triggers import remove
from network.moderation.migrated import known_migrations
from network.moderation.models import ChecklistItem, Decision
from tests.factories.moderation import make_draft, make_office, publish
from tests.factories.owning import owning
from tests.factories.servers import copied_database
from tests.platform.test_growing_state import MOST_RENDERS, counted_renders

# What 0.1.0 recorded of its own apps in django_migrations.
RELEASED = {
    "accounts": """
        0001_initial 0002_superuser_by_command 0003_sign_in 0004_shared_counts
        0005_guide_put_away""",
    "agencies": """
        0001_initial 0002_no_default_groups 0003_derived_groups 0004_agency_collection
        0005_audit_log 0006_audit_log_stays 0007_invitations 0008_acts_by_the_clock
        0009_editorial_rules_changed 0010_name_the_tree 0011_questions
        0012_agency_kind_index""",
    "agency_sites": """
        0001_initial 0002_initial 0003_correction 0004_links 0005_required_links 0006_panos
        0007_legal_updates_and_materials 0008_related_documents 0009_languages_and_audio
        0010_warnings_and_events 0011_questions""",
    "aggregator": """
        0001_initial 0002_alter_libraryitem_document_numbers 0003_fetching 0005_health
        0006_clusters 0008_review 0009_proposal 0010_item_use""",
    "core": """
        0001_page_indexes 0002_newest_and_found 0003_expiring_pages 0004_sort_key
        0005_public_pages 0006_attempt_count""",
    "following": """
        0001_initial""",
    "hub": """
        0001_initial 0002_hub_home 0003_search 0004_search_follows 0005_search_begins
        0006_front_pages 0007_situations 0008_questions 0009_drop_search_number_key""",
    "legal_updates": """
        0001_initial 0002_topics 0003_register 0004_register_data 0005_issuing_bodies
        0006_changes_stay 0009_public_lists""",
    "media": """
        0001_initial 0002_private_until_published""",
    "moderation": """
        0001_initial 0002_nothing_goes_live_unread 0003_checklist 0004_mail_preference
        0005_queues""",
    "questions": """
        0001_initial""",
}
# The last of them, as squashed, where what came since can be run back: hub 0010 has no way back,
# and accounts 0006 would take the extension away that the search needs.
LEVELS = [
    ("agencies", "0001_squashed_0012_agency_kind_index"),
    ("agency_sites", "0001_squashed_0011_questions"),
    ("aggregator", "0001_squashed_0010_item_use"),
    ("core", "0001_squashed_0006_attempt_count"),
    ("hub", "0010_one_list_of_triggers"),
    ("moderation", "0001_squashed_0005_queues"),
    ("mailing", None),
]
# One of the triggers that kept the search in 0.1.0.
OLD_TRIGGER = """
CREATE FUNCTION hub_search_agencies_agency_update() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RETURN NULL; END $$;
CREATE TRIGGER hub_search_agencies_agency_update AFTER UPDATE ON agencies_agency
    FOR EACH STATEMENT EXECUTE FUNCTION hub_search_agencies_agency_update();
"""
SCHEMA = """
SELECT concat_ws(' ', table_name, column_name, data_type, is_nullable, column_default,
                 character_maximum_length, generation_expression)
  FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL SELECT concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid))
  FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT definition FROM pg_views WHERE schemaname = 'public'
UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT pg_get_functiondef(p.oid) FROM pg_proc p
 WHERE pronamespace = 'public'::regnamespace AND prokind = 'f'
   AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
"""


def schema() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(SCHEMA)
        return {" ".join(row[0].split()) for row in cursor.fetchall()}


def lead_back() -> None:
    """Make the database one that 0.1.0 has left."""
    recorded = MigrationRecorder(connection).migration_qs.filter(app__in=RELEASED)
    later = Q(name__contains="_squashed_") | Q(app="hub", name__startswith="0010")
    with owning():
        with connection.cursor() as cursor:
            remove(cursor)
            cursor.execute(OLD_TRIGGER)
        MigrationExecutor(connection).migrate(LEVELS)
        recorded.filter(later).delete()
    for label, names in RELEASED.items():
        assert {*names.split()} <= {*recorded.filter(app=label).values_list("name", flat=True)}


def test_names_that_a_decision_log_may_hold_are_known():
    """A link of the log that names no migration of the code breaks it."""
    folders = {
        "agency_sites": "sites",
        "aggregator": "aggregator",
        "legal_updates": "legal_updates",
    }
    assert known_migrations() >= {
        f"{folders.get(label, f'network.{label}')}.migrations.{name}"
        for label, names in RELEASED.items()
        for name in names.split()
    }


@pytest.mark.drill
@pytest.mark.usefixtures("django_db_setup")
def test_a_database_of_the_last_release_migrates_and_one_half_way_to_this(django_db_blocker):
    with django_db_blocker.unblock(), copied_database():
        wanted, parts = schema(), list(ChecklistItem.objects.values_list("key", "parts"))
        office = make_office()
        publish(make_draft(office), office)
        decided = list(Decision.objects.values_list("hash"))
        lead_back()
        assert schema() != wanted
        # Half way in one app; its function is replaced by later ones, so that it need not have run.
        with owning():
            recorder = MigrationRecorder(connection)
            recorder.record_applied("moderation", "0006_taken_down_stays_down")
        call_command("migrate", interactive=False, verbosity=0)
        assert schema() == wanted
        assert list(ChecklistItem.objects.values_list("key", "parts")) == parts
        assert list(Decision.objects.values_list("hash")) == decided
        call_command("verify_decisions", verbosity=0)


@pytest.mark.drill
@pytest.mark.usefixtures("django_db_setup")
def test_an_empty_database_migrates_to_the_same_schema_with_few_renders(django_db_blocker):
    with django_db_blocker.unblock(), copied_database():
        wanted = schema()
        with owning(), connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        assert not schema()
        with counted_renders() as counted:
            call_command("migrate", interactive=False, verbosity=0)
        assert schema() == wanted
        assert len(counted) < MOST_RENDERS
