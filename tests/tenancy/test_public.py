"""Nobody meets what an agency has not published at an address outside /admin/."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.factories.accounts import run_jobs, signed_in
from tests.tenancy.conftest import PERSONAS, Cast
from tests.tenancy.crawl import IS_DRILL, READERS
from tests.tenancy.forms import forms_of
from tests.tenancy.parts import Address, queries
from tests.tenancy.public_urls import (
    page_paths,
    private_files,
    private_reading_paths,
    public_addresses,
    reading_paths,
)
from tests.tenancy.visits import Visit

pytestmark = pytest.mark.long
# The network's readers may open any file; who visits with them is asked about elsewhere.
STRANGERS = tuple(name for name in PERSONAS if name not in READERS)
# One of each scope reads and writes for all, but in `make drill`: an agency's admin, somebody of no
# agency, the visitor. Outside /admin/ it is the scope that is asked for, not the role.
OF_EACH_SCOPE = STRANGERS if IS_DRILL else ("agency_admin", "report_viewer", "visitor")
# What a list finds is judged by the scope of who asks: that of an agency's people, or none.
ASKING = ("agency_admin", "visitor")


def look_everywhere(visit: Visit) -> None:
    """Ask for everything public with foreign objects in it, and for the lists by foreign words."""
    for address in public_addresses(visit.foreign):
        visit.get(address.url)
    asked = queries(visit.foreign) if visit.persona in ASKING else []
    for address in public_addresses(visit.cast.own):
        visit.get_with(address.url, asked)
    assert visit.is_still_in()


@pytest.fixture(scope="module", autouse=True)
def pages_were_read(built: Cast, once: Callable[..., Any]) -> None:
    """Let somebody read all pages first: sizes of pictures and files are made by showing them."""
    once(read_all_pages, built)


def read_all_pages(cast: Cast) -> None:
    """Ask for the pages of both houses as a visitor."""
    for house in (cast.own, cast.foreign):
        for path in page_paths(house):
            Client().get(path)
    run_jobs()


@pytest.mark.parametrize("persona", OF_EACH_SCOPE)
def test_no_public_page_shows_what_is_private(client, cast, persona, reads, record_property):
    visit = Visit(client, cast, persona, mark=cast.foreign.secret, reads=reads)
    look_everywhere(visit)
    visit.judge_all_rows("looking around")
    record_property("leaked", visit.count(visit.leaks, visit.asked))
    assert (visit.leaks, visit.writes) == ([], [])


@pytest.mark.parametrize("persona", OF_EACH_SCOPE)
def test_no_public_form_changes_a_foreign_thing(client, cast, persona, reads, record_property):
    visit = Visit(client, cast, persona, mark=cast.foreign.secret, reads=reads)
    for address in public_addresses(cast.foreign):
        visit.post(address, {"email": cast.foreign.people["author"].email, "name": "BIDOI"})
        html = visit.client.get(address.url)
        # Feeds and maps are no pages, and the reader of forms complains of them.
        if html.status_code == 200 and html["Content-Type"].startswith("text/html"):
            for where, fields, _relations in forms_of(address.url, html.content, has_tokens=False):
                visit.post(Address(address.name, where, address.route), fields)
    record_property("passed", visit.count(visit.writes, visit.tried))
    assert (visit.leaks, visit.writes) == ([], [])


@pytest.mark.parametrize("persona", STRANGERS)
def test_no_private_file_opens(client, cast: Cast, persona, record_property):
    visit = Visit(client, cast, persona, mark=cast.foreign.secret)
    opened = []
    for path in private_files(cast.foreign):
        answer = client.get(f"/media/{path}")
        opened += [path] if answer.status_code == 200 else []
    record_property("leaked", (persona, len(opened), len(private_files(cast.foreign))))
    assert opened == []
    assert visit.writes == []


def test_a_file_is_read_on_pages_of_ours_where_a_published_page_shows_it(cast: Cast):
    house = cast.foreign
    pages = [Client().get(path, follow=True) for path in reading_paths(house)]
    assert all(house.marker in page.content.decode() for page in pages)
    hidden = private_reading_paths(house)
    assert {Client().get(path).status_code for path in hidden} == {404}


def test_the_pictures_of_a_file_s_pages_open_for_whom_the_file_opens(client, cast: Cast):
    own = cast.foreign.contents
    assert client.get(f"/media/{own.live_page_picture}").status_code == 200
    signed_in(client, cast.foreign.people["author"])
    # To strangers it does not (above).
    assert client.get(f"/media/{own.page_picture}").status_code == 200
