"""Documents are chosen by their number in any spelling, or by words."""

import datetime as dt

import pytest
from django.urls import reverse
from modelsearch import index

from legal_updates.citing.panels import CitedDocumentsPanel
from legal_updates.models import DocumentType
from tests.factories.accounts import signed_in
from tests.factories.documents import make_document
from tests.factories.moderation import make_draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def documents(office):
    law = DocumentType.objects.get(key="luat")
    found = [
        make_document("100/2019/NĐ-CP", title="Xử phạt giao thông đường bộ"),
        make_document("35/2013/QH13", title="Luật Hòa giải ở cơ sở", type=law),
    ]
    for document in found:
        index.insert_or_update_object(document)
    return found


def offered(client, words: str) -> str:
    return client.get(
        reverse("legal_document_chooser:choose_results"), {"q": words}
    ).content.decode()


@pytest.mark.parametrize(
    "words",
    ["100/2019/NĐ-CP", "100/2019/nd-cp", "nghị định 100/2019/NĐCP", "nghị định 100/2019"],
)
def test_a_number_is_found_however_it_is_written(client, office, documents, words):
    text = offered(signed_in(client, office.author), words)
    assert "Nghị định 100/2019/NĐ-CP" in text
    assert "35/2013/QH13" not in text


def test_words_of_the_abstract_find_it_too_without_marks(client, office, documents):
    text = offered(signed_in(client, office.author), "hoa giai")
    assert "35/2013/QH13" in text
    assert "100/2019/NĐ-CP" not in text


def test_titles_with_the_words_come_before_weak_matches(client, office):
    weak = make_document(
        "63/2024/NĐ-CP",
        title="Liên thông điện tử thủ tục thương nhân, mại vụ",
        issued_on=dt.date(2024, 6, 10),
    )
    other_marks = make_document(
        "64/2023/NĐ-CP", title="Thường mai điển tự", issued_on=dt.date(2023, 6, 10)
    )
    right = make_document(
        "52/2013/NĐ-CP", title="Về thương mại điện tử", issued_on=dt.date(2013, 5, 16)
    )
    for words, order in (
        ("thương mại điện tử", [right, other_marks, weak]),
        ("thuong mai dien tu", [other_marks, right, weak]),
    ):
        text = offered(signed_in(client, office.author), words)
        places = [text.index(document.number) for document in order]
        assert places == sorted(places), words


def test_an_empty_result_says_what_to_do(client, office):
    text = offered(signed_in(client, office.author), "người tiêu dùng")
    assert "Không có văn bản nào" in text
    assert "Sở Tư pháp nhập" in text


def test_records_are_not_made_in_the_chooser(client, office):
    client = signed_in(client, office.agency_admin)
    assert client.get(reverse("legal_document_chooser:create")).status_code in (302, 403, 404)


def test_the_editor_lists_known_and_unknown_numbers_of_the_draft(client, office, documents):
    body = [("paragraph", "<p>Nghị định số 100/2019/NĐ-CP; Nghị định số 7/2099/NĐ-CP</p>")]
    draft = make_draft(office, body=body)
    client = signed_in(client, office.author)
    text = client.get(reverse("wagtailadmin_pages:edit", args=[draft.pk])).content.decode()
    panel = text[text.index('class="cited-documents"') :]
    assert panel.index("7/2099/NĐ-CP") < panel.index("Không có trong kho văn bản")
    assert "Xử phạt giao thông đường bộ" in panel
    assert "Còn hiệu lực" in panel


def test_a_new_page_has_no_list_yet(office):
    panel = CitedDocumentsPanel().bind_to_model(type(make_draft(office)))
    assert not panel.get_bound_panel(instance=type(make_draft(office))()).is_shown()


def test_a_new_page_can_be_previewed(client, office, documents):
    place = office.home.get_children().get(slug="tin-tuc").specific
    article = make_draft(office)
    article.pk = article.id = None
    article.path, article.depth = f"{place.path}9999", place.depth + 1
    assert article.citations == []
    assert article.law_notes.notices == []
