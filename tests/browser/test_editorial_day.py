"""A whole editorial day by clicking: five people, one article, and a session that ends midway."""

import pytest

from network.agencies.models import Role
from network.moderation.models import Decision
from sites.models import ArticlePage
from tests.browser.editing import (
    DESK,
    DIALOG,
    PHONE,
    SAVED,
    TITLE,
    end_sessions,
    hand_in,
    lend_session,
    open_editor,
    open_from_start_page,
    press,
    save,
    sign_in_here,
    write_article,
)
from tests.factories.desk import desk_of
from tests.factories.moderation import make_member, make_office

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.django_db]
FIRST = "Hộ mất nhà được hỗ trợ tiền, nộp đơn ở xã trước ngày 30."
MENDED = "Mỗi hộ mất nhà được 60 triệu đồng, nộp đơn ở xã trước ngày 30."
CORRECTED = "Mỗi hộ mất nhà được 40 triệu đồng, nộp đơn ở xã trước ngày 30."
RETURN, TAKEDOWN = "Ghi rõ mức hỗ trợ.", "Mức hỗ trợ sai so với Quyết định 12/QĐ-UBND."
DAY = [
    *("submitted", "returned", "submitted", "appraised", "approved"),
    *("submitted", "appraised", "approved"),
    *("taken_down", "submitted", "appraised", "approved"),
]


@pytest.fixture
def office(office):
    office.people["overseer"] = make_member(make_office("BTP").agency, Role.OVERSEER)
    return office


def test_an_editorial_day(seat, office):
    sizes = {"author": DESK, "appraiser": DESK, "approver": PHONE, "overseer": DESK}
    screens = {role: seat(office.people[role], size) for role, size in sizes.items()}
    visitor = seat(None, PHONE)
    write_and_lose_the_session(screens, office)
    article = ArticlePage.objects.get(title=TITLE)

    return_with_answers(screens["appraiser"])
    screens["author"].goto("/admin/")
    assert screens["author"].get_by_text(RETURN).first.is_visible()
    mend(screens["author"], article, MENDED, told=RETURN)
    pass_with_kept_answers(screens["appraiser"])
    approve(screens["approver"])
    assert reads(visitor, article, MENDED)

    mend(screens["author"], article, CORRECTED)
    appraise(screens["appraiser"], change=("60", "40"))
    assert reads(visitor, article, MENDED)
    approve(screens["approver"])
    assert reads(visitor, article, CORRECTED)

    take_down(screens["overseer"], article)
    assert visitor.goto(article.url).status == 410

    mend(screens["author"], article, MENDED, told=TAKEDOWN)
    appraise(screens["appraiser"], change=("40", "60"), told=TAKEDOWN)
    approve(screens["approver"], told=TAKEDOWN)
    assert reads(visitor, article, MENDED)
    rows = Decision.objects.filter(page_id=article.pk).order_by("sequence")
    assert list(rows.values_list("deed", flat=True)) == DAY


def write_and_lose_the_session(screens, office) -> None:
    """Write until the session ends, sign in within the page, go on, and hand in."""
    author = screens["author"]
    write_article(author, office)
    save(author)
    open_editor(author, ArticlePage.objects.get(title=TITLE))
    end_sessions()
    author.locator("[name=summary]").fill(FIRST)
    author.locator(DIALOG).wait_for()
    sign_in_here(author)
    author.locator(SAVED).wait_for()
    hand_in(author)
    for role, screen in screens.items():
        if role != "author":
            lend_session(screen.context, office.people[role])


def return_with_answers(screen) -> None:
    """Answer what can be answered, and send the text back."""
    open_from_start_page(screen)
    screen.frame_locator(".desk-frame").get_by_text(FIRST).first.wait_for()
    answer_all(screen)
    screen.locator(".desk-bar [name=comment]").fill(RETURN)
    press(screen, "return")


def mend(screen, article: ArticlePage, summary: str, told: str = "") -> None:
    """Change the text in the editor, under the pinned reason if there is one, and hand it in."""
    open_editor(screen, article)
    assert screen.locator(".pinned").get_by_text(told).count() == bool(told)
    screen.locator("[name=summary]").fill(summary)
    screen.locator(SAVED).wait_for()
    hand_in(screen)


def pass_with_kept_answers(screen) -> None:
    """Find the earlier answers, answer what is asked again, and pass the text."""
    open_from_start_page(screen)
    assert is_marked(screen, "hỗ trợ tiền", "60 triệu đồng")
    kept = screen.locator(".desk-question:has(.desk-kept)")
    assert kept.count()
    assert kept.locator("input[value=yes]:checked").count() == kept.count()
    assert screen.locator(".desk-asked-again").count()
    answer_all(screen)
    press(screen, "appraise")


def appraise(screen, *, change: tuple[str, str], told: str = "") -> None:
    """Read what has changed since the last time, and why it was taken down; pass the text."""
    open_from_start_page(screen)
    assert is_marked(screen, *change)
    assert screen.get_by_role("heading", name="Thay đổi kể từ").count()
    assert screen.locator(".pinned").get_by_text(told).count() == bool(told)
    answer_all(screen)
    press(screen, "appraise")


def approve(screen, told: str = "") -> None:
    open_from_start_page(screen)
    assert screen.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert screen.locator(".pinned").get_by_text(told).count() == bool(told)
    press(screen, "approve")


def take_down(screen, article: ArticlePage) -> None:
    """Press the overseer's one button, and say why."""
    screen.goto(desk_of(article))
    with screen.expect_navigation():
        screen.get_by_role("link", name="Gỡ bài").click()
    screen.locator("[name=comment]").fill(TAKEDOWN)
    with screen.expect_navigation():
        screen.locator("button[name=reason][value=order]").click()


def answer_all(screen) -> None:
    screen.locator(".desk-kept-answers").evaluate_all("(all) => all.forEach((x) => x.open = true)")
    for answer in screen.locator("input[value=yes]").all():
        answer.check()


def is_marked(screen, old: str, new: str) -> bool:
    """Return whether the first comparison on the desk strikes out `old` and puts in `new`."""
    summary = screen.locator(".desk-change").filter(has_text="Nói ngắn gọn").first
    struck = summary.locator(".deletion").first.inner_text()
    return old in struck and new in summary.locator(".addition").first.inner_text()


def reads(screen, article: ArticlePage, text: str) -> bool:
    article.refresh_from_db()
    answer = screen.goto(article.url)
    return answer.status == 200 and bool(screen.get_by_text(text).count())
