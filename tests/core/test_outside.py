"""Stored addresses of other websites are links only where they lead to the web."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from aggregator.models import LibraryItem, Proposal, ProposalKind
from network.agencies.models import Agency, Role
from network.core.outside import href, outside_link, web_address
from sites.models import ArticlePage, RequiredLink
from tests.factories.accounts import signed_in
from tests.factories.documents import make_document
from tests.factories.owning import owning
from tests.factories.people import make_agency, make_member
from tests.factories.sections import make_article, make_item, make_section

pytestmark = pytest.mark.django_db
BAD = "javascript:alert(1)//https://x.vn"


@pytest.mark.parametrize(
    "address", [BAD, " https://x.vn", "data:text/html,x", "//x.vn", "ftp://x.vn", "x.vn", "", None]
)
def test_what_is_no_web_address_is_no_link(address):
    assert web_address(address) == href(address) == ""
    assert "<a" not in outside_link(address or "", "<chữ>")


def test_a_web_address_is_a_link_and_ends_no_attribute():
    assert href("HTTPS://x.vn/?a=1&b=2") == 'href="HTTPS://x.vn/?a=1&amp;b=2"'
    assert '"https://x.vn/&quot;&gt;"' in outside_link('https://x.vn/">')


def links_of(client: Client, address: str) -> set[str]:
    """Return where the links of a page lead; the page must show the stored words."""
    answer = client.get(address)
    assert answer.status_code == 200
    page = BeautifulSoup(answer.content, "html.parser")
    assert "Chữ lưu" in page.text or BAD in page.text
    return {link.get("href", "").partition(":")[0] for link in page.select("a")}


@pytest.fixture(autouse=True)
def unchecked(db) -> None:
    """Take the database's checks away: rows from before them may hold such an address."""
    with owning(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, conname FROM pg_constraint"
            " WHERE conname LIKE '%%_is_web'"
        )
        for table, name in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")


@pytest.fixture
def agency() -> Agency:
    return make_agency()


@pytest.fixture
def item() -> LibraryItem:
    return make_item("Chữ lưu", link=BAD, original_link=BAD)


def screens(item: LibraryItem) -> dict[str, tuple[Role, str]]:
    return {
        "own": (Role.AUTHOR, reverse("aggregator_proposals:own")),
        "waiting": (Role.NETWORK_ADMIN, reverse("aggregator_proposals:waiting")),
        "library": (Role.AUTHOR, reverse("agency_library:index")),
        "item": (
            Role.NETWORK_ADMIN,
            reverse("aggregator_libraryitem_modeladmin_inspect", args=[item.pk]),
        ),
    }


@pytest.mark.parametrize("screen", ["own", "waiting", "library", "item"])
def test_lists_of_the_admin_lead_to_the_web_alone(client, agency, item, screen):
    Proposal.objects.create(
        agency=agency,
        kind=ProposalKind.LINK,
        url=BAD,
        why="Văn bản mới",
        proposed_at=timezone.now(),
    )
    role, address = screens(item)[screen]
    assert "javascript" not in links_of(signed_in(client, make_member(agency, role)), address)


def test_pages_for_citizens_lead_to_the_web_alone(client, item):
    section = make_section()
    section.library_rules.create(level=item.source.level)
    RequiredLink.objects.create(title="Chữ lưu", url=BAD, kinds=[section.agency.kind])
    article = make_article(section, "Chữ lưu")
    ArticlePage.objects.filter(pk=article.pk).update(source_url=BAD)
    document = make_document("1/2026/NĐ-CP", title="Chữ lưu", official_url=BAD)
    for address in (section.url, article.url, document.get_absolute_url(), "/"):
        assert "javascript" not in links_of(client, address), address
