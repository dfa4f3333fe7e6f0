"""Midnight in Việt Nam: documents turn on their day, once, and nobody is held up by another."""

import datetime as dt

import pytest
from django.utils import timezone

from legal_updates.citing import tasks
from legal_updates.clock_services import apply_effective_dates
from legal_updates.models import RelationType, ValidityChange
from legal_updates.models.choices import Validity
from legal_updates.services import add_relation, confirm_relation, set_validity
from tests.factories.accounts import make_user
from tests.factories.documents import make_document

pytestmark = pytest.mark.django_db
NEW_YEAR = dt.date(2027, 1, 1)
END = dt.date(2027, 2, 1)
# Midnight in Hà Nội is 17:00 of the day before in Greenwich.
BEFORE = dt.datetime(2026, 12, 31, 16, 59, 59, tzinfo=dt.UTC)
AFTER = dt.datetime(2026, 12, 31, 17, 0, 0, tzinfo=dt.UTC)


def state(document):
    document.refresh_from_db()
    return document.validity


def test_a_decree_comes_into_force_at_midnight_in_vietnam():
    document = make_document(validity="not_yet", effective_on=NEW_YEAR)
    assert (apply_effective_dates(now=BEFORE), state(document)) == (0, "not_yet")
    assert (apply_effective_dates(now=AFTER), state(document)) == (1, "in_force")
    assert apply_effective_dates(now=AFTER) == 0
    change = document.changes.get()
    assert (change.was, change.became, change.day) == ("not_yet", "in_force", NEW_YEAR)
    assert change.actor is None


@pytest.mark.parametrize("validity", ["in_force", "partly_expired", "suspended"])
def test_a_document_ends_on_the_first_day_it_does_not_hold(validity):
    document = make_document(validity=validity, expires_on=NEW_YEAR)
    assert (apply_effective_dates(now=BEFORE), state(document)) == (0, validity)
    assert (apply_effective_dates(now=AFTER), state(document)) == (1, "expired")


def test_after_days_of_standstill_it_jumps_to_where_it_belongs():
    document = make_document(
        validity="not_yet", effective_on=NEW_YEAR, expires_on=dt.date(2027, 2, 1)
    )
    apply_effective_dates(now=AFTER + dt.timedelta(days=90))
    assert (state(document), document.changes.count()) == ("expired", 1)


def test_what_nobody_said_or_confirmed_does_not_move():
    make_document(
        "1/2020/NĐ-CP", validity="undetermined", effective_on=NEW_YEAR, expires_on=NEW_YEAR
    )
    make_document("2/2020/NĐ-CP", validity="undetermined", expires_on=NEW_YEAR)
    make_document("3/2020/NĐ-CP", validity="in_force", expires_on=NEW_YEAR, confirmed=False)
    assert apply_effective_dates(now=AFTER) == 0
    assert not ValidityChange.objects.exists()


def test_what_a_person_says_holds_again_is_not_ended_again_by_the_clock():
    document = make_document(validity="expired", expires_on=dt.date(2026, 1, 1))
    set_validity(
        document=document,
        validity=Validity.IN_FORCE,
        source="vbpl.vn",
        checked_on=NEW_YEAR,
        now=AFTER,
    )
    assert apply_effective_dates(now=AFTER) == 0
    assert (state(document), document.expires_on) == ("in_force", None)


def test_a_replacement_takes_effect_when_the_new_decree_does(monkeypatch):
    old = make_document("1/2020/NĐ-CP")
    new = make_document("2/2026/NĐ-CP", validity="not_yet", effective_on=NEW_YEAR)
    replaces = RelationType.objects.get(key="thay_the")
    relation = add_relation(document=new, type=replaces, target=old, now=BEFORE)
    confirm_relation(relation=relation, actor=make_user(), now=BEFORE)
    assert state(old) == "in_force"
    monkeypatch.setattr(timezone, "now", lambda: AFTER)
    for _ in range(2):
        tasks.apply_effective_dates(timestamp=0)
    assert (state(old), state(new)) == ("expired", "in_force")
    assert (old.changes.get().day, old.expires_on) == (NEW_YEAR, NEW_YEAR)
    assert ValidityChange.objects.count() == 2
