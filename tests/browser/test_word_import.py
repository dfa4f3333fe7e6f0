"""From a paste and a Word file to an article, in a real browser."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from network.media.models import AgencyImage
from sites.models import ArticlePage
from tests.browser.editing import DESK, open_editor, save

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
FIXTURES = Path(__file__).parents[1] / "media" / "word_import"
PASTE = """([editor, html]) => {
    const data = new DataTransfer();
    data.setData("text/html", html);
    data.setData("text/plain", "chữ trơn");
    const target = editor.querySelector("[contenteditable=true]");
    target.dispatchEvent(
        new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""


# What rich text itself keeps: links and bold, but nothing that an article has blocks for.
PLAIN = {"09-zalo"}
SECOND = sorted((FIXTURES / "second" / "pastes").glob("*.html"))


@pytest.mark.parametrize("source", SECOND, ids=lambda path: path.stem)
def test_a_paste_is_kept_whole_or_leads_to_the_import(seat, office, article, source):
    lines = source.with_suffix(".txt").read_text("utf-8").partition("\n----")[0]
    # Without the marks of the outline: cells, items, paragraphs, formats.
    words = re.sub(r"<[^>]+>|[¶|#]|\[bảng\]|^ *(?:-|\d+\.) ", " ", lines, flags=re.MULTILINE)
    screen = seat(office.people["author"], DESK)
    open_editor(screen, article)
    editor = screen.locator(".Draftail-Editor").first
    editor.locator("[contenteditable=true]").click()
    screen.evaluate(PASTE, [editor.element_handle(), source.read_text("utf-8")])
    shown = editor
    if source.stem not in PLAIN:
        screen.locator(".from-word-note").get_by_role("link").click()
        screen.get_by_text("Đã đọc phần bạn dán").wait_for()
        shown = screen.locator(".word-import__text")
    expect(shown).to_contain_text(words.split()[0])
    text = shown.inner_text()
    assert [word for word in words.split() if word not in text and word != "-"] == []


def test_a_rich_paste_and_a_file_enter_an_article(seat, office, article):
    screen = seat(office.people["author"], DESK)
    open_editor(screen, article)
    editor = screen.locator(".Draftail-Editor").first
    paste = (FIXTURES / "pastes" / "03-word-table.html").read_text("utf-8")
    screen.evaluate(PASTE, [editor.element_handle(), paste])
    # The field stays as it was; the sentence leads to the import with the same paste.
    note = screen.locator(".from-word-note")
    assert "bảng" in note.inner_text()
    assert "Người Thử" not in editor.inner_text()
    note.get_by_role("link").click()
    screen.get_by_text("Đã đọc phần bạn dán").wait_for()
    assert screen.locator(".word-import__text").get_by_text("Người Thử A").is_visible()

    screen.get_by_role("button", name="Chọn tệp khác").click()
    screen.set_input_files("input[type=file]", FIXTURES / "docx" / "09-pictures.docx")
    screen.get_by_text("Đã đọc “09-pictures.docx”").wait_for()
    screen.get_by_role("button", name="Đưa vào bài").click()
    screen.get_by_text("Còn chọn: ảnh của ai.").wait_for()
    assert not AgencyImage.objects.exists()
    screen.locator("[name=owner][value=own]").check()
    screen.get_by_role("button", name="Đưa vào bài").click()

    screen.wait_for_url(f"**/admin/pages/{article.pk}/edit/")
    assert screen.get_by_text("Đã đưa vào bài, ở dạng bản nháp.").is_visible()
    save(screen)
    draft = ArticlePage.objects.get(pk=article.pk).get_latest_revision_as_object()
    kinds = [block.block_type for block in draft.body]
    assert kinds[-6:] == ["image", "paragraph", "image", "table", "image", "image"]
