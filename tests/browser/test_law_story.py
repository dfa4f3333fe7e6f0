"""A decree is replaced: two agencies cite it, the visitor is told, the editor resolves it."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.utils import timezone

from aggregator.models import ItemStatus
from aggregator.review_services import ReviewChoice, review_items
from legal_updates.models import LegalDocument, Relation, ValidityChange
from legal_updates.services import confirm_document, confirm_relation
from network.agencies.models import Role
from tests.factories.accounts import run_jobs, signed_in
from tests.factories.documents import backdate, make_document
from tests.factories.moderation import Office, make_draft, make_member, make_office, publish
from tests.factories.sections import make_item

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
OLD, NEW = "34/2020/NĐ-CP", "12/2026/NĐ-CP"
BODY = [("paragraph", f"<p>Mức phạt theo Nghị định số {OLD} là một triệu đồng.</p>")]
LIST = "/admin/trang-can-ra-soat/"
IN_FORCE = dt.date(2026, 1, 1)


@pytest.fixture
def offices(address: str) -> list[Office]:
    make_document(OLD, issued_on=dt.date(2020, 3, 1), title="Quy định xử phạt cũ")
    offices = [make_office("STP"), make_office("SYT")]
    for office in offices:
        article = publish(make_draft(office, body=BODY, title="Mức phạt mới"), office)
        # Published before the new decree comes into force.
        office.article = backdate(article, days=(timezone.localdate() - IN_FORCE).days + 30)
    run_jobs()
    return offices


@pytest.fixture
def seat(chromium, address: str) -> Iterator[Any]:
    """Return a function that seats a person, None for a visitor, at a screen of some width."""
    contexts = []

    def sit(person, width: int = 1280, **options):
        size = {"width": width, "height": 740}
        context = chromium.new_context(viewport=size, base_url=address, **options)
        contexts.append(context)
        if person:
            cookie = signed_in(Client(), person).cookies[settings.SESSION_COOKIE_NAME]
            context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": address}])
        return context.new_page()

    yield sit
    for context in contexts:
        context.close()


def replace_the_decree(reviewer) -> None:
    """A portal brings the new decree; it is reviewed and confirmed, and its effect with it."""
    now = timezone.now()
    title = f"Nghị định số {NEW} ngày 01/01/2026 của Chính phủ thay thế Nghị định số {OLD}"
    item = make_item(title, status=ItemStatus.NEW, policy_key="12/2026/nđcp|chinh phu")
    review_items(item_ids=[item.pk], choice=ReviewChoice.APPROVE, reviewer=reviewer, now=now)
    newer = LegalDocument.objects.get(number=NEW)
    newer.effective_on = IN_FORCE
    newer.official_url = "https://congbao.chinhphu.vn/van-ban/nghi-dinh-so-12-2026-nd-cp-1.htm"
    newer.save()
    confirm_document(document=newer, actor=reviewer, now=now)
    relation = Relation.objects.get(document=newer, type__key="thay_the")
    confirm_relation(relation=relation, actor=reviewer, now=now)


def test_the_whole_story(seat, offices):
    replace_the_decree(make_member(offices[0].agency, Role.NETWORK_ADMIN))
    assert run_jobs() >= 1
    visitor = seat(None, 360)
    for office in offices:
        visitor.goto(office.article.url)
        notice = visitor.get_by_role("complementary", name="Thay đổi của pháp luật")
        assert f"{OLD} đã hết hiệu lực từ ngày 01/01/2026" in notice.inner_text()
        assert f"được thay thế bởi Nghị định {NEW}" in notice.inner_text()
        screen = seat(office.approver, 360)
        screen.goto(LIST)
        assert screen.get_by_role("link", name="Mức phạt mới").is_visible()
    screen.get_by_role("link", name="Mức phạt mới").click()
    screen.get_by_label("Vì sao trang vẫn đúng").fill("Mức phạt không đổi, đã đối chiếu Điều 5.")
    screen.get_by_role("button", name="Vẫn đúng").click()
    screen.get_by_text("Đã ghi nhận: trang vẫn đúng.").wait_for()
    visitor.goto(offices[1].article.url)
    assert not visitor.get_by_role("complementary", name="Thay đổi của pháp luật").count()
    assert visitor.get_by_text("nội dung vẫn đúng").is_visible()
    visitor.goto(offices[0].article.url)
    assert visitor.get_by_role("complementary", name="Thay đổi của pháp luật").is_visible()


CARD = """
(element) => {
  const card = getComputedStyle(element, '::after');
  return card.display + card.content;
}
"""


def test_the_card_is_there_for_mouse_and_keyboard(seat, offices):
    visitor = seat(None, 360)
    visitor.goto(offices[0].article.url)
    link = visitor.get_by_role("link", name=OLD)
    assert link.evaluate(CARD).startswith("none")
    link.hover()
    assert "Quy định xử phạt cũ" in link.evaluate(CARD)
    assert "Còn hiệu lực" in link.evaluate(CARD)
    visitor.mouse.move(0, 0)
    link.focus()
    visitor.keyboard.press("Shift+Tab")
    visitor.keyboard.press("Tab")
    assert link.evaluate(CARD).startswith("block")
    assert visitor.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("width", [360, 1280])
def test_notice_and_screens_can_be_used_by_everybody(seat, offices, width):
    replace_the_decree(make_member(offices[0].agency, Role.NETWORK_ADMIN))
    run_jobs()
    review = ValidityChange.objects.latest("pk").reviews.get(agency=offices[0].agency)
    screen = seat(offices[0].approver, width)
    for path in (offices[0].article.url, LIST, f"{LIST}{review.pk}/"):
        screen.goto(path)
        assert screen.evaluate("document.documentElement.scrollWidth") <= width, path
        found = Axe().run(screen, context="main").response["violations"]
        assert [each["id"] for each in found] == [], path


def test_an_editor_links_a_document_from_the_register(seat, offices):
    office = offices[0]
    screen = seat(office.author)
    draft = make_draft(office, title="Bài mới")
    screen.goto(f"/admin/pages/{draft.pk}/edit/", wait_until="networkidle")
    screen.locator(".public-DraftEditor-content").first.click()
    screen.keyboard.press("Control+End")
    screen.keyboard.type(" /")
    screen.get_by_role("option", name="Văn bản pháp luật").first.click()
    box = screen.locator(".modal-dialog input[name=q]")
    box.fill("34/2020/nđ-cp")
    screen.locator(".modal-dialog").get_by_role("link", name=f"Nghị định {OLD}").click()
    screen.locator(".TooltipEntity", has_text=OLD).wait_for()
    # The editor hands its text to the form a quarter of a second later.
    in_form = "words => [...document.querySelectorAll('input')].some(i => i.value.includes(words))"
    screen.wait_for_function(in_form, arg=OLD)
    with screen.expect_navigation():
        screen.get_by_role("button", name="Lưu bản nháp").click()
    draft.refresh_from_db()
    written = draft.get_latest_revision_as_object().body.get_prep_value()
    assert 'linktype="legal-document"' in str(written)
