"""What goes into the diary and what does not, who may write it, and what it adds up to."""

import datetime as dt
from copy import deepcopy

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from network.activities import services
from network.activities.counting import MEASURES, activities_in, counts, sums_of
from network.activities.desk.wording import sums_in_words
from network.activities.models import Activity, ActivityForm
from network.activities.services import ActivityFacts
from network.agencies.models import Role
from tests.factories.activities import form_of, make_activity, make_reporter
from tests.factories.moderation import make_member, make_office

pytestmark = pytest.mark.django_db


def two_offices():
    offices = make_office("SYT"), make_office("STP")
    return (*offices, make_member(offices[1].agency, Role.OVERSEER))


@pytest.fixture(scope="module")
def made(once):
    return once(two_offices)


@pytest.fixture
def offices(made, db):
    return deepcopy(made)


def facts(**changes):
    values = {
        "form": form_of(),
        "held_on": timezone.localdate(),
        "title": "Tập huấn hòa giải",
        "attendances": 40,
    }
    return ActivityFacts(**values | changes)


def enter(office, user=None, **changes):
    return services.record_activity(
        agency=office.agency,
        facts=facts(**changes),
        user=user or office.author,
        now=timezone.now(),
    )


def test_who_serves_the_agency_writes_its_diary_and_nobody_else(offices):
    office, other, overseer = offices
    for person in office.people.values():
        enter(office, person, is_another=True)
    activity = Activity.objects.first()
    about = {"activity_id": activity.pk, "now": timezone.now()}
    for stranger in (other.approver, overseer):
        with pytest.raises(PermissionDenied):
            enter(office, stranger)
        with pytest.raises((PermissionDenied, ValidationError)):
            services.change_activity(facts=facts(title="Khác"), user=stranger, **about)
        with pytest.raises((PermissionDenied, ValidationError)):
            services.remove_activity(reason="x", user=stranger, **about)
    services.remove_activity(reason="Ghi hai lần.", user=office.approver, **about)
    assert not Activity.objects.filter(pk=activity.pk).exists()


WRONG = {
    "tomorrow": {"held_on": timezone.localdate() + dt.timedelta(days=1)},
    "nobody counted": {"attendances": None},
    "more women than people": {"women": 41},
    "more minority than people": {"minority": 41},
    "leaflets without a number": {"attendances": None, "form": "to-gap"},
    "more copies in Jrai than copies": {
        "attendances": None,
        "form": "to-gap",
        "quantity": 5,
        "quantity_minority": 6,
    },
    "a partner that is itself": {"hosts": "own"},
    "somebody else's reporter": {"reporters": "other"},
    "a file of another agency": {"page": "other"},
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_does_not_go_in(offices, wrong):
    office, other, _overseer = offices
    changes = dict(WRONG[wrong])
    if isinstance(changes.get("form"), str):
        changes["form"] = form_of(changes["form"])
    if changes.get("hosts"):
        changes["hosts"] = [office.agency]
    if changes.get("reporters"):
        changes["reporters"] = [make_reporter(other.agency)]
    if changes.get("page"):
        changes["page"] = other.home.page_ptr
    with pytest.raises(ValidationError):
        enter(office, **changes)
    assert not Activity.objects.exists()


def test_what_two_hold_together_is_entered_and_counted_once(offices):
    office, other, _overseer = offices
    enter(office, hosts=[other.agency])
    with pytest.raises(ValidationError, match="cùng tổ chức"):
        enter(other)
    both = [office.agency.pk, other.agency.pk]
    day = timezone.localdate()
    assert {pk: each["so_cuoc_truc_tiep"] for pk, each in counts(both, day, day).items()} == {
        office.agency.pk: 1,
        other.agency.pk: 0,
    }
    assert not sums_of(activities_in([other.agency.pk], day, day))["so_cuoc_truc_tiep"]
    enter(other, is_another=True, title="Buổi chiều")
    assert sums_of(activities_in(both, day, day))["so_luot_nguoi"] == 80
    with pytest.raises(ValidationError, match="đã có hoạt động này"):
        enter(office)


# Nobody counted them, which is no zero.
UNKNOWN = ("so_luot_nguoi_dtts", "so_tai_lieu_dtts")


BROKEN = {
    "attendances": None,
    "women": 41,
    "minority": 41,
    "held_on": timezone.localdate() + dt.timedelta(days=2),
}


def test_the_database_refuses_the_impossible_by_itself(offices):
    office, other, _overseer = offices
    activity = make_activity(office.agency, office.author)
    for name, value in {**BROKEN, "agency": other.agency}.items():
        fresh = Activity.objects.get(pk=activity.pk)
        setattr(fresh, name, value)
        with pytest.raises(IntegrityError), transaction.atomic():
            fresh.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        activity.hosts.add(office.agency)


def test_every_number_is_the_sum_of_the_very_rows_it_leads_to(offices):
    office, other, _overseer = offices
    day = timezone.localdate()
    for number, form in enumerate(ActivityForm.objects.all(), start=1):
        for agency in (office.agency, other.agency):
            make_activity(
                agency,
                office.author,
                form=form,
                title=f"{form} {number}",
                attendances=10 * number if form.counts_people else None,
                women=number if number % 2 and form.counts_people else None,
                quantity=None if form.counts_people else 100 * number,
                budget=1_000_000 if number % 3 else None,
            )
    make_activity(office.agency, office.author, held_on=day - dt.timedelta(days=400))
    make_reporter(office.agency, is_woman=True)
    make_reporter(office.agency, "Đã thôi", until=dt.date(2025, 6, 1), ending="7/QĐ")
    both = [office.agency.pk, other.agency.pk]
    first = day - dt.timedelta(days=30)
    together = counts(both, first, day)
    for key, measure in MEASURES.items():
        values = measure.values(both, first, day)
        for pk in both:
            rows = list(measure.counted([pk], first, day))
            assert sum(row.amount or 0 for row in rows) == values[pk], key
            assert all(row.agency == pk and "H’Lan" not in row.label for row in rows), key
            known = all(row.amount is not None for row in rows)
            assert known or key in {*UNKNOWN, "so_luot_nguoi_nu"}, key
            assert (together[pk].get(key, values[pk]) or 0) == values[pk], key
        # Nobody counted these, which adds up to nothing.
        assert key in {*UNKNOWN, "so_ttv", "kinh_phi_xa_hoi_hoa"} or sum(values.values())
    assert MEASURES["so_bcv"].values(both, first, day) == {both[0]: 1, both[1]: 0}


def test_counting_asks_one_query_for_all(offices, django_assert_num_queries):
    office, other, _overseer = offices
    make_activity(office.agency, office.author)
    day = timezone.localdate()
    with django_assert_num_queries(1):
        counts([office.agency.pk, other.agency.pk], day - dt.timedelta(days=9), day)


def test_a_counted_zero_beside_unknown_numbers_stays_a_number(offices):
    office, _other, _overseer = offices
    day = timezone.localdate()
    for women in (0, None):
        make_activity(office.agency, office.author, title=f"Họp {women}", held_on=day, women=women)
    [sums] = counts([office.agency.pk], day, day).values()
    assert (sums["so_luot_nguoi_nu"], sums["so_luot_nguoi_dtts"]) == (0, None)
    words = sums_in_words(sums)
    assert words["so_luot_nguoi_nu"] == "0 (chưa kể 1 hoạt động không rõ)"
    assert words["so_luot_nguoi_dtts"] == "không rõ"
    rows = list(MEASURES["so_luot_nguoi_nu"].counted([office.agency.pk], day, day))
    assert sorted(row.amount is None for row in rows) == [False, True]
