"""Outside addresses of sections: shown at the foot, asked politely, the dead ones listed."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from aggregator.feeds.links import link_key
from aggregator.models import PortalHost
from network.agencies.models import AgencyKind, Role
from network.core import http
from network.moderation.hints import LinkStatus
from network.provisioning.services import open_agency
from sites.contents import article_content
from sites.links import services
from sites.links.selectors import due_checks
from sites.links.services import check_link, sync_link_checks
from sites.links.states import link_states
from sites.models import LinkCheck, LinkState, RequiredLink, SectionLink
from tests.factories.accounts import signed_in
from tests.factories.people import make_agency, make_member
from tests.factories.portals import running_portal
from tests.factories.sections import make_article, make_item, make_place, make_section, make_source

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 25, 8, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
HTML = {"Content-Type": "text/html; charset=utf-8"}
DEAD_LINKS = reverse("section_links:index")
REQUIRED = reverse("section_links:required")


@pytest.fixture
def portal():
    with running_portal() as portal:
        yield portal


@pytest.fixture(autouse=True)
def no_required_links():
    RequiredLink.objects.all().delete()


def page(heading: str, rest: bytes = b"") -> bytes:
    return f"<html><title>Cổng</title><body><h1>{heading}</h1><p>".encode() + rest


def require(url: str, *kinds: str, title: str = "UBND tỉnh") -> RequiredLink:
    return RequiredLink.objects.create(title=title, url=url, kinds=list(kinds) or ["so"])


def test_a_section_leads_to_what_its_kind_must_and_its_agency_wants(client):
    require("https://tinh.example.vn/", "so", "ubnd_xa")
    require("https://xa.example.vn/", "ubnd_xa", title="Chỉ của xã")
    home = make_section("Sở Y tế", kind=AgencyKind.SO)
    SectionLink.objects.create(page=home, title="Bộ Y tế", url="https://moh.example.vn/")
    make_place(home, "Tin tức")
    for page in ("/so-y-te/", "/so-y-te/tin-tuc/"):
        text = client.get(page).content.decode()
        assert text.index("https://tinh.example.vn/") < text.index("https://moh.example.vn/")
        assert "Chỉ của xã" not in text


def test_links_of_another_agency_are_not_shown(client):
    SectionLink.objects.create(
        page=make_section("Sở Y tế"), title="Bộ Y tế", url="https://moh.example.vn/"
    )
    make_section("Sở Tư pháp")
    assert "Bộ Y tế" not in client.get("/so-tu-phap/").content.decode()


def test_what_public_pages_name_is_checked_and_what_they_drop_is_not():
    article = make_article(make_place(make_section()), source_url="https://a.example.vn/1")
    draft = make_place(make_section())
    make_article(draft, source_url="https://nhap.example.vn/", live=False)
    require("https://tinh.example.vn/")
    assert sync_link_checks(now=NOW) == 2
    article.source_url = "https://a.example.vn/2"
    article.save()
    sync_link_checks(now=NOW)
    urls = set(LinkCheck.objects.values_list("url", flat=True))
    assert urls == {"https://a.example.vn/2", "https://tinh.example.vn/"}


def check(url: str, *, days: int = 0) -> LinkCheck:
    found, _new = LinkCheck.objects.get_or_create(url=url, defaults={"next_check_at": NOW})
    check_link(link_id=found.pk, now=NOW + days * DAY)
    found.refresh_from_db()
    return found


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ((200, {}, b"x"), LinkState.ALIVE),
        ((200, {}, b"x" * 1_300_000), LinkState.ALIVE),
        ((200, HTML, page("Kết quả cuộc thi tìm hiểu pháp luật")), LinkState.ALIVE),
        ((200, HTML, page("Bài viết không tồn tại hoặc đã bị xóa")), LinkState.FAILING),
        ((200, HTML, page("Bài viết không tồn tại", b"x" * 100_000)), LinkState.FAILING),
        ((403, {}, b""), LinkState.UNCLEAR),
        ((429, {}, b""), LinkState.UNCLEAR),
        ((404, {}, b""), LinkState.FAILING),
        ((500, {}, b""), LinkState.FAILING),
    ],
)
def test_one_answer_has_one_meaning(portal, answer, state):
    portal.pages["/a"] = answer
    assert check(f"{portal.url}/a").state == state


@pytest.mark.parametrize("checked", [True, False])
@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ((200, HTML, page("Hội nghị tổng kết")), ""),
        ((200, HTML, page("Không tìm thấy trang")), "missing_page"),
        ((404, {}, b""), "missing_page"),
        ((500, {}, b""), ""),
        ((302, {"Location": "/b"}, b""), ""),
        ((302, {"Location": "http://localhost:{port}/b"}, b""), "foreign_page"),
        ((200, HTML, b'<meta content="0; URL=/b" http-equiv=Refresh>'), ""),
        ((200, HTML, b"<meta http-equiv=refresh content='0;url=//x.bet/'>"), "foreign_page"),
        ((200, HTML, b"<script>top.location.replace('https://x.bet/')</script>"), "foreign_page"),
        ((200, HTML, b"<meta http-equiv=refresh content='0;url=http://[x'>"), ""),
        (
            (200, HTML, page("Tin", b"x" * 2000 + b"<script>location.href='//x.bet'</script>")),
            "leading_page",
        ),
        # A button that shares an article.
        ((200, HTML, page("Tin", b"<script>open('//zalo.me/share?u=' + url)</script>")), ""),
    ],
)
def test_what_a_trusted_source_published_goes_back_if_its_page_is_wrong(
    portal, monkeypatch, answer, reason, checked
):
    if not checked:
        monkeypatch.setattr(services, "judge_page", lambda **_: None)
    status, headers, body = answer
    port = portal.url.rpartition(":")[2]
    headers = {name: value.replace("{port}", port) for name, value in headers.items()}
    portal.pages = {"/a": (status, headers, body), "/b": (200, HTML, page("Hội nghị"))}
    link = {"link": f"{portal.url}/a", "link_key": link_key(f"{portal.url}/a")}
    when = {"published_at": NOW, "seen_at": NOW}
    source = make_source(trusted=True)
    new = make_item(source=source, **link, **when)
    approved = make_item(source=make_source(), **link, **when, reviewed_at=NOW)
    long_ago = NOW - 31 * DAY
    make_item(source=source, published_at=long_ago, link=f"{portal.url}/old")
    sync_link_checks(now=NOW)
    assert [each.url for each in LinkCheck.objects.all()] == [f"{portal.url}/a"]
    check(f"{portal.url}/a")
    for item in (new, approved):
        item.refresh_from_db()
    wrong = bool(reason) and checked
    assert (new.status, new.reason) == (("new", reason) if wrong else ("published", ""))
    assert approved.status == "published"


def published(portal, **fields):
    """Return a public item at /a, with its article there, which a first fetch brought."""
    portal.pages["/a"] = (200, HTML, page("Hội nghị tổng kết"))
    url = f"{portal.url}/a"
    return make_item(
        "Hội nghị tổng kết năm học",
        source=make_source(trusted=True),
        link=url,
        link_key=link_key(url),
        **{"published_at": NOW, "fetched_at": NOW} | fields,
    )


@pytest.mark.parametrize("reviewed_at", [None, NOW])
@pytest.mark.parametrize("published_at", [None, NOW - 29 * DAY])
def test_a_page_of_the_last_month_that_gamblers_took_over_is_public_no_more(
    portal, reviewed_at, published_at
):
    item = published(portal, published_at=published_at, reviewed_at=reviewed_at)
    sync_link_checks(now=NOW)
    check(item.link)
    portal.pages["/a"] = (302, {"Location": "/b"}, b"")
    portal.pages["/b"] = (200, HTML, page("Nhà cái uy tín", "Chơi tài xỉu ngay".encode()))
    check(item.link, days=8)
    item.refresh_from_db()
    assert (item.status, item.reason) == ("new", "blocked_page")


def test_an_article_that_a_person_has_reviewed_with_such_words_stays(portal):
    item = published(portal, reviewed_at=NOW, blocked_word="nhà cái")
    portal.pages["/a"] = (200, HTML, page("Xử vụ nhà cái", "và tài xỉu".encode()))
    check(item.link)
    item.refresh_from_db()
    assert item.status == "published"


def test_an_article_that_a_person_has_reviewed_is_public_until_its_page_is_dead(portal):
    item = published(portal, reviewed_at=NOW)
    portal.pages["/a"] = (404, {}, b"")
    found = []
    for day in range(3):
        check(item.link, days=day)
        item.refresh_from_db()
        found.append((item.status, item.reason))
    assert found == [("published", "")] * 2 + [("new", "missing_page")]


def test_only_the_third_day_of_failing_makes_a_link_dead(portal):
    url = f"{portal.url}/a"
    states = [check(url, days=day).state for day in range(3)]
    assert states == [LinkState.FAILING, LinkState.FAILING, LinkState.DEAD]
    assert link_states([url, "https://x.vn/"]) == {url: LinkState.DEAD}
    portal.pages["/a"] = (200, {}, b"x")
    back = check(url, days=3)
    assert (back.state, back.failures, back.failing_since) == (LinkState.ALIVE, 0, None)


def test_an_address_inside_is_never_asked(portal, settings):
    settings.AGGREGATOR_ALLOW_LOOPBACK = False
    refused = check(f"{portal.url}/a")
    assert (refused.state, refused.code) == (LinkState.FAILING, "refused_address")
    assert not portal.asked


def test_a_link_that_is_not_due_or_whose_host_is_busy_is_left_alone(portal, settings):
    url = f"{portal.url}/a"
    check(url)
    check(url)
    assert len(portal.asked) == 1
    settings.AGGREGATOR_HOST_PAUSE_SECONDS = 60
    PortalHost.objects.create(name="127.0.0.1", next_at=NOW + 3 * DAY)
    later = check(f"{portal.url}/b")
    assert later.state == LinkState.UNCHECKED
    assert later.next_check_at > NOW
    assert due_checks(NOW, at_most=9) == []
    assert len(portal.asked) == 1


def test_a_link_that_its_page_drops_while_it_is_asked_stays_gone(monkeypatch):
    def drop(url: str, **how):
        LinkCheck.objects.all().delete()
        raise http.DnsFailure(url, "gone")

    monkeypatch.setattr(http, "fetch", drop)
    link = LinkCheck.objects.create(url="https://a.example.vn/", next_check_at=NOW)
    assert check_link(link_id=link.pk, now=NOW) is None
    assert not LinkCheck.objects.exists()


def dead(url: str) -> None:
    LinkCheck.objects.create(
        url=url, state=LinkState.DEAD, code="http_404", failures=3, failing_since=NOW
    )


def test_the_hints_of_an_article_know_that_its_source_is_dead():
    address = "https://chet.example.vn/"
    body = [("paragraph", f'<p><a href="{address}">Xem</a> <a href="https://b.vn/">B</a></p>')]
    article = make_article(make_place(make_section()), source_url=address, body=body)
    assert article_content(article).source.link_status is LinkStatus.UNCHECKED
    dead(address)
    content = article_content(article)
    assert content.source.link_status is LinkStatus.DEAD
    assert content.links == {address: LinkStatus.DEAD, "https://b.vn/": LinkStatus.UNCHECKED}


@pytest.fixture
def houses():
    """Two agencies, each with an article whose source is dead; and a dead required link."""
    agencies = []
    for name in ("Sở Y tế", "Sở Xây dựng"):
        agency = make_agency(name)
        open_agency(agency=agency, now=NOW)
        place = agency.home_page.get_children().first().specific
        url = f"https://{agency.slug}.example.vn/"
        make_article(place, f"Bài của {name}", source_url=url)
        dead(url)
        agencies.append(agency)
    require("https://tinh.example.vn/", title="Liên kết chung")
    dead("https://tinh.example.vn/")
    return agencies


def listed(agency, role: Role) -> str:
    browser = signed_in(Client(), make_member(agency, role))
    response = browser.get(DEAD_LINKS)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("guard", [True, False])
def test_an_agency_sees_its_own_dead_links_and_the_overseer_all(houses, guard, settings):
    if not guard:
        settings.MIDDLEWARE = [
            name for name in settings.MIDDLEWARE if not name.endswith(".GuardMiddleware")
        ]
    own = listed(houses[0], Role.AUTHOR)
    # The required links are on the page of every section.
    assert "Bài của Sở Y tế" in own and "Liên kết chung" in own
    assert "Sở Xây dựng" not in own
    for role in (Role.OVERSEER, Role.NETWORK_ADMIN, Role.REPORT_VIEWER):
        everything = listed(houses[0], role)
        for words in ("Bài của Sở Y tế", "Bài của Sở Xây dựng", "Liên kết chung"):
            assert words in everything
        assert f'<div class="second-line">{houses[1].short_name}</div>' in everything


def test_a_link_is_listed_as_soon_as_it_does_not_open(houses):
    """R5 counts it from the first failed check, so its screen must not say that all is well."""
    make_article(make_place(houses[0].home_page, "Nơi mới"), source_url="https://moi.example.vn/")
    LinkCheck.objects.create(
        url="https://moi.example.vn/", next_check_at=NOW, state=LinkState.FAILING
    )
    assert "moi.example.vn" in listed(houses[0], Role.AUTHOR)


def test_the_list_costs_the_same_for_many_links(houses):
    browser = signed_in(Client(), make_member(houses[0], Role.OVERSEER))
    browser.get(DEAD_LINKS)
    counts = []
    for number in range(2):
        place = make_place(houses[0].home_page, f"Nơi {number}")
        for article in range(8):
            url = f"https://x{number}{article}.example.vn/"
            make_article(place, slug=f"b-{number}-{article}", source_url=url)
            dead(url)
        with CaptureQueriesContext(connection) as queries:
            browser.get(DEAD_LINKS)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def form(**fields: object) -> dict[str, object]:
    management = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0"}
    return management | {f"form-0-{name}": value for name, value in fields.items()}


def test_the_network_admin_says_what_sections_must_lead_to(client):
    browser = signed_in(client, make_member(make_agency("Sở Tư pháp"), Role.NETWORK_ADMIN))
    inside = form(title="Trong", url="http://10.0.0.1/", kinds=["so"])
    assert browser.post(REQUIRED, inside).status_code == 200
    assert not RequiredLink.objects.exists()
    browser.post(REQUIRED, form(title="Bộ", url="https://bo.example.vn/", kinds=["so", "hoi"]))
    assert RequiredLink.objects.get().kinds == ["so", "hoi"]
    assert LinkCheck.objects.filter(url="https://bo.example.vn/").exists()


@pytest.mark.parametrize("guard", [True, False])
@pytest.mark.parametrize("role", [Role.AGENCY_ADMIN, Role.OVERSEER])
def test_nobody_else_does(role, guard, settings):
    if not guard:
        settings.MIDDLEWARE = [
            name for name in settings.MIDDLEWARE if not name.endswith(".GuardMiddleware")
        ]
    browser = signed_in(Client(), make_member(make_agency("Sở Y tế"), role))
    browser.post(REQUIRED, form(title="Bộ", url="https://bo.example.vn/", kinds=["so"]))
    assert not RequiredLink.objects.exists()


def test_the_network_comes_with_the_links_that_the_dispatch_asks_for():
    from importlib import import_module

    from django.apps import apps

    migration = import_module("sites.migrations.0001_squashed_0011_questions")
    migration.load_required_links(apps, None)
    for kind in ("so", "ubnd_xa"):
        urls = RequiredLink.objects.filter(kinds__contains=[kind]).values_list("url", flat=True)
        assert set(urls) == {"https://gialai.gov.vn/", "https://pbgdpl.gialai.gov.vn/"}
