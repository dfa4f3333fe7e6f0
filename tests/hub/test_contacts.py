"""Telephone numbers: who confirmed them, where citizens see them, and how they find them."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from network.agencies.models import Role
from network.hub.contacts.selectors import contacts_asked_for
from network.hub.models import Contact
from tests.factories.accounts import signed_in
from tests.factories.people import make_agency, make_member
from tests.factories.sections import make_hub, make_section

pytestmark = pytest.mark.django_db
PAGE, CHECKED = "/so-dien-thoai/", dt.date(2026, 11, 12)


def text_of(client, address: str = PAGE) -> str:
    text = client.get(address).content.decode()
    return text[text.index("<main") : text.index("</main>")]


@pytest.fixture
def aid() -> Contact:
    return Contact.objects.create(
        kind="legal_aid",
        name="Trung tâm Trợ giúp pháp lý",
        number="0269.0000.041",
        hours="7:30 - 17:00",
        keeper_code="STP",
        situations=["dat-dai"],
        checked_on=CHECKED,
    )


def test_a_national_number_names_its_source_and_the_day_it_was_checked(client):
    make_hub()
    national = Contact.objects.exclude(source="")
    assert {each.number for each in national} == {"111", "112", "113", "114", "115", "156"}
    text = text_of(client)
    for each in national:
        assert f'href="tel:{each.number}"' in text and each.source in text
        assert each.source_url and each.checked_on


def test_a_number_that_nobody_confirmed_is_refused_by_form_and_database(aid):
    for field, value in (("checked_on", None), ("keeper_code", "")):
        other = Contact(kind="one_stop", name="Một cửa", number="0269.0000.118")
        other.keeper_code, other.checked_on = "23575", CHECKED
        setattr(other, field, value)
        with pytest.raises(ValidationError):
            other.full_clean()
        with pytest.raises(IntegrityError, match="contact_number_confirmed"), transaction.atomic():
            other.save()


def test_a_place_without_a_number_says_so(client):
    make_hub()
    Contact.objects.create(kind="one_stop", name="Một cửa phường Quy Nhơn")
    assert "Chưa có số" in text_of(client).partition("Một cửa phường Quy Nhơn")[2]


def test_contacts_stand_on_the_need_and_on_the_keepers_front(client, aid):
    home = make_section("Sở Tư pháp", code="STP")
    for address in ("/toi-can/dat-dai/", home.url):
        text = text_of(client, address)
        assert 'href="tel:02690000041"' in text
        assert "12/11/2026" in text and "số mẫu" in text
    assert "0269.0000.041" not in text_of(client, "/toi-can/thue/")


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("số điện thoại trợ giúp pháp lý", "0269.0000.041"),
        ("sdt tro giup phap ly", "0269.0000.041"),
        ("số điện thoại bảo vệ trẻ em", "111"),
        ("tổng đài báo cuộc gọi lừa đảo", "156"),
        ("hotline cháy rừng", "114"),
        ("báo cháy gọi số mấy", "114"),
        ("số điện thoại một cửa", "0269.0000.118"),
    ],
)
def test_a_search_for_a_telephone_number_finds_it(aid, typed, number):
    Contact.objects.create(kind="one_stop", name="Một cửa phường Quy Nhơn")
    Contact.objects.create(
        kind="one_stop",
        name="Một cửa phường Pleiku",
        number="0269.0000.118",
        keeper_code="23575",
        checked_on=CHECKED,
    )
    assert contacts_asked_for(typed)[0].number == number


def test_the_search_shows_numbers_first_and_only_to_who_asks_for_them(client, aid):
    make_hub()
    assert "0269.0000.041" in text_of(client, "/tim-kiem/?q=số điện thoại trợ giúp pháp lý")
    assert "0269.0000.041" not in text_of(client, "/tim-kiem/?q=trợ giúp pháp lý")
    assert {each.kind for each in contacts_asked_for("đường dây nóng")} == {"hotline"}


def test_a_search_for_a_number_that_no_contact_names_finds_those_of_its_situation(client, aid):
    make_hub()
    asked = "đường dây nóng bạo lực gia đình"
    assert contacts_asked_for(asked) == []
    found = contacts_asked_for(asked, situation="hon-nhan-gia-dinh")
    assert {each.number for each in found} == {"111", "113"}


def test_the_network_enters_numbers_and_the_overseer_reads_them(client, aid):
    edit = reverse("hub_contact_modeladmin_edit", args=[aid.pk])
    fields = ("kind", "name", "hours", "about", "keeper_code", "place_code", "source", "source_url")
    form = {name: getattr(aid, name) for name in fields}
    form |= {"number": "0269.0000.043", "situations": "dat-dai", "checked_on": "2026-11-20"}
    desk = signed_in(client, make_member(make_agency(), Role.NETWORK_ADMIN))
    assert desk.post(edit, form).status_code == 302
    aid.refresh_from_db()
    assert aid.number == "0269.0000.043"
    seat = signed_in(client, make_member(make_agency(), Role.OVERSEER))
    assert aid.name in seat.get(reverse("hub_contact_modeladmin_index")).content.decode()
    assert seat.post(edit, form | {"number": ""}).status_code != 200
    aid.refresh_from_db()
    assert aid.number
