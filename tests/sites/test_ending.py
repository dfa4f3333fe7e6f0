"""What is read in the section of an agency that is no more."""

import datetime as dt

import pytest
from django.utils import timezone

from network.agencies.models import Succession
from sites.models import AgencyHomePage, LibraryRule
from tests.factories.sections import make_article, make_item, make_place, make_section

pytestmark = pytest.mark.django_db
SAID = "Cơ quan này đã kết thúc hoạt động từ ngày 01/03/2025"


@pytest.fixture
def ended() -> AgencyHomePage:
    return make_section("Sở Thông tin và Truyền thông", valid_to=dt.date(2025, 2, 28))


def succeed(former: AgencyHomePage, heir: AgencyHomePage) -> None:
    Succession.objects.create(
        successor=heir.agency,
        predecessor=former.agency,
        predecessor_name=former.agency.name,
        kind="hop_nhat",
    )


def shown(client, page) -> str:
    response = client.get(page.url)
    assert response.status_code == 200
    return response.content.decode()


def test_every_page_says_so_and_leads_to_who_goes_on(client, ended):
    heir = make_section("Sở Khoa học và Công nghệ")
    succeed(ended, heir)
    place = make_place(ended)
    for page in (ended, place, make_article(place)):
        text = shown(client, page)
        assert SAID in text
        told = text[text.index("section-ending") :]
        assert f'<a href="{heir.url}">{heir.agency.name}</a>' in told[: told.index("</aside>")]


def test_who_has_no_section_is_named(client, ended):
    heir = make_section("Sở Khoa học và Công nghệ")
    succeed(ended, heir)
    heir.unpublish()
    told = shown(client, ended).partition("section-ending")[2].partition("</aside>")[0]
    assert heir.agency.name in told
    assert "<a" not in told


def test_on_its_last_day_an_agency_works(client):
    home = make_section("Sở Y tế", valid_to=timezone.localdate())
    assert "section-ending" not in shown(client, home)


@pytest.mark.parametrize("living", [True, False])
def test_only_who_works_shows_new_policies(client, ended, living):
    home = make_section("Sở Y tế") if living else ended
    item = make_item()
    LibraryRule.objects.create(page=home, source=item.source)
    assert (item.title in shown(client, home)) is living


@pytest.mark.parametrize("living", [True, False])
def test_only_who_works_is_asked(client, ended, living):
    home = make_section("Sở Y tế") if living else ended
    place = make_place(home, key="hoi_dap")
    assert ("/hoi-dap/gui/?co-quan=" in shown(client, place)) is living
