"""Whatever template is kept in memory: a second after a change no process shows what was.

The addresses are those of tests/browser/public_pages.py, which names every public template; which
of them are kept the server says itself. What is right is what an officer, answered afresh, sees.
"""

import difflib
import http.client
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from django.db import connection, transaction
from django.utils import timezone

from legal_updates.models import LegalDocument
from network.agencies.models import Agency
from network.channels.models import Case, CaseOutcome, CaseState
from network.core.freshness.listening import CHANNEL
from network.hub.search.keeping import refresh_changed
from sites.models import AgencyHomePage, LegalUpdatePage, MaterialPage, SectionIndexPage
from tests.browser.public_network import fill_network, withdraw
from tests.browser.public_pages import PAGES
from tests.factories.accounts import make_user
from tests.factories.documents import make_change
from tests.factories.owning import owning
from tests.factories.sections import make_article, put_live
from tests.factories.servers import Web, copied_database, web_processes

SECOND = 1.0
# Whole addresses stand in the pages, and each process has a port of its own.
VISITOR = {"Host": "localhost"}
OFFICER = {"Cookie": "csrftoken=b"}
# Behind these everybody is somebody; "/loi/" answers in the browser's tests alone.
NOT_FOR_VISITORS = ("/tai-khoan/", "/xem-truoc/", "/loi/")


@dataclass
class Network:
    """Two web processes and the addresses of the public pages, by the names of their rows."""

    webs: list[Web]
    addresses: dict[str, str]
    kept: list[str]

    def shown(self, web: Web, **headers: str) -> dict[str, tuple[int, str]]:
        """Return the status and the text of every kept page."""
        given = VISITOR | headers
        answers = {name: web.get(self.addresses[name], **given) for name in self.kept}
        return {name: (answer.status, answer.text) for name, answer in answers.items()}


@pytest.fixture(scope="module")
def network(django_db_setup, django_db_blocker) -> Iterator[Network]:
    """The network of the browser's tests, committed in a database of its own."""
    with django_db_blocker.unblock(), copied_database():
        fill_network()
        with web_processes(2) as webs:
            addresses = {name: address_of(webs[0], name) for name in PAGES}
            # Twice, since what visitors write is kept once it is asked for again.
            answers = {
                name: web.get(address, **VISITOR)
                for name, address in addresses.items()
                for web in webs * 2
            }
            kept = [
                name
                for name, answer in answers.items()
                if "ETag" in answer.headers and not addresses[name].startswith(NOT_FOR_VISITORS)
            ]
            yield Network(webs, addresses, kept)
        connection.close()


def address_of(web: Web, name: str) -> str:
    """Return where a page stands; of a row with a link, where that leads."""
    page = PAGES[name]
    if not page.link:
        return page.path
    return re.search(rf'href="([^"]+{page.link})"', web.get(page.path, **VISITOR).text)[1]


def publish() -> None:
    make_article(SectionIndexPage.objects.get(slug="hoi-dap"), "Tin vừa đăng về đất đai")
    refresh_changed()


def edit() -> None:
    page = LegalUpdatePage.objects.get()
    page.title = "Mức phạt đã sửa"
    put_live(page.save_revision())


def take_down() -> None:
    withdraw(MaterialPage.objects.get(slug="so-tay"))


def expire() -> None:
    with transaction.atomic():
        make_change(LegalDocument.objects.get(slug="100-2019-nd-cp"))


def rename() -> None:
    agency = Agency.objects.get(pk=AgencyHomePage.objects.get(slug="so-y-te").agency_id)
    agency.name = agency.short_name = "Sở Y tế và Dân số"
    agency.save()


def warn_of_a_fake() -> None:
    day = timezone.localdate()
    case = Case.objects.create(
        agency=AgencyHomePage.objects.get(slug="so-y-te").agency,
        name="Sở Y tế hoàn tiền",
        platform="facebook",
        url="https://www.facebook.com/hoantien",
        address_key="facebook:name:hoantien",
        found_on=day,
        last_seen_on=day,
        opened_by=make_user(),
    )
    rows = Case.objects.filter(pk=case.pk)
    rows.update(state=CaseState.VERIFYING)
    proven = {"confirmed_by": make_user(), "confirmed_on": day, "seen_online_at": timezone.now()}
    rows.update(state=CaseState.CONFIRMED, outcome=CaseOutcome.IMPERSONATION, **proven)


def take_the_warning_back() -> None:
    nothing = {"outcome": "", "confirmed_by": None, "confirmed_on": None}
    Case.objects.update(state=CaseState.VERIFYING, **nothing)


def stale(shown: dict[str, tuple[int, str]], now: dict[str, tuple[int, str]]) -> list[str]:
    return [name for name in now if shown[name] != now[name]]


def between(one: tuple[int, str], other: tuple[int, str]) -> list[str]:
    """Return the first lines in which two answers differ."""
    lines = difflib.unified_diff(one[1].splitlines(), other[1].splitlines(), n=0, lineterm="")
    return [str(one[0]), str(other[0]), *(line.strip() for line in list(lines)[3:9])]


@pytest.mark.parametrize(
    ("change", "at_least"),
    [
        *((publish, 6), (edit, 3), (take_down, 4), (expire, 3), (rename, 8)),
        # Every page has the frame.
        *((warn_of_a_fake, 30), (take_the_warning_back, 30)),
    ],
)
def test_no_kept_page_is_stale_after_a_second(
    network: Network, change: Callable[[], None], at_least: int
):
    for web in network.webs:
        before = network.shown(web)
    change()
    time.sleep(SECOND)
    now = network.shown(network.webs[0], **OFFICER)
    for web in network.webs:
        shown = network.shown(web)
        assert {name: between(shown[name], now[name]) for name in stale(shown, now)} == {}
    assert len(stale(before, now)) >= at_least


def test_the_search_would_be_stale_without_what_its_tables_notify(network: Network):
    tables = ("hub_searchentry",)
    asked = PAGES["search"].path
    network.webs[0].get(asked, **VISITOR)
    with owning(), connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        try:
            make_article(SectionIndexPage.objects.get(slug="hoi-dap"), "Đất đai không ai kể")
            refresh_changed()
            time.sleep(SECOND)
            shown = network.webs[0].get(asked, **VISITOR).text
            afresh = network.webs[0].get(asked, **VISITOR, **OFFICER).text
        finally:
            for table in tables:
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            cursor.execute("SELECT pg_notify(%s, 'search')", [CHANNEL])
    assert ("không ai kể" in shown, "không ai kể" in afresh) == (False, True)


def test_most_templates_are_kept(network: Network):
    templates = {PAGES[name].template for name in network.kept}
    assert len(templates) > 20
    assert "questions/ask.html" not in templates
    assert not any(name.startswith(("account", "mfa")) for name in templates)


def test_no_public_page_touches_the_sessions(network: Network):
    addresses = [
        address
        for address in network.addresses.values()
        if not address.startswith(NOT_FOR_VISITORS)
    ]
    with owning(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_session RENAME TO hidden")
        try:
            # With a word nobody foresaw in its query a page is made anew.
            asked = [f"{each}{'&' if '?' in each else '?'}khac=1" for each in addresses]
            answers = {each: network.webs[0].get(each) for each in asked}
        finally:
            cursor.execute("ALTER TABLE hidden RENAME TO accounts_session")
    assert [each for each, answer in answers.items() if answer.status >= 500] == []
    for each, answer in answers.items():
        cookie = answer.headers.get("Set-Cookie", "")
        # Whoever sends a form needs one.
        assert not cookie or (cookie.startswith("csrftoken=") and "<form" in answer.text), each


def test_no_charset_of_a_stranger_makes_the_page_that_others_get(network: Network):
    address = "/tai-lieu/?loai=leaflet"
    first, other = network.webs
    # In it the "loai" that others ask for is none of those there are.
    first.get(address, **VISITOR, Content_Type="text/plain; charset=punycode")
    # Lists say their whole address, and each web process has a port of its own.
    told = other.get(address, **VISITOR).text.replace(f":{other.port}", f":{first.port}")
    assert first.get(address, **VISITOR).text == told


def test_no_prefix_of_a_stranger_stands_in_the_links_that_others_get(network: Network):
    asking = http.client.HTTPConnection("127.0.0.1", network.webs[0].port, timeout=30)
    # With an underscore: the web server takes it from whoever is on this machine.
    asking.request("GET", "/xau/canh-bao/?trang=1", headers={"SCRIPT_NAME": "/xau"})
    asking.getresponse().read()
    asking.close()
    assert 'href="/xau/' not in network.webs[0].get("/canh-bao/?trang=1").text
