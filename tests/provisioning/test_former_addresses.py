"""Addresses with the former name of a section lead on: feeds, and forms filled by a link."""

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from network.provisioning.addresses import move_section
from network.provisioning.reorganisation import execution
from tests.factories.moderation import make_office
from tests.factories.reorganisations import carry_out, make_plan

pytestmark = pytest.mark.django_db
FEED = "/co-quan/{}/bai-viet/rss.xml"


@pytest.fixture
def office():
    return make_office("STC")


def chosen(client, address):
    """Return the agencies that the form at an address has selected or ticked."""
    html = BeautifulSoup(client.get(address).content, "html.parser")
    fields = html.select("select[name=agency] option[selected], input[name=co-quan][checked]")
    first = html.select("select[name=agency] option:first-child")
    return [field["value"] for field in fields or first]


def test_a_feed_leads_to_the_new_address_and_back_again(client, office):
    former = office.home.slug
    move_section(home=office.home, slug="so-tai-chinh-va-ngan-sach")
    answer = client.get(FEED.format(former))
    assert (answer.status_code, answer.url) == (301, FEED.format("so-tai-chinh-va-ngan-sach"))
    assert client.get(answer.url).status_code == 200
    move_section(home=office.home, slug=former)
    assert client.get(FEED.format(former)).status_code == 200
    assert client.get(FEED.format("so-tai-chinh-va-ngan-sach")).url == FEED.format(former)


def test_another_section_that_takes_an_address_keeps_its_feed(client, office):
    former, other = office.home.slug, make_office("SCT")
    move_section(home=office.home, slug="so-tai-chinh-va-ngan-sach")
    move_section(home=other.home, slug=former)
    assert client.get(FEED.format(former)).status_code == 200
    assert client.get("/co-quan/khong-co/bai-viet/rss.xml").status_code == 404


def test_a_link_of_before_selects_the_renamed_agency(client, office):
    make_office("STP")
    former = office.home.slug
    move_section(home=office.home, slug="so-tai-chinh-va-ngan-sach")
    assert chosen(client, f"/hoi-dap/gui/?co-quan={former}") == ["so-tai-chinh-va-ngan-sach"]
    assert chosen(client, f"/theo-doi/?co-quan={former}") == ["so-tai-chinh-va-ngan-sach"]


def test_a_link_of_before_selects_who_has_taken_over(client, office):
    heir, former = make_office("STP"), office.home.slug
    plan = carry_out(make_plan(("sap_nhap", office.agency, heir.agency)))
    heir.home.refresh_from_db()
    assert chosen(client, f"/hoi-dap/gui/?co-quan={former}") == [heir.home.slug]
    assert chosen(client, f"/theo-doi/?co-quan={former}") == [heir.home.slug]
    execution.undo(plan=plan, now=timezone.now())
    execution.carry_on(now=timezone.now())
    assert chosen(client, f"/hoi-dap/gui/?co-quan={former}") == [office.home.slug]
