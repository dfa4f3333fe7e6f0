"""Lists of pages and reports on them: one's own pages, and names of one's own people alone."""

import datetime as dt
import re
from copy import deepcopy

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from modelsearch import index
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import PageLogEntry

from network.agencies.models import Agency, Role
from network.media.models import AgencyDocument, AgencyImage
from tests.agencies.test_audit import rows
from tests.factories.accounts import signed_in
from tests.factories.moderation import make_draft, make_office
from tests.factories.people import make_agency, make_member, serve
from tests.factories.sections import SOURCE, make_article

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("with_and_without_guard")]
REPORTS = ["agencies_reports:aging", "agencies_reports:history"]


@pytest.fixture(scope="module")
def houses_of_module(once) -> tuple[Agency, Agency]:
    return once(make_houses)


@pytest.fixture
def houses(houses_of_module, db) -> tuple[Agency, Agency]:
    """Two agencies; in each one person has published a page whose title names the agency."""
    return deepcopy(houses_of_module)


def make_houses() -> tuple[Agency, Agency]:
    pair = make_agency("Sở Y tế"), make_agency("Sở Nội vụ")
    for agency in pair:
        author = make_member(agency, name=f"Người {agency.name}")
        page = make_article(
            agency.home_page,
            title=f"Tin của {agency.name}",
            owner=author,
            last_published_at=timezone.now() - dt.timedelta(days=900),
        )
        PageLogEntry.objects.log_action(page, "wagtail.edit", user=author)
    return pair


def explore(client, agency: Agency):
    """Return the page of the explorer that shows the agency's section, filters included."""
    return client.get(reverse("wagtailadmin_explore", args=[agency.home_page.pk])).content.decode()


def test_explorer_offers_own_people_and_no_site(client, houses):
    signed_in(client, make_member(houses[0]))
    page = explore(client, houses[0])
    assert page.count("Người Sở Y tế") >= 2
    assert "Người Sở Nội vụ" not in page
    assert 'name="site"' not in page


def test_who_has_left_the_agency_can_still_be_filtered_by(client, houses):
    gone = make_member(houses[0], name="Nguyễn Cũ", begins=-60)
    gone.memberships.update(valid_to=timezone.localdate() - dt.timedelta(days=2))
    signed_in(client, make_member(houses[0]))
    assert "Nguyễn Cũ" in explore(client, houses[0])


def test_overseer_is_offered_the_people_of_the_section_on_screen_alone(client, houses):
    signed_in(client, make_member(houses[0], Role.OVERSEER, name="Giám Sát"))
    page = explore(client, houses[1])
    assert "Người Sở Nội vụ" in page
    assert "Người Sở Y tế" not in page
    hub = reverse("wagtailadmin_explore", args=[houses[0].home_page.get_parent().pk])
    types = reverse("wagtailadmin_pages:type_use", args=["agency_sites", "articlepage"])
    for address in (hub, types):
        body = client.get(address).content.decode()
        assert 'name="owner"' not in body
        assert 'name="edited_by"' not in body


def test_a_posted_foreign_person_filters_nothing(client, houses):
    stranger = houses[1].memberships.first().user
    signed_in(client, make_member(houses[0]))
    answer = client.get(
        reverse("wagtailadmin_explore", args=[houses[0].home_page.pk]), {"owner": stranger.pk}
    )
    assert stranger.get_full_name() not in answer.content.decode()


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.AGENCY_ADMIN])
@pytest.mark.parametrize("name", REPORTS)
def test_reports_show_and_export_own_pages_alone(client, houses, role, name):
    signed_in(client, make_member(houses[0], role))
    page = client.get(reverse(name)).content.decode()
    export = "\n".join(map(",".join, rows(client.get(reverse(f"{name}_export")))))
    for text in (page, export):
        assert "Tin của Sở Y tế" in text
        assert "Nội vụ" not in text


@pytest.mark.parametrize("name", REPORTS)
def test_overseer_reads_all_and_narrows_by_typing_an_agency(client, houses, name):
    signed_in(client, make_member(houses[0], Role.OVERSEER))
    page = client.get(reverse(name)).content.decode()
    assert "Tin của Sở Y tế" in page
    assert "Tin của Sở Nội vụ" in page
    narrowed = rows(client.get(reverse(f"{name}_export"), {"agency": "noi vu"}))[1:]
    assert narrowed
    assert all("Sở Nội vụ" in row for row in narrowed)
    assert 'name="user"' not in page


def test_only_who_reads_several_sections_is_asked_for_an_agency(client, houses):
    author = make_member(houses[0])
    signed_in(client, author)
    assert 'name="agency"' not in client.get(reverse(REPORTS[0])).content.decode()
    serve(author, houses[1])
    assert 'name="agency"' in client.get(reverse(REPORTS[0])).content.decode()


@pytest.mark.parametrize("name", REPORTS)
def test_no_cell_of_an_exported_report_is_a_formula(client, houses, name):
    page = make_article(
        houses[0].home_page, title='=HYPERLINK("x")', last_published_at=timezone.now()
    )
    PageLogEntry.objects.log_action(page, "wagtail.edit")
    signed_in(client, make_member(houses[0]))
    cells = [cell for row in rows(client.get(reverse(f"{name}_export"))) for cell in row]
    assert '\'=HYPERLINK("x")' in cells


@pytest.mark.parametrize("role", [Role.NETWORK_ADMIN, Role.REPORT_VIEWER])
@pytest.mark.parametrize("name", REPORTS)
def test_who_reads_no_section_reads_no_page_in_the_reports(client, houses, role, name):
    signed_in(client, make_member(houses[0], role))
    for address in (reverse(name), reverse(f"{name}_export")):
        answer = client.get(address)
        body = answer.getvalue() if answer.streaming else answer.content
        assert "Tin của".encode() not in body


@pytest.mark.parametrize("role", [Role.AGENCY_ADMIN, Role.OVERSEER])
def test_lists_cost_the_same_for_few_and_for_many(client, houses, role):
    signed_in(client, make_member(houses[0], role))
    addresses = [
        *map(reverse, REPORTS),
        reverse("wagtailadmin_explore", args=[houses[0].home_page.pk]),
    ]
    few = [cost(client, address) for address in addresses]
    for number in range(4):
        other = make_agency()
        page = make_article(other.home_page, title=f"Tin {number}")
        PageLogEntry.objects.log_action(page, "wagtail.edit", user=make_member(other))
        own = houses[0].home_page.get_children().last()
        PageLogEntry.objects.log_action(own, "wagtail.edit", user=make_member(houses[0]))
    assert [cost(client, address) for address in addresses] == few


def cost(client, address: str) -> int:
    """Return how many queries a warm address asks."""
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_menu_leads_to_no_stock_report(client, houses):
    signed_in(client, make_member(houses[0]))
    page = client.get("/admin/").content.decode()
    assert reverse("agencies_reports:aging") in page
    assert "/admin/reports/" not in page


def test_titles_are_sorted_by_the_vietnamese_alphabet(client, houses):
    home, titles = houses[0].home_page, ["An toàn", "Ẩm thực", "Dân sự", "Đất đai"]
    for title in reversed(titles):
        make_article(home, title=title)
    signed_in(client, make_member(houses[0]))
    explorer = reverse("wagtailadmin_explore", args=[home.pk])
    for ordering, expected in (("title", titles), ("-title", titles[::-1])):
        page = client.get(explorer, {"ordering": ordering})
        assert [title for title in titles_in(page) if title in titles] == expected


@pytest.mark.parametrize("place", ["explorer", "search"])
def test_what_is_found_is_sorted_so_too(client, houses, place):
    home, titles = houses[0].home_page, ["Luật An toàn", "Luật Dân sự", "Luật Đất đai", "Luật Ý"]
    for title in reversed(titles):
        make_article(home, title=title)
    for page in home.get_descendants():
        index.insert_or_update_object(page)
    signed_in(client, make_member(houses[0]))
    address = {
        "explorer": reverse("wagtailadmin_explore", args=[home.pk]),
        "search": reverse("wagtailadmin_pages:search"),
    }[place]
    for ordering, expected in (("title", titles), ("-title", titles[::-1])):
        found = client.get(address, {"q": "luật", "ordering": ordering})
        assert [title for title in titles_in(found) if title in titles] == expected


def test_a_single_hit_is_counted_in_words(client, houses):
    index.insert_or_update_object(make_article(houses[0].home_page, title="Luật Hộ tịch"))
    signed_in(client, make_member(houses[0]))
    found = client.get(reverse("wagtailadmin_pages:search"), {"q": "hộ tịch"}).content.decode()
    assert "1-1 trong số 1 trang" in " ".join(found.split())


@pytest.mark.parametrize("words", ["", "luật"])
@pytest.mark.parametrize("name", ["wagtailimages", "wagtaildocs"])
def test_pictures_and_files_are_sorted_so_too(client, houses, words, name):
    titles = ["Luật An toàn", "Luật Dân sự", "Luật Đất đai", "Luật Ý"]
    for title in reversed(titles):
        named = {"title": title, "collection": houses[0].collection}
        if name == "wagtailimages":
            made = AgencyImage.objects.create(file=get_test_image_file(), **named, **SOURCE)
        else:
            made = AgencyDocument.objects.create(file=ContentFile(b"%PDF", name="a.pdf"), **named)
        index.insert_or_update_object(made)
    signed_in(client, make_member(houses[0], Role.AGENCY_ADMIN))
    listed = client.get(reverse(f"{name}:index"), {"q": words, "ordering": "title"})
    assert titles_in(listed) == titles


@pytest.mark.parametrize("name", ["wagtailimages", "wagtaildocs"])
def test_who_has_uploaded_nothing_reads_where_the_files_of_colleagues_are(client, houses, name):
    own = "chỉ gồm tệp do chính bạn tải lên"
    signed_in(client, make_member(houses[0]))
    assert own not in client.get(reverse(f"{name}:index")).content.decode()
    named = {"title": "Tờ gấp", "collection": houses[0].collection}
    if name == "wagtailimages":
        AgencyImage.objects.create(file=get_test_image_file(), **named, **SOURCE)
    else:
        AgencyDocument.objects.create(file=ContentFile(b"%PDF", name="a.pdf"), **named)
    assert own in client.get(reverse(f"{name}:index")).content.decode()
    chosen = client.get(reverse(f"{name}_chooser:choose"))
    assert "Tờ gấp" in chosen.json()["html"]


def titles_in(response):
    return [each.title for each in response.context["page_obj"]]


def test_the_title_of_a_folder_opens_its_list_and_that_of_an_article_its_editor(client):
    office = make_office()
    article = make_draft(office)
    folder = article.get_parent()
    signed_in(client, office.agency_admin)
    listed = client.get(reverse("wagtailadmin_explore", args=[office.home.pk])).content.decode()
    in_folder = client.get(reverse("wagtailadmin_explore", args=[folder.pk])).content.decode()
    assert opened_by_title(listed, folder) == reverse("wagtailadmin_explore", args=[folder.pk])
    editor = reverse("wagtailadmin_pages:edit", args=[article.pk])
    assert opened_by_title(in_folder, article) == editor
    # The editor of a folder stays one of its actions.
    assert reverse("wagtailadmin_pages:edit", args=[folder.pk]) in listed


def opened_by_title(listed, page):
    """Return the address behind the title of a page in a list."""
    before = listed.split(f'<span id="page_{page.pk}_title">')[0]
    return re.findall(r'<a href="([^"]+)"', before)[-1]
