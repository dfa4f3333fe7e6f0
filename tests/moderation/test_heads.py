"""Signed heads outside the database show a decision log that was rewritten as a whole."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from network.moderation.chain import hash_of
from network.moderation.heads import append_heads, heads_file, signed_heads
from network.moderation.models import ChainEnd, Decision
from network.moderation.tasks import sign_heads
from tests.factories.moderation import make_draft, make_office, publish
from tests.factories.owning import owning

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings, tmp_path) -> Path:
    settings.DECISION_HEADS_DIR = tmp_path / "heads"
    return settings.DECISION_HEADS_DIR


@pytest.fixture
def log(office, folder):
    """Three decisions of an office: submitted, appraised, approved."""
    publish(make_draft(office), office)
    return office


def verify() -> str:
    out = io.StringIO()
    call_command("verify_decisions", stdout=out, stderr=out)
    return out.getvalue()


def forge(office) -> None:
    """Rewrite a comment and all hashes from it on, as whoever owns the tables can."""
    rows = list(Decision.objects.filter(agency=office.agency).order_by("sequence"))
    previous = ""
    with owning(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for row in rows:
            row.comment, row.previous_hash = "Không ai viết câu này.", previous
            row.hash = previous = hash_of(row, office.agency.code)
            row.save(update_fields=["comment", "previous_hash", "hash"])
        ChainEnd.objects.filter(agency=office.agency).update(hash=previous)
        cursor.execute("SET LOCAL session_replication_role = origin")


def test_a_log_forged_as_a_whole_is_found_by_its_signed_head(log):
    sign_heads(timestamp=0)
    assert "all whole" in verify()
    forge(log)
    with pytest.raises(CommandError, match="STP, decision 3: not the decision whose hash was sign"):
        verify()
    # Signing what was forged does not help: the first line stays.
    append_heads(now=timezone.now())
    with pytest.raises(CommandError, match="STP, decision 3: not the decision"):
        verify()


def test_without_a_signed_head_a_forged_log_passes(log):
    forge(log)
    said = verify()
    assert "all whole" in said
    assert "No signed heads" in said


def test_a_log_cut_back_behind_its_signed_head_is_found(log):
    append_heads(now=timezone.now())
    second = Decision.objects.get(sequence=2)
    with owning(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        Decision.objects.filter(sequence=3).delete()
        cursor.execute("SET LOCAL session_replication_role = origin")
    ChainEnd.objects.update(sequence=2, hash=second.hash)
    with pytest.raises(CommandError, match="STP, decision 3: not the decision"):
        verify()


def test_each_night_adds_a_line_with_the_heads_that_are_new(log):
    other = make_office("SYT")
    assert append_heads(now=timezone.now()) == 1
    publish(make_draft(other), other)
    assert append_heads(now=timezone.now()) == 1
    assert append_heads(now=timezone.now()) == 0
    lines = list(signed_heads(heads_file().read_text()))
    assert [sorted(line.heads) for line in lines] == [["STP"], ["SYT"], []]
    assert "signed heads: 3 in" in verify()


@pytest.mark.parametrize(
    "alter",
    [
        lambda lines: [lines[0].replace("STP", "SYT"), *lines[1:]],
        lambda lines: lines[1:],
        lambda lines: [lines[0], lines[2]],
        lambda lines: [lines[1], lines[0], lines[2]],
    ],
    ids=["changed", "the first gone", "one gone", "another order"],
)
def test_an_altered_file_is_found(log, alter):
    for _night in range(3):
        append_heads(now=timezone.now())
    lines = heads_file().read_text().splitlines()
    heads_file().write_text("".join(f"{line}\n" for line in alter(lines)))
    with pytest.raises(CommandError, match="signed heads, line"):
        verify()


def test_heads_signed_with_another_key_are_refused_and_with_a_former_key_accepted(log, settings):
    append_heads(now=timezone.now())
    settings.SECRET_KEY = "another"
    with pytest.raises(CommandError, match="signature is wrong"):
        verify()
    settings.SECRET_KEY_FALLBACKS = ["test"]
    assert "all whole" in verify()


def test_the_command_signs_now(log):
    out = io.StringIO()
    call_command("sign_decisions", stdout=out)
    assert out.getvalue() == f"1 new heads signed in {heads_file()}\n"
