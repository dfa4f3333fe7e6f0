"""Every table that citizens see tells when it changes."""

import pytest
from django.apps import apps
from django.db import connection

from network.core.freshness.telling import MOST_TOLD, install
from network.hub.changes import FUNCTIONS, RULES

APPS = (
    *("agencies", "media", "legal_updates", "aggregator", "agency_sites"),
    *("questions", "following", "hub"),
)
# Tables of these apps whose rows no kept page shows, and why.
NOT_SHOWN = {
    "agencies_act": "screens of the admin",
    "agencies_auditentry": "screens of the admin",
    "agencies_invitation": "screens of the admin",
    "agencies_membership": "rights",
    "agencies_rolegroup": "rights",
    "agency_sites_linkcheck": "screens of the admin",
    "aggregator_libraryitemuse": "screens of the admin",
    "aggregator_portalhost": "how portals are treated",
    "aggregator_proposal": "screens of the admin",
    "aggregator_sourcetopic": "given to items as they come",
    "following_follow": "shown to their subscriber alone, on pages that nobody keeps",
    "following_followrequest": "shown to whoever asked alone, on pages that nobody keeps",
    "following_subscriber": "shown to nobody",
    "hub_searchchange": "notes for the job that writes the rows of the search",
    "questions_forwarding": "read by officers, and by an asker on a page that is not kept",
    "questions_problemreport": "read by officers",
    "questions_question": "read by officers, and by an asker on a page that is not kept",
}


def tables() -> set[str]:
    found = set()
    for label in APPS:
        for model in apps.get_app_config(label).get_models(include_auto_created=True):
            found.add(model._meta.db_table)
    return found


def test_a_new_table_is_told_or_has_a_reason():
    told = {rule.table for rule in RULES}
    unknown = tables() - told - NOT_SHOWN.keys()
    assert not unknown, "Add a rule to network/hub/changes.py, or a reason here."
    assert not told & NOT_SHOWN.keys()


@pytest.mark.django_db
def test_every_rule_names_tables_and_columns_that_exist():
    with connection.cursor() as cursor:
        for rule in RULES:
            columns = connection.introspection.get_table_description(cursor, rule.table)
            assert set(rule.columns) <= {column.name for column in columns}, rule.table


@pytest.mark.django_db
def test_every_rule_knows_the_key_of_its_table():
    with connection.cursor() as cursor:
        for rule in RULES:
            key = connection.introspection.get_primary_key_column(cursor, rule.table)
            assert rule.key == key, rule.table


@pytest.mark.django_db
def test_migrating_has_installed_the_triggers_and_installs_them_once():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgname = ANY(%s)",
            [["network_added", "network_updated", "network_gone", "network_changed"]],
        )
        assert set(cursor.fetchall()) == {
            (rule.table, f"network_{event}")
            for rule in RULES
            for event in (["gone"] if rule.only_gone else ["added", "updated", "gone"])
        }
        assert install(cursor, functions=FUNCTIONS, rules=RULES) is False
        assert install(cursor, functions=FUNCTIONS, rules=RULES[1:]) is True


@pytest.mark.django_db
@pytest.mark.parametrize(("rows", "told"), [(3, 3), (5 * MOST_TOLD, MOST_TOLD + 2)])
def test_a_statement_tells_so_much_and_no_more(rows, told):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO agency_sites_requiredlink (title, url, kinds)"
            " SELECT 'Cổng', 'https://a.example.vn/' || n, '{so}' FROM generate_series(1, %s) n",
            [rows],
        )
        cursor.execute("SELECT current_setting('network.told')::int")
        assert cursor.fetchone() == (told,)


@pytest.mark.django_db
def test_a_row_whose_key_changes_is_told_as_it_was_and_as_it_is():
    with connection.cursor() as cursor:
        insert = "INSERT INTO agency_sites_requiredlink (title, url, kinds) VALUES ('a', 'b', '{}')"
        cursor.execute(insert)
        cursor.execute("UPDATE agency_sites_requiredlink SET id = id + 1000")
        cursor.execute("SELECT current_setting('network.told')::int >= 2")
        assert cursor.fetchone() == (True,)
