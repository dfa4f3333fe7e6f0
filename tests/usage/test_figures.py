"""Agencies see the views of their own pages; the Department sees all."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from network.agencies.guard import rules
from network.agencies.guard.refs import names_nothing
from network.agencies.guard.rules import Rule
from network.agencies.models import Role
from network.agencies.scope import Scope
from network.core.page_views.counting import ViewedPage
from network.reporting.sources import SOURCES
from network.usage.services import store_views_of
from sites.models import ArticlePage
from tests.factories.accounts import signed_in
from tests.factories.moderation import Office, make_office
from tests.factories.people import make_member
from tests.factories.sections import make_article, put_live

pytestmark = pytest.mark.django_db
LIST = "/admin/luot-xem/"


@pytest.fixture
def offices() -> tuple[Office, Office]:
    return make_office("A"), make_office("B")


def read(office: Office, title: str, views: int, day: dt.date | None = None) -> ArticlePage:
    article = make_article(office.home, title, owner=office.author)
    put_live(article.save_revision())
    viewed = ViewedPage(article.url, article.pk)
    store_views_of({viewed: [views, 0, 0]}, day=day or timezone.localdate())
    return article


def shown(client: Client, address: str) -> Any:
    response = client.get(address)
    return response.status_code, response.content.decode()


def test_each_agency_sees_its_own_pages_and_the_department_all(client, offices):
    a, b = offices
    own, foreign = read(a, "Bài của A", 1234), read(b, "Bài của B", 77)
    signed_in(client, a.author)
    _status, page = shown(client, LIST)
    assert "Bài của A" in page
    assert "1.234" in page
    assert "Bài của B" not in page
    _status, page = shown(client, f"{LIST}co-quan/")
    assert "Sở A" in page
    assert "Sở B" not in page
    assert "77" not in client.get(f"{LIST}xuat/").getvalue().decode()
    detail = f"{LIST}trang/{own.pk}/"
    assert "<strong>1.234</strong>" in shown(client, detail)[1]
    assert detail in shown(client, reverse("wagtailadmin_pages:edit", args=[own.pk]))[1]
    assert shown(client, f"{LIST}trang/{foreign.pk}/")[0] == 404
    signed_in(client, make_member(b.agency, Role.OVERSEER))
    _status, page = shown(client, LIST)
    assert page.index("Bài của A") < page.index("Bài của B")
    assert shown(client, f"{LIST}trang/{foreign.pk}/")[0] == 200
    assert "Sở A" in shown(client, f"{LIST}co-quan/")[1]


def test_both_guards_must_go_before_another_agency_is_seen(client, offices, monkeypatch):
    a, b = offices
    foreign = f"{LIST}trang/{read(b, 'Bài của B', 4321).pk}/"
    signed_in(client, a.agency_admin)
    open_rule = Rule(refs=names_nothing("page_id"))
    monkeypatch.setitem(rules.GUARD_RULES._entries, "usage:page", open_rule)
    assert shown(client, foreign)[0] == 404
    monkeypatch.setattr(Scope, "reads_page", lambda self, path: True)
    assert "4.321" in shown(client, foreign)[1]


def test_a_report_counts_the_views_of_its_days(offices):
    a, b = offices
    first, last = dt.date(2026, 10, 15), dt.date(2026, 11, 14)
    for day, views in (
        (first - dt.timedelta(days=1), 100),
        (first, 1),
        (dt.date(2026, 10, 31), 2),
        (last, 4),
        (last + dt.timedelta(days=1), 100),
    ):
        read(a, f"Bài ngày {day}", views, day)
    read(b, "Bài của B", 8, first)
    found = list(SOURCES["pages.views"]([a.agency.pk, b.agency.pk], first, last))
    amounts = {(agency, item.day): item.amount for agency, item in found}
    november = dt.date(2026, 11, 1)
    pk = a.agency.pk
    assert amounts == {(pk, first): 3, (pk, november): 4, (b.agency.pk, first): 8}


def test_a_chosen_month_is_shown_with_the_one_before(client, offices):
    a, _b = offices
    read(a, "Bài cũ", 10, dt.date(2026, 10, 5))
    read(a, "Bài mới", 20, dt.date(2026, 11, 5))
    signed_in(client, make_member(a.agency, Role.OVERSEER))
    page = shown(client, f"{LIST}?month=2026-10")[1]
    assert "Bài cũ" in page
    assert "Bài mới" not in page
    file = client.get(f"{LIST}co-quan/xuat/?month=2026-11&kind=so").getvalue().decode()
    assert "Sở A,20,10" in file
