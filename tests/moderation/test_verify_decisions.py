"""The decision log proves itself: whoever touches a row, or what it speaks of, is found."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from network.moderation.models import ChainEnd, Decision
from tests.factories.moderation import Office, hand_in, make_draft, make_office, publish
from tests.factories.owning import owning

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def office_of_module(once: Callable[..., Any]) -> Any:
    """An agency whose log has six decisions: two articles published."""

    def make_decided() -> Office:
        office = make_office()
        for _ in range(2):
            publish(make_draft(office), office)
        return office

    return once(make_decided)


def verify(*arguments: str) -> str:
    out = io.StringIO()
    call_command("verify_decisions", *arguments, stdout=out)
    return out.getvalue()


def tamper(statement: str, *values: object) -> None:
    """Do what only the owner of the database can: with the triggers off."""
    with owning(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, values)
        cursor.execute("SET LOCAL session_replication_role = origin")


def found() -> str:
    with pytest.raises(CommandError) as error:
        verify()
    assert error.value.returncode == 1
    return str(error.value)


def test_whole_logs_are_counted(office):
    make_office("SYT")
    assert verify() == "decisions: 6 in 2 agencies, all whole\n"
    assert verify("--agency", "STP") == "decisions: 6 in 1 agencies, all whole\n"


def test_a_log_that_nobody_has_written_yet_is_whole():
    make_office("SYT")
    assert verify("--agency", "SYT") == "decisions: 0 in 1 agencies, all whole\n"


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("comment", "Đồng ý."),
        ("actor_name", "Người khác"),
        ("decision_number", "99/QĐ"),
        ("role", "author"),
        ("at", "2026-01-01"),
        ("checklist", "[]"),
        ("detail", '{"due_at": "2026-01-01"}'),
        ("digest", "0" * 64),
        ("page_id", 1),
    ],
)
def test_an_altered_row_is_named(office, column, value):
    tamper(f"UPDATE moderation_decision SET {column} = %s WHERE sequence = 2", value)  # noqa: S608
    assert found() == "STP, decision 2: the decision was altered"


def test_a_row_altered_with_its_own_hash_breaks_the_next_link(office):
    tamper("UPDATE moderation_decision SET hash = %s WHERE sequence = 3", "0" * 64)
    assert found() == "STP, decision 3: the decision was altered"


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "STP, decision 1: a decision is missing"),
        (3, "STP, decision 3: a decision is missing"),
        (6, "STP, decision 6: the last decisions are missing"),
    ],
)
def test_a_deleted_row_is_named(office, number, said):
    tamper("DELETE FROM moderation_decision WHERE sequence = %s", number)
    assert found() == said


def test_a_whole_log_deleted_is_found(office):
    tamper("DELETE FROM moderation_decision")
    assert found() == "STP, decision 1: the last decisions are missing"


def test_a_forgotten_end_is_found(office):
    ChainEnd.objects.all().delete()
    assert found() == "STP, decision 7: the log ends where it should not"


def test_a_row_closed_up_after_a_deletion_is_found(office):
    tamper("DELETE FROM moderation_decision WHERE sequence = 3")
    # In two steps: PostgreSQL updates rows in any order, and no number may exist twice.
    tamper("UPDATE moderation_decision SET sequence = sequence + 999 WHERE sequence > 3")
    tamper("UPDATE moderation_decision SET sequence = sequence - 1000 WHERE sequence > 1000")
    assert found() == "STP, decision 3: the link to the decision before it was altered"


def test_two_swapped_rows_are_found(office):
    tamper("UPDATE moderation_decision SET sequence = 1000 WHERE sequence = 4")
    tamper("UPDATE moderation_decision SET sequence = 4 WHERE sequence = 5")
    tamper("UPDATE moderation_decision SET sequence = 5 WHERE sequence = 1000")
    assert found().startswith("STP, decision 4: ")


def test_a_changed_revision_is_found(office):
    approved = Decision.objects.get(sequence=3)
    tamper(
        "UPDATE wagtailcore_revision SET content = jsonb_set(content, '{title}', '\"Khác\"') "
        "WHERE id = %s",
        approved.revision_id,
    )
    assert found() == (
        f"STP, decision 1: revision {approved.revision_id} no longer says what was decided upon"
    )


def test_a_row_moved_to_another_agency_is_found_in_both(office):
    other = make_office("SYT")
    publish(make_draft(other), other)
    tamper(
        "UPDATE moderation_decision SET agency_id = %s, sequence = 4 WHERE sequence = 6",
        other.agency.pk,
    )
    assert [line.split(":")[0] for line in found().splitlines()] == [
        "STP, decision 6",
        "SYT, decision 4",
    ]


def test_the_first_broken_log_stops_none(office):
    other = make_office("SYT")
    publish(make_draft(other), other)
    tamper("UPDATE moderation_decision SET comment = 'x' WHERE sequence = 2")
    assert len(found().splitlines()) == 2
    tamper("UPDATE moderation_decision SET comment = '' WHERE agency_id = %s", other.agency.pk)
    assert verify("--agency", "SYT").endswith("all whole\n")


def test_an_unknown_agency_is_refused():
    with pytest.raises(CommandError, match="no agency with the code 'XYZ'"):
        verify("--agency", "XYZ")


def test_a_page_that_is_gone_breaks_nothing(office, one_row_at_a_time):
    article = make_draft(office)
    hand_in(article, office.author)
    article.delete()
    assert verify() == "decisions: 7 in 1 agencies, all whole\n"


@pytest.fixture
def one_row_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read each row as a part of its own, as if the log were a long one."""
    monkeypatch.setattr("network.moderation.chain.CHUNK", 1)
