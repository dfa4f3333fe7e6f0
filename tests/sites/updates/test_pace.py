"""The pace of legal updates: each agency sees its own, the overseer all."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from network.agencies.models import Role
from tests.factories.accounts import signed_in
from tests.factories.documents import make_document
from tests.factories.moderation import make_member, make_office
from tests.factories.sections import make_update

pytestmark = pytest.mark.django_db
REPORT = reverse("legal_update_pace:index")


def update_of(office, title: str, **fields):
    place = office.home.get_children().get(slug="tin-tuc")
    return make_update(place, title, **fields)


def shown(user) -> str:
    answer = signed_in(Client(), user).get(REPORT)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_agency_sees_its_own_and_the_overseer_all():
    own, other = make_office("STP"), make_office("SYT")
    update_of(own, "Tin của mình")
    update_of(other, "Tin của sở khác")
    overseer = make_member(own.agency, Role.OVERSEER)
    assert "Tin của sở khác" not in shown(own.author)
    assert "Tin của mình" in shown(own.author)
    assert "Tin của sở khác" in shown(overseer)


def test_who_reads_reports_sees_what_is_published():
    own, other = make_office("STP"), make_office("SYT")
    update_of(other, "Tin đã đăng")
    update_of(other, "Tin còn soạn", live=False)
    text = shown(make_member(own.agency, Role.REPORT_VIEWER))
    assert ("Tin đã đăng" in text, "Tin còn soạn" in text) == (True, False)


def test_the_days_and_the_average_are_told():
    office = make_office()
    update = update_of(
        office,
        "Mức phạt mới",
        documents=[make_document(issued_on=dt.date(2026, 11, 2))],
        received_at=dt.datetime(2026, 11, 10, 3, tzinfo=dt.UTC),
    )
    type(update).objects.update(first_published_at=dt.datetime(2026, 11, 12, 3, tzinfo=dt.UTC))
    text = shown(office.author)
    for fact in ("02/11/2026", "10/11/2026", "12/11/2026", "2,0"):
        assert fact in text


def test_what_waits_too_long_is_late_before_it_is_published():
    office = make_office()
    update_of(office, "Tin", received_at=timezone.now() - dt.timedelta(days=30), live=False)
    update_of(office, "Tin", received_at=timezone.now(), live=False)
    assert shown(office.author).count("w-status--primary") == 1
