"""Every step at a practice and at an adoption, in every state, by every role.

The tables are written by hand. They do not read the declarations that the services follow.
"""

from itertools import product

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from network.agencies.models import AuditEntry, Role
from network.practices import adopting, drafts, services
from network.practices.models import Adoption, AdoptionState, Practice, PracticeState
from tests.factories.moderation import make_member, make_office
from tests.factories.practices import answers, make_practice

pytestmark = pytest.mark.django_db
S, A = PracticeState, AdoptionState
WRITERS, ALL = {"author", "agency_admin"}, {"author", "appraiser", "approver", "agency_admin"}
OVERSEER = {"overseer"}


def decision(practice_id, **about):
    return {
        "practices": [Practice(pk=practice_id)],
        "number": "45/QĐ-STP",
        "recognised_on": timezone.localdate(),
        "level": "department",
        **about,
    }


STEPS = {
    "edit": lambda about: services.change_practice(facts=answers(title="Tên khác"), **about),
    "discard": lambda about: services.discard_practice(**about),
    "send": lambda about: services.send_practice(**about),
    "recognise": lambda about: services.recognise(**decision(**about)),
    "ask_more": lambda about: services.ask_more(answer="Thiếu số liệu.", **about),
    "refuse": lambda about: services.refuse(answer="Đã có.", **about),
    "begin_page": lambda about: adopting.begin_page(**about),
    "hide_contact": lambda about: services.hide_contact(**about),
    "confirm": lambda about: services.confirm(**about),
    "retire": lambda about: services.retire(**about),
}
# By step and state: who may take it, the state it leads to, and the action in the journal.
TABLE = {
    ("edit", S.DRAFT): (WRITERS, S.DRAFT, "practice_changed"),
    ("edit", S.NEEDS_MORE): (WRITERS, S.NEEDS_MORE, "practice_changed"),
    ("discard", S.DRAFT): (WRITERS, "deleted", "practice_discarded"),
    ("send", S.DRAFT): ({"approver"}, S.SENT, "practice_sent"),
    ("send", S.NEEDS_MORE): ({"approver"}, S.SENT, "practice_sent"),
    ("recognise", S.SENT): (OVERSEER, S.RECOGNISED, "practice_recognised"),
    ("ask_more", S.SENT): (OVERSEER, S.NEEDS_MORE, "practice_returned"),
    ("refuse", S.SENT): (OVERSEER, S.NOT_SUITABLE, "practice_refused"),
    ("begin_page", S.RECOGNISED): (WRITERS, S.RECOGNISED, "practice_drafted"),
    ("hide_contact", S.SENT): (ALL, S.SENT, "practice_contact_hidden"),
    ("hide_contact", S.RECOGNISED): (ALL, S.RECOGNISED, "practice_contact_hidden"),
    ("confirm", S.RECOGNISED): (ALL, S.RECOGNISED, "practice_confirmed"),
    ("retire", S.RECOGNISED): ({"approver", "agency_admin"}, S.RETIRED, "practice_retired"),
}


def follow(state):
    return lambda about: adopting.follow(state=state, changes="", result="", **about)


ADOPTION_STEPS = {
    **{f"follow to {state}": follow(state) for state in A},
    "keep": lambda about: adopting.keep(**about),
    "take_kit": lambda about: adopting.take_kit(**about),
}
ADOPTION_TABLE = {
    ("follow to interested", A.INTERESTED): (ALL, A.INTERESTED, "practice_followed"),
    **{
        (f"follow to {target}", state): (ALL, target, "practice_followed")
        for target, state in product((A.TRYING, A.RUNNING, A.STOPPED), A)
    },
    **{("keep", state): (ALL, state, "practice_confirmed") for state in (A.TRYING, A.RUNNING)},
    **{
        ("take_kit", state): (WRITERS, state, "practice_drafted")
        for state in (A.INTERESTED, A.TRYING, A.RUNNING)
    },
}


@pytest.fixture
def other(office):
    return make_office("SYT")


@pytest.fixture
def people(office, other):
    return {
        **office.people,
        "overseer": make_member(other.agency, Role.OVERSEER),
        "network_admin": make_member(other.agency, Role.NETWORK_ADMIN),
        "stranger": other.approver,
    }


@pytest.fixture(autouse=True)
def no_drafts(monkeypatch):
    """Make no pages and files: what they hold is tested in test_screens.py."""
    for name in ("article", "short_text", "material", "plan"):
        monkeypatch.setattr(drafts, name, lambda *about: None)


def result_of(step, key, row, person) -> tuple[str, str] | None:
    """Return the state of the row and the journal's action after a step; None if it is refused."""
    with transaction.atomic():
        try:
            step({key: row.pk, "user": person, "now": timezone.now()})
            after = type(row).objects.filter(pk=row.pk).first()
            entry = AuditEntry.objects.latest("pk")
            assert (entry.actor, entry.agency_id) == (person, row.agency_id)
            return (after.state if after else "deleted"), entry.action
        except (ValidationError, PermissionDenied):
            return None
        finally:
            transaction.set_rollback(True)


def check(steps, table, key, rows, people):
    """Take every step at the row of every state as everybody, and compare with the table."""
    for (name, step), (state, row), (role, person) in product(
        steps.items(), rows.items(), people.items()
    ):
        roles, *left = table.get((name, state), (set(), "", ""))
        expected = tuple(left) if role in roles else None
        assert result_of(step, key, row, person) == expected, (name, state, role)


def test_every_step_at_a_practice(office, people):
    rows = {each: make_practice(office, state=each, contact_is_public=True) for each in S}
    check(STEPS, TABLE, "practice_id", rows, people)


def test_every_step_at_an_adoption(office, other, people):
    day = timezone.localdate()
    about = {"agency": office.agency, "since": day, "confirmed_on": day}
    rows = {}
    for state in A:
        practice = make_practice(other, state=S.RECOGNISED)
        rows[state] = Adoption.objects.create(practice=practice, state=state, **about)
    check(ADOPTION_STEPS, ADOPTION_TABLE, "adoption_id", rows, people)
