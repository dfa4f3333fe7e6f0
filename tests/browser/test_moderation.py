"""An article's whole way in a real browser: three people, a leader's phone, a visitor."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from network.moderation.models import Decision
from network.moderation.stages import Stage
from sites.models import ArticlePage
from tests.browser.editing import (
    PHONE,
    TITLE,
    hand_in,
    open_from_start_page,
    press,
    save,
    seats,
    write_article,
)
from tests.factories import moderation
from tests.factories.moderation import Office, make_office

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture
def office(address: str) -> Office:
    return make_office()


@pytest.fixture
def seat(chromium, address: str) -> Iterator[Callable[..., Any]]:
    with seats(chromium, address) as sit:
        yield sit


def test_the_way_of_an_article(seat, office):
    author, appraiser = seat(office.author), seat(office.appraiser)
    approver, visitor = seat(office.approver, PHONE), seat(None, PHONE)
    write_article(author, office)
    save(author)
    hand_in(author)

    open_from_start_page(appraiser)
    appraiser.locator("form:has([value=return]) [name=comment]").fill("Ghi rõ mức hỗ trợ.")
    press(appraiser, "return")
    article = ArticlePage.objects.get(title=TITLE)
    assert actions(article) == ["submitted", "returned"]

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
    assert actions(article) == ["submitted", "returned", "submitted", "appraised", "approved"]


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
        before = actions(article)
        for role in roles:
            screens[role].goto(f"/admin/duyet/{article.pk}/")
            assert screens[role].locator("button[name=move]").count() == 0, (stage, role)
            for move in ("appraise", "approve", "return", "publish_urgently"):
                status, text = screens[role].evaluate(POST, [move, moderation.seen(article)])
                assert status in (403, 409), (stage, role, move)
                # By a rule, with its sentence; not by the form's token.
                assert "desk-refusal" in text, (stage, role, move)
        assert actions(article) == before


def actions(article) -> list[str]:
    rows = Decision.objects.filter(page_id=article.pk).order_by("sequence")
    return list(rows.values_list("deed", flat=True))
