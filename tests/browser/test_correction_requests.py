"""The only approver of an agency asks an author to correct a page, which everybody then finds."""

from typing import Any

import pytest
from wagtail.search.index import insert_or_update_object

from network.moderation.models import Decision
from tests.browser.editing import IS_WATCHING, PHONE, SAVED, TITLE
from tests.browser.presses import Presses
from tests.factories.moderation import make_draft, publish

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
ASK, NOTE = "Nhờ người viết đính chính", "Sửa mức hỗ trợ theo quyết định mới."


@pytest.fixture
def article(office):
    page = publish(make_draft(office, title=TITLE), office)
    # An installation indexes in the background.
    insert_or_update_object(page)
    return page


def ask_author(leader: Presses) -> None:
    """Follow the link, write what is wrong, and send it: the author is chosen already."""
    leader.press(leader.screen.get_by_role("link", name=ASK).first, leads_away=True)
    leader.screen.get_by_label("Cần sửa gì").fill(NOTE)
    leader.press(leader.screen.locator("main .form-actions button"), leads_away=True)


def open_task(author: Presses) -> None:
    """Open the article from the start page: the editor says who asks for what."""
    author.open_waiting()
    assert author.screen.locator(".pinned").get_by_text(NOTE).is_visible()
    author.screen.wait_for_function(IS_WATCHING)


def hand_in_new_summary(author: Presses) -> None:
    summary = author.screen.locator("[name=summary]")
    summary.fill(summary.input_value().replace("làm gì", "nộp gì"))
    author.screen.locator(SAVED).wait_for()
    author.press(author.screen.locator("[name=action-submit]"), leads_away=True)


def decide(seat: Any, office: Any) -> tuple[int, int]:
    """Let the appraiser and the approver decide; return how often they press."""
    appraiser = Presses(seat(office.appraiser))
    appraiser.open_waiting()
    appraiser.confirm()
    appraiser.move("appraise")
    approver = Presses(seat(office.approver, PHONE))
    approver.open_waiting()
    approver.move("approve")
    return appraiser.count, approver.count


def test_a_withdrawn_page_comes_back_by_its_author(seat, office, article):
    leader = Presses(seat(office.approver))
    leader.search()
    leader.press(leader.screen.get_by_role("link", name="Gỡ bài").first, leads_away=True)
    leader.screen.locator("[name=comment]").fill("Mức hỗ trợ sai so với quyết định.")
    leader.press(leader.screen.locator("button[name=reason][value=error]"), leads_away=True)
    ask_author(leader)
    author = Presses(seat(office.author))
    open_task(author)
    hand_in_new_summary(author)
    assert (leader.count, author.count) == (5, 2)
    assert decide(seat, office) == (3, 2)
    article.refresh_from_db()
    assert article.live
    assert "nộp gì" in article.specific.summary
    author = Presses(author.screen)
    assert not author.screen.get_by_text(NOTE).is_visible()


def test_a_live_page_gets_a_correction_that_citizens_read(seat, office, article):
    leader = Presses(seat(office.approver))
    leader.screen.goto(f"/admin/pages/{article.pk}/edit/")
    ask_author(leader)
    author = Presses(seat(office.author))
    open_task(author)
    author.press(author.screen.locator("#id_corrections-ADD"))
    author.screen.locator("[name=corrections-0-was]").fill("Mỗi hộ 40 triệu đồng.")
    author.screen.locator("[name=corrections-0-now_reads]").fill("Mỗi hộ 60 triệu đồng.")
    hand_in_new_summary(author)
    assert (leader.count, author.count) == (2, 3)
    appraiser, approver = decide(seat, office)
    assert (appraiser, approver) == (3, 2)
    reader = seat(None)
    reader.goto(article.specific.get_url())
    assert reader.get_by_text("Mỗi hộ 60 triệu đồng.").is_visible()
    assert Decision.objects.filter(page_id=article.pk).latest("pk").deed == "approved"
