"""The import's two requests: the preview stores nothing, the second one fills an article."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from network.accounts.models import User
from network.agencies.models import Agency
from network.media.models import AgencyImage
from network.media.word_import.child import main
from network.media.word_import.manuscript import RemarkKind
from sites.models import ArticlePage, SectionIndexPage, ShortTextPage
from sites.word_import.wording import SENTENCES
from tests.factories.accounts import signed_in
from tests.factories.moderation import make_draft, make_office

pytestmark = pytest.mark.django_db
FIXTURES = Path(__file__).parents[2] / "media" / "word_import"


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch):
    """Read in this process: starting two for each request costs a second."""

    def read(self, source, kind):
        main(source, self.folder, kind)
        return self._told()

    monkeypatch.setattr("network.media.word_import.child.bound", lambda: None)
    monkeypatch.setattr("network.media.word_import.child.forbid_network", lambda: None)
    monkeypatch.setattr("network.media.viewing.running.Processes.read_manuscript", read)
    monkeypatch.setattr("network.media.inspection.services._in_a_process", lambda data: None)


@pytest.fixture
def author(client, office) -> User:
    author = office.people["author"]
    signed_in(client, author)
    return author


@pytest.fixture
def agency(office) -> Agency:
    return office.agency


@pytest.fixture
def place(office, author) -> SectionIndexPage:
    return office.home.get_children().get(slug="tin-tuc").specific


@pytest.fixture
def draft(article, author) -> ArticlePage:
    return article


def sent(client, address: str, name: str, **data):
    path = FIXTURES / name
    upload = SimpleUploadedFile(path.name, path.read_bytes())
    return client.post(address, {"file": upload, "step": "look", **data})


def entered(client, draft: ArticlePage, name: str, **data) -> ArticlePage:
    """Put a fixture into the draft, and return its new revision."""
    address = reverse("word_import:page", args=[draft.pk])
    known = {"step": "enter", "revision": draft.latest_revision_id, "position": "end"}
    answer = sent(client, address, name, **(known | data))
    assert answer.status_code == 200, answer.content.decode()
    assert answer.json() == {"url": reverse("wagtailadmin_pages:edit", args=[draft.pk])}
    draft.refresh_from_db()
    return draft.get_latest_revision_as_object()


def test_the_preview_numbers_what_it_left_out_and_stores_nothing(client, draft):
    address = reverse("word_import:page", args=[draft.pk])
    answer = sent(client, address, "docx/10-text-box.docx")
    page = BeautifulSoup(answer.content, "html.parser")

    remarks = page.select(".word-import__remarks li")
    assert len(remarks) == 6
    for remark in remarks:
        number = remark.select_one(".word-import__number").text
        assert page.select_one(f'.word-import__marks a[href="#remark-{number}"]')
    assert not page.select("input[type=radio][checked]")
    assert draft.revisions.count() == 1
    assert not AgencyImage.objects.exists()


def test_text_is_added_at_the_end_and_can_be_taken_out_again(client, draft):
    saved = entered(client, draft, "docx/05-tracked-changes.docx")
    text = " ".join(saved.body.stream_block.get_searchable_content(saved.body))

    assert [block.block_type for block in saved.body][:2] == ["paragraph", "paragraph"]
    assert "Nội dung." in text and "3 triệu đồng" in text
    for deleted in ("5 triệu", "bỏ hẳn", "Hàng bị xóa", "31/7", "xóa ngay"):
        assert deleted not in text
    assert text.count("Câu được chuyển chỗ.") == 1


def test_a_paste_replaces_the_text_where_that_is_chosen(client, draft):
    saved = entered(client, draft, "pastes/10-google-docs.html", position="replace")
    assert [block.block_type for block in saved.body] == ["heading", "paragraph", "heading"]
    html = str(saved.body[1].value)
    assert "<b>đúng giờ</b>" in html
    assert "<li" in html and "sáng" in html


def test_the_article_has_no_text_box_that_was_not_ticked(client, draft):
    saved = entered(client, draft, "docx/10-text-box.docx")
    assert "Lưu ý" not in str(saved.body.stream_block.get_prep_value(saved.body))


def test_a_text_box_enters_where_it_was_ticked(client, draft):
    saved = entered(client, draft, "docx/10-text-box.docx", box="1")
    assert "Lưu ý khi tiêm: ăn no." in str(saved.body[1].value)


def test_pictures_need_an_owner_and_go_into_the_agencys_collection(client, draft, agency):
    address = reverse("word_import:page", args=[draft.pk])
    refused = sent(client, address, "docx/09-pictures.docx", step="enter", position="end")
    assert refused.status_code == 422
    assert not AgencyImage.objects.exists()

    alt = {"picture-0-alt_text": "Người dân", "picture-1-alt_text": "Nhà rông"}
    saved = entered(client, draft, "docx/09-pictures.docx", owner="own", **alt)
    images = AgencyImage.objects.order_by("pk")
    assert {image.collection_id for image in images} == {agency.collection_id}
    assert {image.source_name for image in images} == {agency.name}
    blocks = [block for block in saved.body if block.block_type == "image"]
    assert len(images) == 3
    assert [block.value["image"] for block in blocks] == [*images, images[0]]
    assert blocks[0].value["caption"].startswith("Hình 1")
    # Half of this picture was cut off in Word; what nobody sees there is not stored.
    assert (images[1].width, images[1].height) == (60, 80)


def test_each_picture_may_have_a_source_of_its_own(client, draft):
    source = {
        "source-0-source_name": "Báo Thử",
        "source-0-source_author": "Người Chụp",
        "source-0-source_agency": "Phòng Ảnh",
        "source-0-source_url": "https://bao.example.vn/1",
        "source-0-source_date": "20/11/2026",
        "source-0-licence": "Cho phép dùng lại",
    }
    owners = {"picture-0-owner": "other", "picture-1-owner": "none", "picture-2-owner": "own"}
    fields = {"owner": "each", **owners, **source}
    address = reverse("word_import:page", args=[draft.pk])
    unlicensed = {name: text for name, text in fields.items() if "licence" not in name}
    refused = {"step": "enter", "position": "end", **unlicensed}
    assert sent(client, address, "docx/09-pictures.docx", **refused).status_code == 422

    entered(client, draft, "docx/09-pictures.docx", **fields)
    assert AgencyImage.objects.order_by("pk").first().source_name == "Báo Thử"
    assert AgencyImage.objects.count() == 2


def test_an_article_saved_meanwhile_is_looked_at_again(client, draft):
    seen = draft.latest_revision_id
    draft.save_revision(clean=False)
    address = reverse("word_import:page", args=[draft.pk])
    known = {"step": "enter", "position": "replace", "revision": seen}
    answer = sent(client, address, "docx/02-nested-lists.docx", **known)
    assert answer.status_code == 422
    assert draft.revisions.count() == 2


def test_a_new_article_gets_the_title_of_the_file(client, place):
    address = reverse("word_import:new", args=["agency_sites", "articlepage", place.pk])
    looked = sent(client, address, "docx/12-styled.docx")
    title = BeautifulSoup(looked.content, "html.parser").select_one("[name=title]")["value"]
    assert title == "Tập huấn y tế thôn, làng"

    answer = sent(client, address, "docx/12-styled.docx", step="enter", title=title)
    draft = ArticlePage.objects.latest("pk")
    assert answer.json()["url"] == reverse("wagtailadmin_pages:edit", args=[draft.pk])
    assert (draft.title, draft.slug, draft.live) == (title, "tap-huan-y-te-thon-lang", False)
    assert draft.date == timezone.localdate()
    # As on the form of a new article: the source is the agency's own work.
    assert draft.source_name and draft.source_url and draft.source_date


@pytest.mark.parametrize("name", ["tep.doc", "tep.docm", "anh.docx", "tep.exe"])
def test_another_file_is_refused_with_a_sentence(client, draft, name):
    address = reverse("word_import:page", args=[draft.pk])
    upload = SimpleUploadedFile(name, b"\xd0\xcf\x11\xe0 not a document")
    answer = client.post(address, {"file": upload, "step": "look"})
    assert answer.status_code == 422
    assert "alert" in answer.content.decode()


def test_pages_without_a_body_and_of_others_are_not_found(client, office, place):
    other = make_office("SYT")
    foreign = other.home.get_children().get(slug="tin-tuc")
    addresses = [
        reverse("word_import:page", args=[make_draft(other).pk]),
        reverse("word_import:page", args=[place.pk]),
        reverse("word_import:page", args=[make_draft(office, model=ShortTextPage).pk]),
        reverse("word_import:new", args=["agency_sites", "articlepage", foreign.pk]),
        reverse("word_import:new", args=["agency_sites", "shorttextpage", place.pk]),
        reverse("word_import:new", args=["agency_sites", "articlepage", office.home.pk]),
        reverse("word_import:new", args=["auth", "group", place.pk]),
    ]
    assert [client.get(address).status_code for address in addresses] == [404] * 7


def test_every_kind_of_remark_has_a_sentence():
    assert SENTENCES.keys() == set(RemarkKind)
