"""Who goes on with the work of an agency that has ended, and who may only look or choose."""

import datetime as dt

import pytest
from django.utils import timezone

from network.agencies.audit import record_refusal
from network.agencies.models import Agency, AuditEntry, Role, Succession
from network.agencies.scope import scope_of
from network.agencies.services import shared_collection
from network.agencies.succession import ended_before, sole_successor
from tests.factories.moderation import make_member, make_office

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
TODAY = dt.date(2026, 6, 15)


def make_agencies(*codes):
    return [
        Agency.objects.create(code=each, name=each, slug=each.lower(), kind="so") for each in codes
    ]


def follow(former, *heirs, ended=TODAY - DAY, partial=False):
    """Let an agency end, and others go on with its work, or with a part of it."""
    Agency.objects.filter(pk=former.pk).update(valid_to=ended)
    for heir in heirs:
        Succession.objects.create(
            successor=heir,
            predecessor=former,
            predecessor_name=former.name,
            kind="hop_nhat",
            partial=partial,
        )


def heir_of(agency, day=TODAY):
    return sole_successor(Agency.objects.get(pk=agency.pk), day)


def test_an_agency_does_its_own_work_to_its_last_day():
    former, heir = make_agencies("A", "B")
    follow(former, heir, ended=TODAY)
    assert heir_of(former) == former
    assert former in Agency.objects.valid_on(TODAY)
    assert ended_before([heir.pk], TODAY) == set()
    tomorrow = TODAY + DAY
    assert heir_of(former, tomorrow) == heir
    assert former not in Agency.objects.valid_on(tomorrow)
    assert ended_before([heir.pk], tomorrow) == {former.pk}


def test_work_that_goes_on_twice_is_done_by_the_last():
    first, second, last = make_agencies("A", "B", "C")
    follow(first, second)
    follow(second, last)
    assert heir_of(first) == heir_of(second) == last
    assert ended_before([last.pk], TODAY) == {first.pk, second.pk}


def test_divided_work_is_done_by_none_of_the_heirs():
    several, part, one, other = make_agencies("A", "B", "C", "D")
    follow(several, one, other)
    follow(part, one, partial=True)
    for former in (several, part):
        assert heir_of(former) is None
    assert ended_before([one.pk, other.pk], TODAY) == set()


def test_a_circle_of_heirs_ends_nowhere():
    first, second = make_agencies("A", "B")
    follow(first, second)
    follow(second, first)
    assert heir_of(first) is None


def test_the_overseer_looks_at_all_sections_and_an_agency_chooses_shared_pictures():
    office = make_office("SYT")
    overseer = scope_of(make_member(office.agency, Role.OVERSEER))
    own, shared = scope_of(office.author), shared_collection().path
    assert overseer.reads_page(office.home.path)
    assert not overseer.writes_page(office.home.path)
    assert overseer.reads_only
    assert own.writes_page(office.home.path)
    assert own.reads_collection(shared)
    assert not own.writes_collection(shared)
    assert own.writes_collection(office.agency.collection.path)


def test_a_refusal_is_written_once_a_minute():
    office, now = make_office("SYT"), timezone.now()
    for seconds in (0, 59, 61):
        at = now + dt.timedelta(seconds=seconds)
        record_refusal(actor=office.author, url="agencies:edit", now=at)
    assert AuditEntry.objects.filter(action="refused").count() == 2
