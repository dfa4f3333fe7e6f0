"""Every table that citizens see notifies when it changes, and stands in no migration's way."""

import re
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

import psycopg
import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.test import override_settings
from procrastinate.contrib.django.models import ProcrastinateJob

from network.core.freshness.listening import CHANNEL, INSTALLED
from network.core.freshness.triggers import RowsChanged, install, remove
from network.hub.changes import RULES
from network.hub.search.keeping import refresh_changed
from tests.factories.documents import make_document
from tests.factories.owning import owning
from tests.factories.sections import make_article, make_place, make_section
from tests.factories.servers import copied_database

APPS = (
    *("agencies", "media", "legal_updates", "aggregator", "agency_sites"),
    *("questions", "rights_requests", "following", "hub", "stops"),
)
# Tables of these apps whose rows no kept page shows, and why.
NOT_SHOWN = {
    "media_conversionturn": "times of the worker",
    "media_renderedpage": "written with its rendering, which notifies when it is ready",
    "media_storedfilecheck": "screens of the admin",
    "agencies_act": "screens of the admin",
    "agencies_auditentry": "screens of the admin",
    "agencies_invitation": "screens of the admin",
    "agencies_rolegroup": "rights",
    "agency_sites_bodylink": "screens of the admin",
    "agency_sites_libraryruleperiod": "screens of the admin",
    "agency_sites_linkcheck": "screens of the admin",
    "agency_sites_passedover": "screens of the admin",
    "agency_sites_shorttextpage": "has a key alone; its page's rows have the rest",
    "aggregator_libraryitemuse": "screens of the admin",
    "aggregator_portalhost": "how portals are treated",
    "aggregator_proposal": "screens of the admin",
    "aggregator_sourcetopic": "given to items as they come",
    "following_follow": "shown to their subscriber alone, on pages that nobody keeps",
    "following_followrequest": "shown to whoever asked alone, on pages that nobody keeps",
    "following_subscriber": "shown to nobody",
    "hub_hubhomepage": "has a key alone; its page's row has the rest",
    "hub_searchword": "how rare words are; kept answers end with the day on which they are counted",
    "hub_unansweredquery": "screens of the admin",
    "hub_wantedtopic": "screens of the admin",
    "legal_updates_documentdraft": "read by those who confirm it; then it is a document",
    "legal_updates_statusproposal": "read by those who confirm it; then the document says it",
    "legal_updates_draftevidence": "read by those who confirm the draft",
    "questions_forwarding": "read by officers, and by an asker on a page that is not kept",
    "questions_problemreport": "read by officers",
    "questions_question": "read by officers, and by an asker on a page that is not kept",
    "rights_requests_responseterm": "read when a request is sent",
    "rights_requests_rightsrequest": "read by officers, and by who sent it on a page not kept",
}
# Of them four for the channels that sections show, one for the reporters whom they name, two for
# relations, which the search shows. Three
# functions keep rows with their agency and proposals with the person who made them, one notes what
# is erased for good. Two keep the past: of findings, and of the rules of sections.
MOST_TRIGGERS, MOST_FUNCTIONS = 89, 35
# The next of Wagtail's migrations, as it will be once its keys grow.
BIGGER_KEYS = """
from django.db import migrations, models
class Migration(migrations.Migration):
    dependencies = [("wagtailcore", "0098_apitoken")]
    operations = [
        migrations.AlterField(name, "id", models.BigAutoField(primary_key=True))
        for name in ("page", "revision", "workflowstate")
    ]
"""


def tables() -> set[str]:
    found = set()
    for label in APPS:
        for model in apps.get_app_config(label).get_models(include_auto_created=True):
            found.add(model._meta.db_table)
    return found


def triggers() -> set[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgname LIKE %s",
            ["network\\_changed%"],
        )
        return set(cursor.fetchall())


def wanted() -> set[tuple[str, str]]:
    found = re.compile(r"CREATE TRIGGER (\w+) ")
    return {(rule.table, found.match(text)[1]) for rule in RULES for text in rule.triggers()}


def test_a_new_table_notifies_or_has_a_reason():
    told = {rule.table for rule in RULES}
    unknown = tables() - told - NOT_SHOWN.keys()
    assert not unknown, "Add a rule to network/hub/changes.py, or a reason here."
    assert not told & NOT_SHOWN.keys()


@pytest.mark.django_db
def test_every_statement_can_be_run():
    """Names of tables and columns are read when a trigger fires, not when it is made."""
    with connection.cursor() as cursor:
        for rule in RULES:
            if isinstance(rule, RowsChanged):
                rows = f"WITH rows AS (SELECT {rule.columns} FROM {rule.table})"  # noqa: S608
                for statement in rule.statements:
                    cursor.execute(f"EXPLAIN {rows} {statement}")
            elif rule.page:
                cursor.execute(f"SELECT {rule.page} FROM {rule.table} LIMIT 0")  # noqa: S608


@pytest.mark.django_db
def test_migrating_has_installed_the_triggers_and_installs_them_once():
    assert triggers() == wanted()
    with owning(), connection.cursor() as cursor:
        assert install(cursor, RULES) is False
        assert install(cursor, RULES[1:]) is True
        assert triggers() < wanted()
        remove(cursor)
        assert triggers() == set()


@pytest.mark.django_db
def test_triggers_and_functions_are_few():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_proc p WHERE pronamespace = 'public'::regnamespace"
            " AND proname NOT LIKE 'procrastinate%%' AND NOT EXISTS (SELECT FROM pg_depend d"
            " WHERE d.objid = p.oid AND d.deptype = 'e')"
        )
        assert cursor.fetchone()[0] <= MOST_FUNCTIONS
    assert len(triggers()) <= MOST_TRIGGERS


@pytest.fixture
def notified(django_db_setup, django_db_blocker) -> Iterator[Callable[[str], set[str]]]:
    """Run a statement on a database of its own and return what it notified."""
    with django_db_blocker.unblock(), copied_database():
        yield from listening_to_statements()


def listening_to_statements() -> Iterator[Callable[[str], set[str]]]:
    address = connection.get_connection_params()
    given = {name: address[name] for name in ("dbname", "user", "host", "port") if name in address}
    with psycopg.connect(**given, autocommit=True) as listening:
        listening.execute(f"LISTEN {CHANNEL}")

        def run(statement: str) -> set[str]:
            with connection.cursor() as cursor:
                cursor.execute(statement)
            return {each.payload for each in listening.notifies(timeout=0.2)}

        yield run


LINK = (
    "INSERT INTO agency_sites_requiredlink"
    " (title, url, kinds, by_agency, agency_name, basis, hosts)"
    " VALUES ('a', 'https://b', '{}', false, '', '', '')"
)


def test_a_row_notifies_when_it_comes_changes_and_goes_and_not_before(notified):
    change = "UPDATE agency_sites_requiredlink SET title = 'c'"
    gone = "DELETE FROM agency_sites_requiredlink"
    notified(gone)
    statements = [change, LINK, change, change, gone]
    told = [notified(each) for each in statements]
    assert told == [set(), {"everything"}, {"everything"}, set(), {"everything"}]


def test_what_is_rolled_back_is_not_notified(notified):
    assert notified(f"BEGIN; {LINK}; ROLLBACK") == set()


@pytest.fixture
def bigger_keys(tmp_path: Path, monkeypatch) -> Iterator[None]:
    """Wagtail's migrations and one more."""
    package = tmp_path / "bigger_keys"
    package.mkdir()
    (package / "__init__.py").write_text(
        "from wagtail import migrations\n__path__ += migrations.__path__\n"
    )
    (package / "0099_bigger_keys.py").write_text(BIGGER_KEYS)
    monkeypatch.syspath_prepend(tmp_path)
    with override_settings(MIGRATION_MODULES={"wagtailcore": "bigger_keys"}):
        yield


def type_of_key(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT format_type(atttypid, NULL) FROM pg_attribute"
            " WHERE attrelid = %s::regclass AND attname = 'id'",
            [table],
        )
        return cursor.fetchone()[0]


@pytest.mark.usefixtures("bigger_keys", "django_db_setup")
def test_keys_of_wagtail_grow_under_the_installed_triggers(django_db_blocker):
    with django_db_blocker.unblock(), copied_database():
        article = make_article(make_place(make_section("Sở Y tế")), "Trước khi nâng cấp")
        make_document()
        refresh_changed()
        assert triggers() == wanted()
        assert type_of_key("wagtailcore_page") == "integer"
        call_command("migrate", interactive=False, stdout=StringIO())
        assert type_of_key("wagtailcore_page") == type_of_key("wagtailcore_revision") == "bigint"
        assert triggers() == wanted()
        assert ProcrastinateJob.objects.filter(task_name="hub.rebuild_search").exists()
        with connection.cursor() as cursor:
            cursor.execute(INSTALLED)
            assert cursor.fetchone() != (None,)
        # And they still work.
        article.unpublish()
        assert not search_entries(article.pk)


def search_entries(key: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM hub_searchentry WHERE kind = 'article' AND key = %s", [key]
        )
        return bool(cursor.fetchone()[0])
