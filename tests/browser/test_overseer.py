"""The overseer at a desk: five questions in two clicks, and what a cell of the matrix counts."""

import re
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from network.directives.services import receive_directive
from sites.models import ArticlePage, MaterialPage
from tests.factories.directives import make_directive, make_overseer, receipt_of
from tests.factories.documents import backdate, make_change, make_citation, make_document
from tests.factories.sections import make_article
from tests.oversight.network import look, make_network, place
from tests.plugin import browser_path

OLD_LAW = "Bài dẫn luật cũ"
pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture(scope="module")
def six(request: pytest.FixtureRequest, tmp_path_factory: Any) -> Any:
    """The six agencies of the table written by hand, who oversees them, and one dispatch."""
    if browser_path():
        request.getfixturevalue("chromium")

    def made() -> Any:
        from django.test import override_settings

        with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
            offices = make_network()
            look()
        overseer = make_overseer(offices["DU"].agency)
        others = [offices[code].agency for code in ("BAI", "CU")]
        sent = make_directive(overseer, *others, number="77/STP-PBGDPL")
        receive_directive(
            recipient_id=receipt_of(sent, others[0]).pk,
            user=offices["BAI"].approver,
            now=timezone.now(),
        )
        article = make_article(place(offices["LEN"]), OLD_LAW, date=timezone.localdate())
        decree = make_document()
        make_citation(backdate(article), decree)
        make_change(decree)
        return offices, overseer

    return request.getfixturevalue("once")(made)


@pytest.fixture
def desk(six: Any, seat: Any) -> Any:
    """The overseer's start page, where every question begins."""
    screen = seat(six[1])
    screen.goto("/admin/")
    return screen


def press(screen: Any, name: str, inside: str = "main") -> None:
    """Press the one link of that name which a person sees there."""
    link = screen.locator(inside).get_by_role("link", name=re.compile(name))
    with screen.expect_navigation():
        link.locator("visible=true").first.click()


def agencies_in(screen: Any) -> set[str]:
    """Return the short names of the agencies in the table."""
    return set(screen.locator(".oversight-table tbody th a").all_inner_texts())


def test_who_is_silent_is_one_click_away(desk):
    press(desk, "lâu không đăng bài")
    assert agencies_in(desk) == {"TRONG", "NGUOI", "LEN"}


def test_who_lacks_an_approver_is_one_click_away(desk):
    press(desk, "thiếu người duyệt")
    assert agencies_in(desk) == {"NGUOI"}


def test_which_pages_cite_old_law_is_two_clicks_away(desk):
    press(desk, "dẫn luật cũ")
    press(desk, "^1$", ".oversight-table")
    expect(desk.locator("main")).to_contain_text(OLD_LAW)


def test_who_has_not_received_a_dispatch_is_two_clicks_away(desk):
    press(desk, "^Công văn, nhiệm vụ", "aside, nav")
    press(desk, "77.STP-PBGDPL")
    missing = desk.locator("dt", has_text="Chưa nhận").locator("xpath=following-sibling::dd")
    expect(missing.first).to_contain_text("CU")
    expect(missing.first).not_to_contain_text("BAI")


def test_who_lacks_a_second_factor_is_two_clicks_away(six, desk):
    press(desk, "chưa bật xác thực hai lớp")
    assert agencies_in(desk) == {"TRONG", "NGUOI", "BAI", "LEN", "CU"}
    row = desk.locator(".oversight-table tr", has=desk.get_by_role("link", name="TRONG"))
    row.get_by_role("link", name="0/4").click()
    names = {user.username for user in six[0]["TRONG"].people.values()}
    assert len(names) == 4
    for name in names:
        expect(desk.locator("main")).to_contain_text(name)


def titles(six: Any, code: str, model: Any = ArticlePage) -> set[str]:
    """Return what an agency had published when it was looked at."""
    pages = model.objects.live().descendant_of(six[0][code].home)
    return set(pages.exclude(title=OLD_LAW).values_list("title", flat=True))


LINKS = {
    "UBND tỉnh Gia Lai",
    "Hội đồng phối hợp PBGDPL tỉnh Gia Lai",
    "Cổng Pháp luật quốc gia",
}
SUPERIOR = "Bộ, ngành, cơ quan Trung ương cấp trên trực tiếp"
SAFE = {"Ảnh đã ghi quyền sử dụng", "Yêu cầu về quyền, dữ liệu trả lời đúng hạn"}
FACTOR = "Người đã bật đăng nhập hai lớp"
NONE: set[str] = set()
# Sign and label of each row, without the note beside it.
LABELS = """list => [...list.children].map(row => [...row.childNodes]
  .filter(node => node.nodeName !== "SMALL").map(node => node.textContent).join(" ")
  .replace(/\\s+/g, " ").trim())"""
# Of an agency and a requirement: what is as it should be, and what is not.
CELLS: dict[tuple[str, str], tuple[Any, Any]] = {
    ("DU", "R5"): (LINKS | {"Bộ Tư pháp"}, NONE),
    ("TRONG", "R5"): (LINKS, {SUPERIOR}),
    ("DU", "R6"): ({"Ngày Pháp luật"}, NONE),
    ("BAI", "R6"): (NONE, {"Pano dẫn tới trang phải liên kết"}),
    ("DU", "R8"): (ArticlePage, NONE),
    # The policy itself, which its page brought too late.
    ("CU", "R4"): (NONE, {"Quyết định 1"}),
    ("CU", "R7"): (NONE, ArticlePage),
    ("CU", "R8"): (NONE, ArticlePage),
    ("CU", "R10"): (MaterialPage, NONE),
    ("LEN", "R7"): (NONE, ArticlePage),
    ("DU", "R25"): (SAFE | {FACTOR}, NONE),
    ("TRONG", "R25"): (SAFE, {FACTOR}),
}


def test_a_cell_that_is_pressed_shows_the_rows_that_its_value_counts(six, seat):
    screen = seat(six[1])
    screen.goto("/admin/giam-sat/ma-tran/")
    for (code, key), expected in CELLS.items():
        good, bad = (
            each if isinstance(each, set) else titles(six, code, each) for each in expected
        )
        row = screen.locator(".matrix tr", has=screen.get_by_role("link", name=code, exact=True))
        # Two cells may show the same count: what stands there must be the new one's.
        with screen.expect_navigation():
            row.locator(f"td a[title^='{key} ']").click()
        opened = screen.locator("#o")
        expect(opened).to_contain_text(f"{len(good)} / {len(good) + len(bad)}")
        shown = set(opened.locator(".evidence").first.evaluate(LABELS))
        counted = {f"✓ {each}" for each in good} | {f"✕ {each}" for each in bad}
        assert counted <= shown, (code, key)
        # What is missing as a whole is said in words and counts nothing.
        assert {each[0] for each in shown - counted} <= {"✕"}, (code, key)
