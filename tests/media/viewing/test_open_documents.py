"""OpenDocument (ODT, ODS, ODP): read as LibreOffice reads it, refused by name where it is none."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from network.agencies.services import shared_collection
from network.media.contents import is_genuine
from network.media.models import AgencyDocument
from network.media.viewing.results import LARGE, Refusal
from tests.factories.office import open_document

# A link that a reader clicks fetches nothing.
LINK = "<text:p><text:a xlink:href='https://gialai.gov.vn/'>Cổng</text:a></text:p>"


@pytest.mark.office
@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(
    ("kind", "more", "said"),
    [
        ("text", LINK, ("<h2>Hòa giải</h2>", 'href="https://gialai.gov.vn/"')),
        ("spreadsheet", "", ("Một vụ",)),
        ("presentation", "", ("Lắng nghe",)),
    ],
)
def test_it_is_read_by_its_structure_and_page_by_page(read, kind, more, said):
    (part,) = read(open_document(kind, more)).parts
    assert all(each in part.html for each in said)
    assert 0 < part.width <= LARGE


def test_where_nothing_reads_it_another_kind_is_asked_for(refusal):
    assert refusal(open_document("text")) == Refusal.NO_OFFICE


def test_programs_and_passwords_are_refused_by_name(refusal):
    macro = open_document("text", **{"Basic/Standard/Module1.xml": "<module/>"})
    assert refusal(macro) == Refusal.MACROS
    assert refusal(open_document("text", manifest="<a:encryption-data/>")) == Refusal.ENCRYPTED


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (open_document("text", **{"Basic/Standard/Module1.xml": "<module/>"}), "macro"),
        (open_document("text", manifest="<a:encryption-data/>"), "mật khẩu"),
        (open_document("text")[:300], "hỏng"),
    ],
    ids=["macros", "password", "cut off"],
)
def test_whoever_uploads_it_is_told_at_once(content, said):
    file = SimpleUploadedFile("a.odt", content)
    with pytest.raises(ValidationError) as refused:
        AgencyDocument(title="Đề cương", file=file, collection=shared_collection()).clean()
    assert said in refused.value.messages[0]


@pytest.mark.parametrize(
    ("kind", "extension"), [("text", "odt"), ("spreadsheet", "ods"), ("presentation", "odp")]
)
def test_the_content_says_which_kind_it_is(kind, extension):
    file = ContentFile(open_document(kind))
    assert is_genuine(file, extension)
    assert not any(is_genuine(file, other) for other in {"odt", "ods", "odp"} - {extension})
    assert not is_genuine(file, "docx")
