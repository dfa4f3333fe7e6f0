"""An article's whole way in a real browser: three people, a leader's phone, a visitor."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from network.accounts.models import User
from network.moderation.models import Decision
from network.moderation.stages import Stage
from sites.models import ArticlePage
from tests.factories import moderation
from tests.factories.accounts import signed_in
from tests.factories.moderation import Office, make_office
from tests.factories.sections import SOURCE

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
DESK = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}
TITLE = "Lũ quét ở Krông Pa: ai được hỗ trợ nhà ở"


@pytest.fixture
def office(address: str) -> Office:
    return make_office()


@pytest.fixture
def seat(chromium, address: str) -> Iterator[Any]:
    """Return a function that seats a person at a screen: a signed-in browser page."""
    contexts = []

    def sit(person: User | None, size=DESK):
        context = chromium.new_context(viewport=size, base_url=address)
        contexts.append(context)
        if person:
            cookie = signed_in(Client(), person).cookies[settings.SESSION_COOKIE_NAME]
            context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": address}])
        return context.new_page()

    yield sit
    for context in contexts:
        context.close()


def write_article(screen, office: Office) -> None:
    place = office.home.get_children().get(slug="tin-tuc")
    screen.goto(f"/admin/pages/add/agency_sites/articlepage/{place.pk}/")
    screen.get_by_role("textbox", name="Tiêu đề").first.fill(TITLE)
    screen.locator("[name=summary]").fill("Hộ mất nhà được hỗ trợ. Nộp đơn ở xã trước ngày 30.")
    screen.locator("[data-streamfield-stream-menu-add], .c-sf-add-button").first.click()
    screen.get_by_role("option", name="Tiêu đề").click()
    screen.locator("[name=body-0-value-text]").fill("Ai được hỗ trợ?")
    for name, value in SOURCE.items():
        shown = value.strftime("%d/%m/%Y") if name == "source_date" else value
        screen.locator(f"[name={name}]").fill(shown)
    # The calendar of the last one opens a moment later, and would lie over the buttons.
    calendar = screen.locator(".xdsoft_datetimepicker").locator("visible=true").first
    calendar.wait_for()
    screen.keyboard.press("Tab")
    calendar.wait_for(state="hidden")


def hand_in(screen) -> None:
    """Press the editor's own button, behind the little arrow beside "save"."""
    screen.locator("footer [data-w-dropdown-target=toggle]").click()
    screen.locator("[name=action-submit]").click()
    screen.wait_for_load_state()


def press(screen, move: str) -> None:
    screen.locator(f"button[name=move][value={move}]").click()
    screen.wait_for_load_state()


def open_from_start_page(screen) -> None:
    """Go where the start page says that work waits."""
    screen.goto("/admin/")
    screen.get_by_role("link", name=TITLE).first.click()
    screen.wait_for_load_state()


def test_the_way_of_an_article(seat, office):
    author, appraiser = seat(office.author), seat(office.appraiser)
    approver, visitor = seat(office.approver, PHONE), seat(None, PHONE)
    write_article(author, office)
    author.locator("footer button[type=submit]").first.click()
    author.wait_for_url("**/edit/**")
    hand_in(author)

    open_from_start_page(appraiser)
    appraiser.locator("form:has([value=return]) [name=comment]").fill("Ghi rõ mức hỗ trợ.")
    press(appraiser, "return")
    article = ArticlePage.objects.get(title=TITLE)
    assert deeds(article) == ["submitted", "returned"]

    author.goto("/admin/")
    assert author.get_by_text("Ghi rõ mức hỗ trợ.").first.is_visible()
    author.goto(f"/admin/pages/{article.pk}/edit/")
    author.locator("[name=summary]").fill("Mỗi hộ mất nhà được 60 triệu đồng.")
    hand_in(author)

    open_from_start_page(appraiser)
    for answer in appraiser.locator("input[value=yes]").all():
        answer.check()
    press(appraiser, "appraise")

    open_from_start_page(approver)
    width = approver.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["width"]
    press(approver, "approve")

    article.refresh_from_db()
    visitor.goto(article.url)
    assert visitor.get_by_text("Mỗi hộ mất nhà được 60 triệu đồng.").is_visible()
    assert deeds(article) == ["submitted", "returned", "submitted", "appraised", "approved"]


# Who has no word at which stage; nobody has one twice.
FORBIDDEN = {
    Stage.WAITING_APPRAISAL: ("author", "approver", "agency_admin"),
    Stage.WAITING_APPROVAL: ("author", "appraiser", "agency_admin"),
}
POST = """async ([move, seen]) => {
    const form = new FormData();
    form.append("move", move);
    form.append("seen", seen);
    form.append("comment", "Thử.");
    const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    form.append("csrfmiddlewaretoken", token);
    const answer = await fetch(location.href, {method: "POST", body: form});
    return [answer.status, await answer.text()];
}"""


def test_a_forbidden_step_is_refused_on_the_screen_and_by_raw_post(seat, office):
    article = moderation.make_draft(office)
    moderation.hand_in(article, office.author)
    screens = {role: seat(office.people[role]) for role in office.people}
    for stage, roles in FORBIDDEN.items():
        if stage is Stage.WAITING_APPROVAL:
            moderation.appraise(article, office.appraiser)
        before = deeds(article)
        for role in roles:
            screens[role].goto(f"/admin/duyet/{article.pk}/")
            assert screens[role].locator("button[name=move]").count() == 0, (stage, role)
            for move in ("appraise", "approve", "return", "publish_urgently"):
                status, text = screens[role].evaluate(POST, [move, moderation.seen(article)])
                assert status in (403, 409), (stage, role, move)
                # By a rule, with its sentence; not by the form's token.
                assert "desk-refusal" in text, (stage, role, move)
        assert deeds(article) == before


def deeds(article) -> list[str]:
    rows = Decision.objects.filter(page_id=article.pk).order_by("sequence")
    return list(rows.values_list("deed", flat=True))
