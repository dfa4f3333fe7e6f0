"""Where a section must lead to (R5, R6): what it lacks is its agency's task, and the overseer's."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from network.agencies.models import AgencyKind, AgencyStatus, Role
from network.agencies.scope import scope_of
from sites.links.missing import missing_links
from sites.links.selectors import dead_links, with_checks
from sites.links.services import sync_link_checks
from sites.models import (
    AgencyHomePage,
    BodyLink,
    LinkCheck,
    LinkState,
    LinkTarget,
    RequiredLink,
    SectionLink,
)
from sites.models.superior_hosts import SuperiorHosts
from tests.factories.accounts import signed_in
from tests.factories.people import make_agency, make_member
from tests.factories.sections import make_article, make_place, make_section

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 25, 8, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
LIST = reverse("section_links:missing")
MINISTRY = "https://moj.gov.vn/"


def opened(name: str) -> AgencyHomePage:
    """Return the section of a new department."""
    return AgencyHomePage.objects.get(agency=make_agency(name))


@pytest.fixture
def health():
    return opened("Sở Y tế")


@pytest.fixture
def justice():
    return opened("Sở Tư pháp")


def browser(home, role: Role) -> Client:
    return signed_in(Client(), make_member(home.agency, role))


def overseen(home) -> set[tuple[str, str]]:

    rows = missing_links(scope_of(make_member(home.agency, Role.OVERSEER)))
    return {(row.name, row.wanted) for row in rows}


def lead(home, url: str, target: str = LinkTarget.OTHER) -> None:
    SectionLink.objects.create(page=home, title="Trang", url=url, target=target)


def test_each_kind_of_agency_has_its_superior(health, justice):
    make_section("Xã Ia Mơ", kind=AgencyKind.UBND_XA)
    superior = RequiredLink.objects.get(url="").title
    assert overseen(health) == {("Sở Y tế", superior), ("Sở Tư pháp", "Bộ Tư pháp")}


def test_any_page_of_the_website_fulfils_it_and_any_link_marked_as_the_superior_s(health, justice):
    lead(justice, "http://www.moj.gov.vn/qt/pbgdpl.aspx")
    lead(health, "https://moh.gov.vn/", LinkTarget.SUPERIOR)
    assert overseen(health) == set()


def test_another_website_of_a_similar_name_does_not(justice):
    lead(justice, "https://moj.gov.vn.example.com/")
    assert overseen(justice) == {("Sở Tư pháp", "Bộ Tư pháp")}


def test_what_is_not_yet_or_no_longer_required_is_not_asked_for(justice):
    today = timezone.localdate()
    ministry = RequiredLink.objects.filter(url=MINISTRY)
    for days in ({"valid_from": today + DAY}, {"valid_from": None, "valid_to": today - DAY}):
        ministry.update(**days)
        assert ("Sở Tư pháp", "Bộ Tư pháp") not in overseen(justice)


def test_an_agency_that_ended_has_no_tasks(justice):
    justice.agency.status = AgencyStatus.MERGED
    justice.agency.save()
    assert overseen(make_section("Xã A", kind=AgencyKind.UBND_XA)) == set()


def test_it_is_a_task_on_the_start_page_and_one_s_own_alone(health, justice):
    page = browser(justice, Role.AGENCY_ADMIN).get("/admin/").content.decode()
    assert "Bộ Tư pháp" in page
    assert reverse("wagtailadmin_pages:edit", args=[justice.pk]) in page
    listed = browser(justice, Role.AGENCY_ADMIN).get(LIST).content.decode()
    assert "Sở Tư pháp" in listed
    assert "Sở Y tế" not in listed


def test_the_overseer_has_a_number_and_a_list(health, justice):
    overseer = browser(justice, Role.OVERSEER)
    page = overseer.get("/admin/").content.decode()
    assert LIST in page
    assert "cơ quan chưa có liên kết tới cấp trên" in page
    listed = overseer.get(LIST).content.decode()
    assert "Sở Y tế" in listed
    assert "1510/STP-PBGDPL" in listed


def test_the_list_costs_the_same_for_many_agencies(justice):
    overseer = browser(justice, Role.OVERSEER)

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            overseer.get(LIST)
        return len(asked)

    few = cost()
    for number in range(10):
        make_section(f"Sở số {number}", kind=AgencyKind.SO)
    assert cost() == few


def test_the_network_s_admin_keeps_the_table(justice):
    admin = browser(justice, Role.NETWORK_ADMIN)
    address = reverse("section_links:required")
    page = admin.get(address).content.decode()
    assert "766/QĐ-TTg" in page
    assert "Bộ Tư pháp" in page


BODY = [
    ("paragraph", '<p>Xem <a href="https://a.example.vn/bai?x=1&amp;y=2">bài này</a>.</p>'),
    ("callout", {"kind": "note", "text": '<p><a href="https://b.example.vn/">b</a></p>'}),
]


def test_links_in_texts_are_checked_too(health):
    place = make_place(health)
    article = make_article(place, "Có liên kết", body=BODY, source_url="https://nguon.example.vn/")
    make_article(place, "Bản nháp", body=BODY, live=False)
    sync_link_checks(now=NOW)
    assert set(BodyLink.objects.values_list("page", "url")) == {
        (article.pk, "https://a.example.vn/bai?x=1&y=2"),
        (article.pk, "https://b.example.vn/"),
    }
    assert LinkCheck.objects.filter(url__contains="a.example.vn/bai").count() == 1
    article.body = [("paragraph", "<p>Không còn.</p>")]
    article.save()
    sync_link_checks(now=NOW)
    assert not BodyLink.objects.exists()
    assert not LinkCheck.objects.filter(url__contains="example.vn/bai").exists()


def test_a_dead_one_is_shown_to_its_agency_with_the_way_to_the_editor(health, justice):
    article = make_article(
        make_place(health), "Có liên kết", body=BODY, source_url="https://nguon.example.vn/"
    )
    sync_link_checks(now=NOW)
    LinkCheck.objects.filter(url="https://b.example.vn/").update(
        state=LinkState.DEAD, code="http_404"
    )
    dead = reverse("section_links:index")
    shown = browser(health, Role.AGENCY_ADMIN).get(dead).content.decode()
    assert "https://b.example.vn/" in shown
    assert reverse("wagtailadmin_pages:edit", args=[article.pk]) in shown
    assert "b.example.vn" not in browser(justice, Role.AGENCY_ADMIN).get(dead).content.decode()

    rows = dead_links(scope_of(make_member(health.agency, Role.OVERSEER)))
    (link,) = with_checks(list(rows))
    assert (link.page_id, link.code) == (article.pk, "http_404")


@pytest.mark.parametrize(
    ("name", "url", "counts"),
    [
        ("Sở Y tế", "https://www.moh.gov.vn/", True),
        ("Sở Y tế", "https://moh.gov.vn.example.com/", False),
        ("Sở Y tế", "https://example.com/", False),
        ("Sở Y tế", "https://moet.gov.vn/", False),
        ("Sở Lạ", "https://moh.gov.vn/", False),
        ("Bảo hiểm xã hội tỉnh Gia Lai", "https://pbgdpl.baohiemxahoi.gov.vn/a", True),
        ("Bảo hiểm xã hội tỉnh Gia Lai", "https://gialai.baohiemxahoi.gov.vn/", False),
        ("Bảo hiểm xã hội tỉnh Gia Lai", "https://bhxhgialai.baohiemxahoi.gov.vn/", False),
        ("Bảo hiểm xã hội tỉnh Gia Lai", "https://baohiemxаhoi.gov.vn/", False),
        ("Bảo hiểm xã hội tỉnh Gia Lai", "https://moj.gov.vn/", False),
        ("Sở Lạ", "https://facebook.com/gov.vn", False),
    ],
)
def test_a_link_to_the_superior_leads_to_the_superior_s_website(name, url, counts):
    home = opened(name)
    lead(home, url, LinkTarget.SUPERIOR)
    assert (overseen(home) == set()) is counts
    link = SectionLink.objects.get()
    if counts:
        link.refuse_wrong_host(home.agency)
    else:
        with pytest.raises(ValidationError):
            link.refuse_wrong_host(home.agency)


def test_the_editor_refuses_a_new_link_and_leaves_an_old_one(justice):
    RequiredLink.objects.filter(url="").update(hosts="moj.gov.vn")
    lead(justice, "https://cu.vn/", LinkTarget.SUPERIOR)
    link = SectionLink.objects.get()

    def saved(**changes: str) -> Any:
        row = {name: getattr(link, name) for name in ("id", "target", "title", "url")} | changes
        told = {"title": justice.title, "slug": justice.slug, "introduction": rich_text("")}
        rows = {name: inline_formset([]) for name in ("library_rules", "pano_placements")}
        rows["own_links"] = inline_formset([row | {"ORDER": "1"}], initial=1)
        form = justice.get_edit_handler().get_form_class()
        data = nested_form_data(told | rows | {"comments": inline_formset([])})
        return form(data, instance=justice, parent_page=justice.get_parent())

    assert saved().is_valid(), saved().errors
    refused = saved(url="https://example.com/")
    assert not refused.is_valid()
    assert "url" in refused.formsets["own_links"].forms[0].errors


def test_the_network_s_admin_writes_hosts_line_by_line():
    hosts = SuperiorHosts.parse("gov.vn\nSở Y tế = moh.gov.vn\nsở y tế=byt.vn")
    assert hosts.of("Sở Y tế tỉnh Gia Lai") == ("moh.gov.vn",)
    assert hosts.proves("Sở Khác", "https://x.gov.vn/")
    assert not hosts.proves("Sở Khác", "https://gov.vn.x/")
    with pytest.raises(ValidationError):
        SuperiorHosts.parse("https://moh.gov.vn/")
