"""The review list by keys, in a real browser: the keys press what a hand would."""

import csv
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from aggregator.models import ItemStatus, LibraryItem
from network.agencies.models import Role
from tests.factories.accounts import signed_in
from tests.factories.people import make_agency, make_member
from tests.factories.sections import make_item

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
LIST = reverse("aggregator_libraryitem_modeladmin_index")
TITLES = Path(__file__).parents[1] / "legal_updates" / "topics_tuned_on.csv"


@pytest.fixture
def items(address: str) -> list[LibraryItem]:
    """Three waiting items, in the order of the list."""
    return [make_item(f"Tin {number}", status=ItemStatus.NEW) for number in (3, 2, 1)][::-1]


@pytest.fixture
def screen(chromium, address: str, items) -> Any:
    """The list in the network admin's browser."""
    context = chromium.new_context(base_url=address)
    reviewer = make_member(make_agency("Sở Tư pháp"), Role.NETWORK_ADMIN)
    cookie = signed_in(Client(), reviewer).cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": address}])
    page = context.new_page()
    page.goto(LIST)
    yield page
    context.close()


def press(screen, *keys: str) -> None:
    for key in keys:
        screen.keyboard.press(key)


def status(item: LibraryItem) -> str:
    item.refresh_from_db()
    return item.status


def test_an_item_is_approved_and_the_next_one_takes_its_place(screen, items):
    press(screen, "j", "j", "k", "j")
    with screen.expect_navigation():
        press(screen, "a")
    assert [status(each) for each in items] == ["new", "published", "new"]
    expect(screen.locator("tr.current")).to_contain_text(items[2].title)


def test_an_item_is_skipped_with_a_reason_by_keys_alone(screen, items):
    press(screen, "j")
    with screen.expect_navigation():
        press(screen, "r")
    screen.locator("input[name=usual]").first.focus()
    with screen.expect_navigation():
        press(screen, "Space", "Enter")
    assert [status(each) for each in items] == ["skipped", "new", "new"]
    items[0].refresh_from_db()
    assert items[0].reason


def test_letters_that_are_typed_do_nothing_else(screen, items):
    press(screen, "j")
    screen.locator("input[name=q][type=search]").fill("")
    screen.locator("input[name=q][type=search]").press_sequentially("ara")
    assert screen.url.endswith(LIST)
    assert {status(each) for each in items} == {"new"}


def test_the_question_mark_shows_and_closes_the_keys(screen, items):
    press(screen, "?")
    expect(screen.locator("#keys")).to_be_visible()
    press(screen, "a", "?")
    expect(screen.locator("#keys")).to_be_hidden()
    assert {status(each) for each in items} == {"new"}


def test_a_key_that_can_do_nothing_says_why(screen, items):
    note = screen.locator("#key-note")
    press(screen, "a")
    expect(note).to_contain_text("j")
    press(screen, "j", "k")
    expect(note).not_to_be_empty()
    press(screen, "j")
    expect(note).to_be_empty()
    LibraryItem.objects.filter(pk=items[2].pk).update(link="")
    screen.goto(LIST)
    press(screen, "j", "j", "j", "A")
    expect(note).to_contain_text("liên kết")
    assert status(items[2]) == "new"


def test_topics_are_added_and_taken_away_in_the_row_by_keys(screen, items):
    LibraryItem.objects.filter(pk=items[0].pk).update(title="Bảng giá đất mới")
    screen.goto(LIST)
    press(screen, "j", "t")
    screen.keyboard.type("tài chính")
    press(screen, "Enter")
    screen.locator("tr.current .field-subjects input[type=checkbox]").first.uncheck()
    with screen.expect_navigation():
        press(screen, "a")
    assert [topic.slug for topic in items[0].topics.all()] == ["tai-chinh"]
    assert [status(each) for each in items] == ["published", "new", "new"]


def test_fifty_items_are_approved_with_their_topics_by_two_presses(screen, items):
    with TITLES.open(encoding="utf-8", newline="") as lines:
        about = [row["title"] for row in csv.DictReader(lines) if row["topics"]][:47]
    for title in about:
        make_item(title, status=ItemStatus.NEW)
    screen.goto(LIST)
    screen.locator("[data-tick-page]").click()
    with screen.expect_navigation():
        screen.locator(".batch button[name=approve]").click()
    published = LibraryItem.objects.published()
    assert published.count() == 50
    assert all(item.topics.exists() for item in published.filter(title__in=about))
