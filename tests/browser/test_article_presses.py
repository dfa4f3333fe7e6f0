"""An article with picture, table and citation: presses, fields, and what the editor weighs."""

import gzip
from typing import Any

import brotli
import pytest
from django.conf import settings
from playwright.sync_api import expect

from network.moderation.models import Decision
from network.moderation.revisions import newest_revision
from sites.models import ArticlePage
from tests.browser.editing import IS_WATCHING, TITLE
from tests.factories.files import photograph

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

# From the start page: "write a new article", then its kind.
PRESSES_TO_FORM = 2
MOST_PRESSES, MOST_FIELDS = 16, 12
# What Django writes is compressed by the proxy (docker/nginx.conf).
MOST_BYTES, LEVEL = 500_000, 5
PASTE = """(input, text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    const options = {clipboardData, bubbles: true, cancelable: true};
    input.dispatchEvent(new ClipboardEvent("paste", options));
}"""


class Author:
    """Somebody at the editor who counts presses and fields."""

    def __init__(self, screen: Any) -> None:
        self.screen, self.presses, self.fields = screen, PRESSES_TO_FORM, 0

    def press(self, place: Any) -> None:
        """Press something."""
        place.click()
        self.presses += 1

    def fill(self, place: Any, words: str) -> None:
        """Type into a field, which is reached by Tab or is focused already."""
        place.fill(words)
        self.fields += 1

    def add(self, block: str) -> None:
        """Add a block at the end of the text."""
        self.press(self.screen.locator(".c-sf-add-button").last)
        self.press(self.screen.get_by_role("option", name=block, exact=True))


def picture() -> dict[str, Any]:
    """Return a photo as the file input takes it."""
    content = photograph((900, 600), "JPEG")
    return {"name": "tap-huan.jpg", "mimeType": "image/jpeg", "buffer": content}


def weigh(screen: Any, address: str) -> dict[str, int]:
    """Open the page and return the compressed bytes of each file it loads."""
    answers: list[Any] = []
    screen.on("response", lambda answer: answers.append(answer))
    screen.goto(address)
    screen.wait_for_load_state("networkidle")
    answers = answers.copy()
    return {answer.url: packed(answer) for answer in answers if answer.ok}


def packed(answer: Any) -> int:
    """Return the bytes over the line: files are packed by Brotli when they are collected."""
    if settings.STATIC_URL in answer.url:
        return len(brotli.compress(answer.body()))
    return len(gzip.compress(answer.body(), LEVEL))


def test_an_article_with_picture_table_and_citation(seat, office):
    office.author.first_name, office.author.last_name = "H'Nga", "Rơ Châm"
    office.author.save()
    place = office.home.get_children().get(slug="tin-tuc")
    screen = seat(office.author)
    weights = weigh(screen, f"/admin/pages/add/agency_sites/articlepage/{place.pk}/")
    screen.wait_for_function(IS_WATCHING)
    author = Author(screen)
    author.fill(screen.locator("[name=title]"), TITLE)
    author.fill(screen.locator("[name=summary]"), "Mỗi hộ mất nhà được 60 triệu đồng.")
    author.add("Đoạn văn")
    text = screen.locator("[data-contentpath=body] [contenteditable=true]").first
    author.fill(text, "Căn cứ Điều 10 Luật số 15/2023/QH15.")
    author.add("Bảng")
    table = screen.locator(".typed-table-block")
    headings = table.locator(".column-heading")
    cells = table.locator("tbody input:visible")
    # `all` takes what is there; the table makes its cells a moment later.
    expect(headings).to_have_count(2)
    expect(cells).to_have_count(4)
    for heading, words in zip(headings.all(), ("Ai", "Số"), strict=True):
        author.fill(heading, words)
    for cell, words in zip(cells.all(), ("Hộ nghèo", "98", "Hộ cận nghèo", "22"), strict=True):
        author.fill(cell, words)
    expect(cells.nth(3)).to_have_attribute("aria-label", "Số, Hộ cận nghèo")
    author.add("Hình ảnh")
    body = screen.locator("[data-contentpath=body]")
    author.press(body.get_by_role("button", name="Chọn hình ảnh"))
    upload(author)
    cells.nth(3).evaluate(PASTE, '22\t10\r\n7\t"a\nb"')
    with screen.expect_event("load"):
        author.press(screen.locator("[name=action-submit]"))
    check(ArticlePage.objects.get(title=TITLE))
    total = sum(weights.values())
    print(f"{author.presses} presses, {author.fields} fields, {total} bytes")  # noqa: T201
    assert author.presses <= MOST_PRESSES
    assert author.fields <= MOST_FIELDS
    assert total < MOST_BYTES


def upload(author: Author) -> None:
    """Upload a picture of the agency's own: its source is filled in."""
    chooser = author.screen.locator(".modal-content")
    author.press(chooser.locator("#tab-label-upload"))
    chooser.locator("[type=file]").set_input_files(picture())
    author.presses += 1
    expect(chooser.locator("[name$=title]")).not_to_have_value("")
    author.fill(chooser.locator("[name$=description]"), "Buổi tập huấn ở nhà rông")
    assert chooser.locator(".tagit-new input").get_attribute("aria-label")
    author.press(chooser.locator("form[enctype] [type=submit]"))
    chooser.wait_for(state="detached")


def check(page: ArticlePage) -> None:
    """See that everything was stored and handed in."""
    assert Decision.objects.filter(page_id=page.pk, deed="submitted").exists()
    _text, table, image = newest_revision(page.pk).as_object().body
    assert image.value["alt_text"] == "Buổi tập huấn ở nhà rông"
    assert [column["heading"] for column in table.value.columns] == ["Ai", "Số", ""]
    assert [row["values"] for row in table.value.row_data] == [
        ["Hộ nghèo", "98", ""],
        ["Hộ cận nghèo", "22", "10"],
        ["", "7", "a b"],
    ]
