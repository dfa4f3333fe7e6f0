"""The migrations name in the columns whom only the journal named before."""

from importlib import import_module

import pytest
from django.db import connection
from django.utils import timezone

from network.agencies.models import AuditEntry, Role
from network.practices import services
from network.practices.models import Practice
from tests.factories.moderation import make_member
from tests.factories.owning import owning
from tests.factories.practices import answers

pytestmark = pytest.mark.django_db
MIGRATION = import_module("network.practices.migrations.0004_two_people")


def recognised(office, overseer, *, recorded_by=None) -> Practice:
    """Return a practice that was recognised before the columns existed.

    `recorded_by` is the person whom the journal then names for the decision, as for an overseer
    who acted for the agency.
    """
    now = timezone.now()
    row = services.write_practice(
        agency=office.agency, facts=answers(), user=office.author, now=now
    )
    services.send_practice(practice_id=row.pk, user=office.approver, now=now)
    decision = {"number": "1/QĐ", "recognised_on": timezone.localdate(), "level": "province"}
    services.recognise(practices=[row], **decision, user=overseer, now=now)
    execute(
        "SET CONSTRAINTS ALL IMMEDIATE",
        "ALTER TABLE agencies_auditentry DISABLE TRIGGER USER",
        "ALTER TABLE practices_practice DISABLE TRIGGER USER",
        "UPDATE practices_practice SET prepared_by = '{}', decided_by_id = NULL",
    )
    if recorded_by:
        lines = AuditEntry.objects.filter(action="practice_recognised")
        lines.update(actor=recorded_by)
    execute(*MIGRATION.FILL)
    row.refresh_from_db()
    return row


def execute(*statements: str) -> None:
    with owning(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def test_the_columns_are_filled_from_the_journal(office):
    overseer = make_member(office.agency, Role.OVERSEER)
    row = recognised(office, overseer)
    assert set(row.prepared_by) == {office.author.pk, office.approver.pk}
    assert row.decided_by == overseer


def test_of_one_person_who_did_both_before_the_decider_is_left_out(office):
    overseer = make_member(office.agency, Role.OVERSEER)
    row = recognised(office, overseer, recorded_by=office.approver)
    assert set(row.prepared_by) == {office.author.pk, office.approver.pk}
    assert row.decided_by is None
    assert row.state == "recognised"
