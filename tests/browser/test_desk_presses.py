"""How many presses, from the start page, the usual decisions on a page take."""

import os
from typing import Any

import pytest
from django.test import Client
from wagtail.search.index import insert_or_update_object

from network.moderation.models import Decision
from sites.models import ArticlePage
from tests.browser.editing import IS_WATCHING, PHONE, SAVED, TITLE
from tests.browser.presses import Presses
from tests.factories.accounts import signed_in
from tests.factories.desk import press as decide
from tests.factories.moderation import hand_in, make_draft

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
IS_FOCUSED = "(name) => document.activeElement.value === name"


@pytest.fixture
def returned(office) -> ArticlePage:
    """An article that was appraised, returned by the approver, and submitted with one sentence
    more."""
    article = hand_in(make_draft(office, title=TITLE), office.author)
    client = Client()
    decide(signed_in(client, office.appraiser), article, "appraise")
    reason = "Ghi rõ nơi nộp đơn."
    decide(signed_in(client, office.approver), article, "return", comment=reason)
    article.refresh_from_db()
    article.summary += " Nộp đơn ở xã trước ngày 30."
    article.save_revision(user=office.author)
    article.current_workflow_state.resume(user=office.author)
    return article


def look(screen: Any, name: str) -> None:
    if shots := os.environ.get("SHOTS"):
        screen.screenshot(path=f"{shots}/{name}.png")


def test_presses_of_a_text_that_comes_again(seat, office, returned):
    appraiser = Presses(seat(office.appraiser))
    appraiser.open_waiting()
    assert appraiser.screen.get_by_text("Ghi rõ nơi nộp đơn.").first.is_visible()
    look(appraiser.screen, "again-1280")
    assert tab_stops(appraiser.screen, "appraise") <= 20
    appraiser.confirm()
    appraiser.move("appraise")
    approver = Presses(seat(office.approver, PHONE))
    approver.open_waiting()
    look(approver.screen, "approve-360")
    approver.move("approve")
    assert (appraiser.count, approver.count) == (3, 2)


def test_presses_of_a_published_text(seat, office):
    article = hand_in(make_draft(office, title=TITLE), office.author)
    client = Client()
    decide(signed_in(client, office.appraiser), article, "appraise")
    decide(signed_in(client, office.approver), article, "approve")
    # An installation indexes in the background.
    insert_or_update_object(article)
    author = correct_the_live_page(seat(office.author))
    appraiser = Presses(seat(office.appraiser))
    appraiser.open_waiting()
    appraiser.confirm()
    appraiser.move("appraise")
    leader = Presses(seat(office.approver))
    leader.open_waiting()
    leader.move("approve")
    assert author.count <= 5
    assert (appraiser.count, leader.count) == (3, 2)

    leader = Presses(leader.screen)
    leader.search()
    look(leader.screen, "list-1280")
    leader.press(leader.screen.get_by_role("link", name="Gỡ bài").first, leads_away=True)
    leader.screen.locator("[name=comment]").fill("Mức hỗ trợ sai so với quyết định.")
    look(leader.screen, "withdraw-1280")
    leader.press(leader.screen.locator("button[name=reason][value=error]"), leads_away=True)
    assert leader.count == 3
    assert Decision.objects.filter(page_id=article.pk).latest("pk").deed == "withdrawn"


def tab_stops(screen: Any, move: str) -> int:
    """Return how often Tab is pressed until the button has the focus."""
    for count in range(1, 60):
        screen.keyboard.press("Tab")
        if screen.evaluate(IS_FOCUSED, move):
            return count
    return 60


def correct_the_live_page(screen: Any) -> Presses:
    """Change one word of the published article in the editor, and hand it in."""
    author = Presses(screen)
    author.search()
    look(screen, "search-1280")
    row = screen.locator("[data-listing-page-title]")
    author.press(row.get_by_role("link", name=TITLE).first, leads_away=True)
    screen.wait_for_function(IS_WATCHING)
    summary = screen.locator("[name=summary]")
    summary.fill(summary.input_value().replace("làm gì", "nộp gì"))
    screen.locator(SAVED).wait_for()
    author.press(screen.locator("[name=action-submit]"), leads_away=True)
    return author
