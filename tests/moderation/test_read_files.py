"""A material is approved with files that can be read, and with those that were appraised."""

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from network.media.models import Rendering
from network.media.viewing.selectors import rendering_of
from network.media.viewing.services import render
from network.moderation.contents import blocking_codes, hints_of
from network.moderation.models import Action, Decision
from network.moderation.moves import MoveRefused
from network.moderation.rules import MoveRefusal
from sites.models import MaterialFile, MaterialPage
from tests.factories.accounts import signed_in
from tests.factories.desk import press
from tests.factories.files import make_file, make_readable, pdf_of
from tests.factories.moderation import appraise, approve, hand_in, make_draft
from tests.factories.office import outline_docx
from tests.factories.sections import SOURCE

pytestmark = pytest.mark.django_db
LEAFLET, OTHER = "muoi-viec-cua-hoa-giai-vien", "thuoc-la-dien-tu"


@pytest.fixture(autouse=True)
def media_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def handed_in(office, document, **file) -> MaterialPage:
    place = office.home.get_children().get(slug="tin-tuc")
    fields = {"summary": "Ai, được gì.", "body": [("paragraph", "<p>Nội dung.</p>")]}
    material = MaterialPage(title="Sổ tay", slug="so-tay", live=False, **SOURCE | fields)
    material.owner = office.author
    material.files.add(MaterialFile(file=document, **file))
    place.add_child(instance=material)
    material.save_revision(user=office.author)
    return hand_in(material, office.author)


def refused(move, *arguments) -> MoveRefusal:
    with pytest.raises(MoveRefused) as error:
        move(*arguments)
    return error.value.refusal


def test_what_is_approved_is_written_down_with_its_files(office):
    document = make_readable(pdf_of(LEAFLET))
    material = handed_in(office, document)
    appraise(material, office.appraiser)
    approve(material, office.approver)
    kept = {str(document.pk): rendering_of(document).digest}
    details = Decision.objects.filter(page_id=material.pk).values_list("deed", "detail")
    assert {deed: detail.get("files") for deed, detail in details} == {
        Action.SUBMITTED: None,
        Action.APPRAISED: kept,
        Action.APPROVED: kept,
    }


def test_a_file_that_is_not_ready_waits_and_passes_once_it_is(office):
    document = make_file(pdf_of(LEAFLET))
    material = handed_in(office, document)
    assert blocking_codes(material) == ["file_waiting"]
    assert refused(appraise, material, office.appraiser) is MoveRefusal.TEXT_BLOCKED
    render(rendering_id=Rendering.objects.get().pk, now=timezone.now())
    appraise(material, office.appraiser)


def test_a_file_that_cannot_be_shown_is_not_appraised_and_the_desk_says_why(office, client):
    material = handed_in(office, make_readable(pdf_of(LEAFLET)[:9000]))
    assert blocking_codes(material) == ["file_refused"]
    answer = press(signed_in(client, office.appraiser), material, "appraise")
    assert "không hiển thị được cho người đọc" in answer.content.decode()


def test_a_file_without_text_needs_words(office):
    document = make_file(b"ID3" + b"\0" * 200, "tin.mp3")
    silent = handed_in(office, document)
    assert blocking_codes(silent) == ["file_without_text"]
    silent.files.update(alternative="Lời đọc: bà con chú ý.")
    assert blocking_codes(MaterialPage.objects.get(pk=silent.pk)) == []


def test_a_text_links_to_a_material_not_to_a_file_of_an_office_program(office):
    document = make_file(outline_docx(), "de-cuong.docx")
    link = f'<p><a linktype="document" id="{document.pk}">Đề cương</a></p>'
    article = make_draft(office, body=[("paragraph", link)])
    assert blocking_codes(article) == ["file_outside_material"]
    place = article.get_parent().specific
    place.introduction = link
    assert blocking_codes(place) == ["file_outside_material"]


def test_a_file_replaced_after_the_appraisal_is_not_approved(office):
    document = make_readable(pdf_of(LEAFLET))
    material = handed_in(office, document)
    appraise(material, office.appraiser)
    document.file.save("khac.pdf", ContentFile(pdf_of(OTHER)))
    assert refused(approve, material, office.approver) is MoveRefusal.FILES_UNREADABLE
    render(rendering_id=rendering_of(document).pk, now=timezone.now())
    assert refused(approve, material, office.approver) is MoveRefusal.FILES_CHANGED


def test_what_citizens_read_is_not_replaced_in_its_place(office, client):
    document = make_readable(pdf_of(LEAFLET), collection=office.agency.collection)
    material = handed_in(office, document)
    appraise(material, office.appraiser)
    approve(material, office.approver)
    address = f"/admin/documents/edit/{document.pk}/"
    fields = {"title": "Sổ tay", "collection": document.collection_id, "tags": ""}
    fields["file"] = ContentFile(pdf_of(OTHER), name="khac.pdf")
    answer = signed_in(client, office.agency_admin).post(address, fields)
    assert "Trang đã đăng đang dùng tệp này" in answer.content.decode()
    before = document.file.name
    document.refresh_from_db()
    assert document.file.name == before


def test_the_officer_reads_how_far_a_file_is_where_it_is_edited(office, client):
    broken = make_readable(pdf_of(LEAFLET)[:9000], collection=office.agency.collection)
    named = make_readable(pdf_of(OTHER, Author="Trần Minh Khôi"))
    material = handed_in(office, named)
    officer = signed_in(client, office.agency_admin)
    assert "Tệp bị hỏng" in officer.get(f"/admin/documents/edit/{broken.pk}/").content.decode()
    text = officer.get(f"/admin/pages/{material.pk}/edit/").content.decode()
    assert "đọc được" in text
    assert "Tệp ghi tên người soạn: Trần Minh Khôi" in text


def test_whoever_decides_reads_the_pages_of_a_draft_in_its_preview(office, client):
    document = make_readable(pdf_of(LEAFLET), collection=office.agency.collection)
    material = handed_in(office, document)
    page = rendering_of(document).pages.get()
    appraiser = signed_in(client, office.appraiser)
    text = appraiser.get(f"/admin/pages/{material.pk}/view_draft/").content.decode()
    assert "Gặp riêng từng bên." in text
    assert page.small in text
    assert appraiser.get(f"/media/{page.small}").status_code == 200


def test_the_text_of_a_file_is_read_by_the_hints():
    document = make_readable(pdf_of(LEAFLET))
    rendering_of(document).pages.update(text="Anh Nam, điện thoại 0905 123 456.")
    material = MaterialPage(title="Sổ tay", **SOURCE)
    material.files.add(MaterialFile(file=document))
    assert "phone_number" in [hint.code for hint in hints_of(material)]
