"""Panos: the network's banners, which agencies place at the foot of their sections."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.images.tests.utils import get_test_image_file

from network.agencies.models import Role
from network.agencies.services import shared_collection
from network.media.models import AgencyImage
from sites.links.services import sync_link_checks
from sites.models import LinkCheck, Pano, PanoPlacement
from tests.factories.accounts import signed_in
from tests.factories.people import make_agency, make_member
from tests.factories.sections import SOURCE, make_section

pytestmark = pytest.mark.django_db
PANOS = reverse("section_links:panos")
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def picture(collection=None, **fields) -> AgencyImage:
    return AgencyImage.objects.create(
        title="Pano",
        file=get_test_image_file(size=(640, 200)),
        collection=collection or shared_collection(),
        **SOURCE,
        **fields,
    )


def pano(title: str, **fields) -> Pano:
    defaults = {"alt_text": f"Mời xem {title}", "url": "https://pbgdpl.example.vn/"}
    image = fields.pop("image", None) or picture(public=True)
    return Pano.objects.create(title=title, image=image, **defaults | fields)


def test_a_section_shows_what_its_agency_placed_on_its_days(client):
    today = timezone.localdate()
    home = make_section("Sở Y tế")
    for title, days in {
        "Ngày Pháp luật": {},
        "Hôm nay là cuối": {"starts_on": today - DAY, "ends_on": today},
        "Đã qua": {"starts_on": today - 2 * DAY, "ends_on": today - DAY},
        "Chưa tới": {"starts_on": today + DAY},
    }.items():
        PanoPlacement.objects.create(page=home, pano=pano(title, **days))
    pano("Không đặt")
    make_section("Sở Xây dựng")
    text = client.get("/so-y-te/").content.decode()
    assert 'alt="Mời xem Ngày Pháp luật"' in text
    assert "Hôm nay là cuối" in text
    for absent in ("Đã qua", "Chưa tới", "Không đặt"):
        assert absent not in text
    assert "Ngày Pháp luật" not in client.get("/so-xay-dung/").content.decode()


def test_a_pano_of_many_sections_stands_once_in_each_in_its_own_order(client):
    first, second = pano("Một"), pano("Hai")
    for name, order in {"Sở Y tế": (first, second), "Sở Xây dựng": (second, first)}.items():
        home = make_section(name)
        for place, each in enumerate(order):
            PanoPlacement.objects.create(page=home, pano=each, sort_order=place)
        text = client.get(f"/{home.slug}/").content.decode()
        shown = [text.count(f'alt="{each.alt_text}"') for each in order]
        assert shown == [1, 1]
        assert text.index(f'alt="{order[0].alt_text}"') < text.index(f'alt="{order[1].alt_text}"')


def test_more_panos_cost_no_more_queries(client):
    home = make_section("Sở Y tế")
    counts = []
    for _round in range(2):
        for number in range(3):
            PanoPlacement.objects.create(page=home, pano=pano(f"Pano {number}"))
        client.get("/so-y-te/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/so-y-te/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_address_of_a_placed_pano_is_checked():
    PanoPlacement.objects.create(page=make_section(), pano=pano("A", url="https://a.example.vn/"))
    pano("B", url="https://b.example.vn/")
    sync_link_checks(now=timezone.now())
    urls = LinkCheck.objects.filter(url__contains="example.vn").values_list("url", flat=True)
    assert list(urls) == ["https://a.example.vn/"]


def form(image: AgencyImage, **fields: str) -> dict[str, str]:
    values = {
        "title": "Ngày Pháp luật",
        "image": str(image.pk),
        "alt_text": "Ngày Pháp luật 9/11",
        "url": "https://pbgdpl.example.vn/",
        "starts_on": "01/11/2026",
        "ends_on": "30/11/2026",
    } | fields
    management = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0"}
    return management | {f"form-0-{name}": value for name, value in values.items()}


def test_a_picture_can_be_seen_by_everybody_while_a_section_shows_its_pano(client):
    browser = signed_in(Client(), make_member(make_agency("Sở Tư pháp"), Role.NETWORK_ADMIN))
    image = picture()
    assert browser.post(PANOS, form(image)).status_code == 302
    assert Pano.objects.get().ends_on == dt.date(2026, 11, 30)
    today, panos = timezone.localdate(), Pano.objects.all()
    panos.update(starts_on=today, ends_on=today)
    address = image.get_rendition("max-640x320").url
    assert client.get(address).status_code == 404
    placement = PanoPlacement.objects.create(page=make_section(), pano=panos.get())
    assert client.get(address).status_code == 200
    panos.update(starts_on=today - DAY, ends_on=today - DAY)
    assert client.get(address).status_code == 404
    panos.update(ends_on=None)
    assert client.get(address).status_code == 200
    placement.delete()
    assert client.get(address).status_code == 404


def test_a_picture_of_an_agency_alone_text_and_order_of_days_are_demanded():
    agency = make_agency("Sở Tư pháp")
    browser = signed_in(Client(), make_member(agency, Role.NETWORK_ADMIN))
    foreign = picture(shared_collection().get_parent().add_child(name="Kho riêng"))
    for bad in (
        form(foreign),
        form(picture(), alt_text=""),
        form(picture(), ends_on="01/10/2026"),
        form(picture(), url="http://10.0.0.1/"),
    ):
        assert browser.post(PANOS, bad).status_code == 200
    assert not Pano.objects.exists()


@pytest.mark.parametrize("guard", [True, False])
@pytest.mark.parametrize("role", [Role.AGENCY_ADMIN, Role.OVERSEER])
def test_nobody_but_the_network_admin_keeps_panos(role, guard, settings):
    if not guard:
        settings.MIDDLEWARE = [
            name for name in settings.MIDDLEWARE if not name.endswith(".GuardMiddleware")
        ]
    browser = signed_in(Client(), make_member(make_agency("Sở Y tế"), role))
    browser.post(PANOS, form(picture()))
    assert not Pano.objects.exists()
