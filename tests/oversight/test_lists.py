"""What the network admin keeps without a migration: standards, their requirements, small lists."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from network.activities.models import ActivityForm, Audience
from network.agencies.models import AgencyKind, Role
from network.capacity.models import BudgetLine, QualificationKind
from network.oversight.models import Finding, OutreachForm, Requirement, Standard
from network.oversight.quality.selectors import Limits
from network.reporting.models import Indicator, IndicatorSet, OutlinePart
from tests.factories.accounts import signed_in
from tests.factories.moderation import make_member

from .network import look, make_network

pytestmark = pytest.mark.django_db
LISTS = (
    *(Standard, Requirement, OutreachForm, QualificationKind, BudgetLine),
    *(ActivityForm, Audience),
    *(IndicatorSet, Indicator, OutlinePart),
)


def at(model, action: str, *parts: int) -> str:
    name = model._meta.label_lower.replace(".", "_")
    return reverse(f"{name}_modeladmin_{action}", args=parts)


@pytest.fixture
def keeper(client, office):
    return signed_in(client, make_member(office.agency, Role.NETWORK_ADMIN))


@pytest.fixture
def r10():
    return Requirement.objects.get(key="R10")


def form_of(row: Requirement, **changed: object) -> dict[str, object]:
    """Return what the form of a requirement holds, with changes."""
    words = ("order", "group", "title", "quotation", "legal_basis")
    fields = {name: getattr(row, name) for name in words} | {"kinds": row.kinds}
    fields |= {"standard": row.standard_id, "key": row.key, "check_key": row.check_key}
    fields |= {"valid_from": f"{row.valid_from:%Y-%m-%d}", **row.thresholds}
    return fields | changed


def rows_of(key: str) -> list[Requirement]:
    return list(Requirement.objects.filter(key=key).order_by("valid_from"))


@pytest.mark.parametrize("model", LISTS)
def test_the_network_keeps_a_list_the_overseer_reads_it_an_agency_does_not(client, office, model):
    row = model.objects.first()
    screens = [at(model, "index"), at(model, "create"), at(model, "edit", row.pk)]
    people = {
        Role.NETWORK_ADMIN: [200, 200, 200],
        Role.OVERSEER: [200, 302, 302],
        Role.AGENCY_ADMIN: [302, 302, 302],
    }
    for role, expected in people.items():
        person = signed_in(client, make_member(office.agency, role))
        got = [person.get(screen).status_code for screen in screens]
        assert [302 if code == 403 else code for code in got] == expected, role


def test_other_thresholds_begin_tomorrow_and_findings_keep_theirs(keeper, r10):
    make_network()
    look(now=timezone.now())
    found = Finding.objects.filter(requirement=r10).count()
    today = timezone.localdate()
    assert keeper.post(at(Requirement, "edit", r10.pk), form_of(r10, days=400)).status_code == 302
    old, new = rows_of("R10")
    assert (old.pk, old.thresholds, old.valid_to) == (r10.pk, {"days": 180}, today)
    assert (new.thresholds, new.valid_to) == ({"days": 400}, None)
    assert new.valid_from == today + dt.timedelta(days=1)
    assert new.quotation == old.quotation
    assert Finding.objects.filter(requirement=old).count() == found > 0
    valid = [
        list(Requirement.objects.valid_on(day).filter(key="R10")) for day in (today, new.valid_from)
    ]
    assert valid == [[old], [new]]
    # What has not begun yet has judged nobody: it is put right where it stands.
    keeper.post(at(Requirement, "edit", new.pk), form_of(new, days=300))
    assert [row.thresholds["days"] for row in rows_of("R10")] == [180, 300]
    # What ends today cannot begin anew beside it.
    again = form_of(old, days=90)
    assert keeper.post(at(Requirement, "edit", old.pk), again).status_code == 200
    assert len(rows_of("R10")) == 2


def test_words_and_kinds_are_put_right_where_they_stand(keeper, r10):
    changed = form_of(r10, title="Tài liệu dùng được", kinds=[AgencyKind.SO], key="X")
    assert keeper.post(at(Requirement, "edit", r10.pk), changed).status_code == 302
    [row] = rows_of("R10")
    assert (row.pk, row.title, row.kinds) == (r10.pk, "Tài liệu dùng được", [AgencyKind.SO])


@pytest.mark.parametrize(
    "changed",
    [
        {"days": ""},
        {"days": "0"},
        {"valid_to": "2020-01-01"},
        {"days": "90", "valid_to": "today"},
    ],
)
def test_a_check_always_finds_its_thresholds_and_days_stay_in_order(keeper, r10, changed):
    fields = form_of(r10, **changed)
    if fields.get("valid_to") == "today":
        fields["valid_to"] = f"{timezone.localdate():%Y-%m-%d}"
    answer = keeper.post(at(Requirement, "edit", r10.pk), fields)
    assert answer.status_code == 200
    assert [(row.thresholds, row.valid_to) for row in rows_of("R10")] == [({"days": 180}, None)]


def test_another_standard_is_entered_with_a_requirement_of_its_own(keeper, r10):
    since = f"{timezone.localdate():%Y-%m-%d}"
    standard = {"key": "bo-2026", "title": "Bộ tiêu chí 2026", "short_title": "Bộ 2026"}
    days = {"valid_from": since, "remind_again_days": 7, "audit_cells": 40}
    assert keeper.post(at(Standard, "create"), standard | days).status_code == 302
    made = Standard.objects.get(key="bo-2026")
    asked = form_of(r10, standard=made.pk, key="T1", days=30, valid_from=since)
    # The same check, but with a threshold that it does not read.
    assert keeper.post(at(Requirement, "create"), asked | {"number": 3}).status_code == 200
    assert keeper.post(at(Requirement, "create"), asked).status_code == 302
    assert [(row.standard, row.thresholds) for row in rows_of("T1")] == [(made, {"days": 30})]
    # A second one of this code on the same days is not taken.
    assert keeper.post(at(Requirement, "create"), asked).status_code == 200
    assert len(rows_of("T1")) == 1
    # Where a standard has ended, so has what it asks.
    Standard.objects.filter(pk=made.pk).update(valid_to=timezone.localdate())
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    assert not Requirement.objects.valid_on(tomorrow).filter(key="T1").exists()


def test_without_a_requirement_for_it_quality_is_still_measured():
    Requirement.objects.filter(check_key="r08").update(valid_to=dt.date(2020, 1, 1))
    assert Limits.on(timezone.localdate()).days == 365


@pytest.mark.parametrize("model", [Standard, Requirement, QualificationKind, BudgetLine])
def test_the_database_refuses_what_ends_before_it_begins(model):
    row = model.objects.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.filter(pk=row.pk).update(valid_to=row.valid_from - dt.timedelta(days=1))


def test_the_database_refuses_two_open_rows_of_one_code(r10):
    r10.pk, r10._state.adding = None, True
    r10.valid_from = timezone.localdate()
    with pytest.raises(IntegrityError), transaction.atomic():
        r10.save()
