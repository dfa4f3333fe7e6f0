"""The application's role owns nothing: what the database refuses stays refused."""

import os
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from network.agencies.audit import record
from network.agencies.models import AuditAction, AuditEntry
from network.core.database_owner import protect_tables
from tests.factories.owning import owning

pytestmark = pytest.mark.django_db
PROTECTED = """
SELECT DISTINCT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
 WHERE t.tgname = 'network_refuse_truncate'
"""
# Statements that only the owner of a table, or a superuser, may run.
OF_THE_OWNER = (
    "ALTER TABLE moderation_decision DISABLE TRIGGER USER",
    "DROP TRIGGER moderation_log_stays ON moderation_decision",
    "DROP TABLE moderation_decision",
    "CREATE OR REPLACE FUNCTION moderation_log_stays() RETURNS trigger LANGUAGE plpgsql"
    " AS 'BEGIN RETURN NEW; END'",
    "CREATE FUNCTION own() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE TABLE own (id int)",
    "TRUNCATE moderation_decision CASCADE",
    "TRUNCATE agencies_auditentry CASCADE",
    "TRUNCATE channels_caseevidence CASCADE",
    "TRUNCATE questions_question CASCADE",
    "SET session_replication_role = replica",
    "DELETE FROM django_migrations",
    "INSERT INTO django_migrations (app, name, applied) VALUES ('core', '9999', now())",
)


def run(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


def test_the_tests_run_as_a_role_that_owns_nothing():
    owned = "SELECT relname FROM pg_class WHERE relowner = current_user::regrole"
    assert run(owned) == []
    assert run(
        "SELECT rolsuper, rolcreaterole, rolcreatedb, rolbypassrls FROM pg_roles"
        " WHERE rolname = current_user"
    ) == [(False, False, False, False)]
    assert run("SELECT has_schema_privilege('public', 'CREATE')") == [(False,)]


@pytest.mark.parametrize("statement", OF_THE_OWNER)
def test_the_application_may_not_do_what_is_the_owner_s(statement):
    with pytest.raises(DatabaseError) as refused, transaction.atomic():
        run(statement)
    assert refused.value.__cause__.sqlstate == "42501"


def test_who_signs_in_as_the_application_cannot_become_the_owner():
    address = urlsplit(os.environ["DATABASE_URL"])
    name = connection.settings_dict["NAME"]
    with psycopg.connect(address._replace(path=f"/{name}").geturl()) as application:
        assert application.execute("SELECT session_user").fetchone() == (address.username,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            application.execute("SET ROLE postgres")


def test_the_owner_too_is_refused_to_truncate_what_stays():
    tables = {name for (name,) in run(PROTECTED)}
    assert {"moderation_decision", "agencies_auditentry", "channels_caseevidence"} <= tables
    for table in tables:
        with pytest.raises(DatabaseError, match="stay"), transaction.atomic(), owning():
            run(f"TRUNCATE {table} CASCADE")


def test_without_the_trigger_the_owner_truncates_the_log(office):
    record(actor=None, agency=office.agency, action=AuditAction.INVITED, now=timezone.now())
    assert AuditEntry.objects.exists()
    with owning():
        run("SET CONSTRAINTS ALL IMMEDIATE")
        run("DROP TRIGGER network_refuse_truncate ON agencies_auditentry")
        run("TRUNCATE agencies_auditentry")
    assert not AuditEntry.objects.exists()


def test_every_table_that_refuses_to_delete_refuses_to_truncate():
    deletes = run(
        "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE tgtype & 11 = 11"
        " AND NOT tgisinternal AND tgname NOT LIKE 'procrastinate%'"
    )
    assert set(deletes) == set(run(PROTECTED))


SHADOW = (
    "CREATE TEMPORARY TABLE moderation_decision AS TABLE public.moderation_decision WITH NO DATA"
)
FORGE = """
INSERT INTO pg_temp.moderation_decision (id, page_id, deed, revision_id, digest)
SELECT 1, p.id, 'approved', r.id, encode(sha256(convert_to(r.content::text, 'UTF8')), 'hex')
  FROM wagtailcore_page p JOIN wagtailcore_revision r ON r.id = p.latest_revision_id
"""
PUBLISH = (
    "UPDATE wagtailcore_page SET live = true, live_revision_id = latest_revision_id WHERE id = {}"
)


def test_a_temporary_table_does_not_answer_in_the_place_of_the_log(article):
    run(SHADOW)
    run(FORGE)
    with pytest.raises(DatabaseError, match="nobody approved"), transaction.atomic():
        run(PUBLISH.format(article.pk))
    with owning():
        run("ALTER FUNCTION moderation_page_goes_live() RESET search_path")
    run(PUBLISH.format(article.pk))
    assert type(article).objects.get(pk=article.pk).live


def test_migrate_gives_back_what_a_restored_database_lacks():
    with owning(), connection.cursor() as cursor:
        cursor.execute("DROP FUNCTION network_refuse_truncate() CASCADE")
        cursor.execute("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM pbgdpl_app")
        protect_tables(cursor)
    assert run(PROTECTED)
    assert run("SELECT count(*) FROM django_migrations")
