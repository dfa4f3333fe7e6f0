"""What must not be reachable from outside: programming interfaces, test screens, people's names."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from html import unescape

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from legal_updates.models import Topic
from network.accounts.models import User
from network.agencies.models import Role
from network.demo.images import render_image
from network.media.models import AgencyDocument, AgencyImage
from sites.models import AgencyHomePage
from tests.factories.accounts import signed_in
from tests.factories.people import make_agency, make_member
from tests.factories.sections import SOURCE, make_article, make_item, make_place, put_live

MARK = "Zqxnguoi"


def routes(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Yield every address with its pattern."""
    for entry in resolver.url_patterns:
        address = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry, address)
        else:
            yield address, entry


def test_no_public_programming_interface_is_mounted():
    outside = [(a, e) for a, e in routes(get_resolver()) if not a.startswith("admin/")]
    assert len(outside) > 20
    for address, entry in outside:
        assert "api" not in re.split(r"[/_-]", address), address
        assert ".api" not in entry.callback.__module__, address
    assert not {"wagtail.api.v2", "wagtail.api.v3", "rest_framework"} & set(settings.INSTALLED_APPS)
    assert "wagtail.contrib.search_promotions" not in settings.INSTALLED_APPS


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/api/v2/pages/", "/api/v3/pages/", "/admin/api/v3/pages/"])
def test_no_interface_answers_where_wagtail_would_put_it(client, path):
    make_agency()
    assert client.get(path).status_code in (302, 404)


@pytest.mark.django_db
@pytest.mark.parametrize("role", [None, *Role])
def test_the_screens_that_test_errors_open_for_nobody(client, role):
    agency = make_agency()
    if role:
        signed_in(client, make_member(agency, role))
    for path in ("/admin/failwhale/", "/admin/test404/"):
        answer = client.get(path)
        assert answer.status_code == (404 if role else 302)
        assert role or answer.headers["Location"].startswith("/tai-khoan/dang-nhap/")


@pytest.fixture
def person() -> User:
    """Somebody who made all that the agency shows, with a name that is easy to find."""
    agency = make_agency("Sở Y tế")
    names = {"username": f"{MARK}-dangnhap", "email": f"{MARK}@example.vn"}
    person = make_member(agency, Role.APPROVER, name=f"{MARK} Lan", **names)
    home = AgencyHomePage.objects.get(agency=agency)
    by = {"uploaded_by_user": person, "collection": agency.collection}
    picture = ContentFile(render_image("mua_ray"), name="anh.jpg")
    image = AgencyImage.objects.create(title="Ảnh", file=picture, **by, **SOURCE)
    pdf = ContentFile(b"%PDF-1.4", name="tep.pdf")
    document = AgencyDocument.objects.create(title="Tệp", file=pdf, **by)
    shown = {"image": image.pk, "alt_text": "Cồng chiêng"}
    kept = {"image": shown, "file": {"document": document.pk, "title": "Tệp"}}
    body = json.dumps([{"type": kind, "value": value} for kind, value in kept.items()])
    cover = {"cover": image, "cover_alt_text": "Nương rẫy"}
    make_article(make_place(home, "Bài mới"), "Đất đai", body=body, **cover)
    make_item("Nghị định 1/2026/NĐ-CP")
    pages = Page.objects.filter(depth__gt=1)
    for page in pages.specific():
        put_live(page.save_revision(user=person, log_action=True))
    pages.update(owner=person, locked=True, locked_by=person, locked_at=timezone.now())
    return person


def public_pages(client) -> dict[str, str]:
    """Return the text of the pages that links lead to from the front page, and of errors.

    Of pages and feeds that differ only in the field of law, two are opened: the 28 fields have the
    same templates, and three quarters of all links lead to them.
    """
    fields = re.compile("|".join(Topic.objects.values_list("slug", flat=True)))
    opened = Counter[str]()
    found: dict[str, str] = {}
    waiting = ["/", "/khong-co/", "/tim-kiem/?q=dat", "/tai-khoan/dang-nhap/", "/sitemap.xml"]
    while waiting:
        address = waiting.pop()
        kind = fields.sub("...", address)
        if address in found or (kind != address and opened[kind] == 2):
            continue
        opened[kind] += 1
        answer = client.get(address)
        is_text = answer.headers.get("Content-Type", "").startswith("text/html")
        found[address] = unescape(answer.content.decode()) if is_text else ""
        links = re.findall(r'(?:href|src)="(/[^"#]*)', found[address])
        waiting += [link for link in links if not link.startswith("/static/")]
    return found


@pytest.mark.django_db
def test_nobody_is_named_on_a_public_page_but_the_shown_author(client, person):
    pages = public_pages(client)
    assert any("Đất đai" in text and SOURCE["source_author"] in text for text in pages.values())
    assert any(address.startswith("/documents/") for address in pages)
    assert len(pages) > 20
    assert [address for address, text in pages.items() if MARK.lower() in text.lower()] == []
    # The name is there to be found: its owner sees it in the admin.
    account = signed_in(client, person).get("/admin/account/")
    assert MARK in account.content.decode()


@pytest.fixture
def own_host(settings) -> Iterator[AgencyHomePage]:
    """An agency's front page with a host name of its own, beside another agency on the hub."""
    settings.ALLOWED_HOSTS = ["testserver", "syt.example.vn"]
    home = AgencyHomePage.objects.get(agency=make_agency("Sở Y tế"))
    Site.objects.create(hostname="syt.example.vn", root_page=home)
    yield home
    # Wagtail's own memory of the sites is not rolled back: later tests would get whole addresses.
    Site.clear_site_root_paths_cache()


@pytest.mark.django_db
def test_a_host_of_its_own_shows_that_agency_alone(client, own_host):
    other = AgencyHomePage.objects.get(agency=make_agency("Sở Nội vụ"))
    own = {"host": "syt.example.vn"}
    assert "Sở Y tế" in client.get("/", headers=own).content.decode()
    assert client.get(f"/{other.slug}/", headers=own).status_code == 404
    assert client.get(f"/{other.slug}/").status_code == 200


@pytest.mark.django_db
def test_a_redirect_of_one_host_stays_there(client, own_host):
    site = Site.objects.get(hostname="syt.example.vn")
    Redirect.add_redirect("/cu", "/tin-tuc/", site=site)
    assert client.get("/cu", headers={"host": "syt.example.vn"}).status_code == 301
    assert client.get("/cu", follow=True).status_code == 404
