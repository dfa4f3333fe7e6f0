"""Agencies see their weakest pages as tasks; the Department sees all."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from network.agencies.models import Agency, Role
from network.agencies.scope import scope_of
from network.feedback.models import RatingDay, RatingReason, Satisfaction
from network.feedback.selectors import count_weak_pages
from tests.factories.accounts import signed_in
from tests.factories.moderation import make_office
from tests.factories.people import make_member

pytestmark = pytest.mark.django_db
REPORT = "/admin/danh-gia/"


def rated(page: str, agency: Agency, *, satisfied: int, dissatisfied: int) -> None:
    day = timezone.localdate() - dt.timedelta(days=1)
    row = {"page": page, "agency": agency, "day": day, "is_set_aside": False}
    RatingDay.objects.create(answer=Satisfaction.SATISFIED, count=satisfied, **row)
    RatingDay.objects.create(answer=Satisfaction.DISSATISFIED, count=dissatisfied, **row)


def test_weak_pages_are_tasks_of_their_agency_and_the_department_sees_all(client):
    a, b = make_office("A"), make_office("B")
    day = timezone.localdate()
    rated("/a/yeu/", a.agency, satisfied=7, dissatisfied=3)
    rated("/a/it-nguoi/", a.agency, satisfied=5, dissatisfied=4)
    rated("/a/tot/", a.agency, satisfied=71, dissatisfied=29)
    rated("/b/yeu/", b.agency, satisfied=0, dissatisfied=10)
    RatingReason.objects.create(
        page="/a/yeu/",
        day=day,
        answer=Satisfaction.DISSATISFIED,
        agency=a.agency,
        reasons=["hard"],
        text="Chữ nhỏ",
    )
    assert count_weak_pages(scope_of(a.agency_admin), day=day) == 1
    signed_in(client, a.agency_admin)
    assert f'href="{REPORT}"' in client.get(reverse("wagtailadmin_home")).content.decode()
    shown = client.get(REPORT).content.decode()
    assert "/a/yeu/" in shown
    assert "Chữ nhỏ" in shown
    assert "Khó hiểu, nhiều chữ: 1" in shown
    assert shown.count("Cần sửa trang này") == 1
    assert "/b/yeu/" not in shown
    signed_in(client, make_member(b.agency, Role.OVERSEER))
    shown = client.get(REPORT).content.decode()
    assert shown.index("/b/yeu/") < shown.index("/a/it-nguoi/") < shown.index("/a/yeu/")
