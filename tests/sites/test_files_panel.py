"""The editor of a material says how far each of its files is, and what to do."""

import pytest
from django.urls import reverse
from django.utils import timezone

from network.media.models import Rendering
from network.media.viewing.services import render
from sites.models import MaterialFile, SectionKey
from tests.factories.accounts import signed_in
from tests.factories.files import make_file, make_readable, pdf_of
from tests.factories.office import outline_docx
from tests.factories.sections import make_material, make_place

pytestmark = pytest.mark.django_db
LEAFLET = "muoi-viec-cua-hoa-giai-vien"


@pytest.fixture(autouse=True)
def media_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def place(office):
    return make_place(office.home, "Sổ tay", key=SectionKey.SO_TAY)


def test_a_file_that_waits_shows_its_place_and_then_its_pages(client, office, place):
    before, file = make_file(pdf_of(LEAFLET)), make_file(pdf_of(LEAFLET), title="Sổ tay dài")
    material = make_material(
        place, files=[MaterialFile(file=file)], live=False, owner=office.author
    )
    signed_in(client, office.author)
    editor = text_of(client, reverse("wagtailadmin_pages:edit", args=[material.pk]))
    state = reverse("material_files:state", args=[material.pk])
    assert f'data-files-state="{state}"' in editor
    assert "agency_sites/files_state" in editor
    assert "số tệp đứng trước: 1" in editor
    render(rendering_id=before.renderings.get().pk, now=timezone.now())
    assert "số tệp đứng trước: 0" in text_of(client, state)
    file.renderings.update(page_count=40, pages_made=12)
    text = text_of(client, state)
    assert "đã xong 12 trên 40 trang" in text
    assert 'max="40" value="12"' in text
    render(rendering_id=file.renderings.get().pk, now=timezone.now())
    text = text_of(client, state)
    assert "Đọc được: 1 trang" in text
    # Nothing is asked again then.
    assert "<progress" not in text


def test_a_scan_without_words_says_what_is_missing(client, office, place):
    file = make_readable(pdf_of(LEAFLET))
    Rendering.objects.update(has_text=False)
    material = make_material(
        place, files=[MaterialFile(file=file)], live=False, owner=office.author
    )
    signed_in(client, office.author)
    state = reverse("material_files:state", args=[material.pk])
    assert "Hãy ghi ở trên, bằng chữ" in text_of(client, state)
    material.files.update(alternative="Chữ trên tờ quét.")
    material.refresh_from_db()
    material.save_revision()
    assert "Hãy ghi ở trên, bằng chữ" not in text_of(client, state)


def test_the_screen_of_the_file_says_the_same(client, office):
    file = make_readable(
        outline_docx(),
        "de-cuong.docx",
        collection=office.agency.collection,
        uploaded_by_user=office.author,
    )
    signed_in(client, office.author)
    screen = text_of(client, reverse("wagtaildocs:edit", args=[file.pk]))
    assert "PDF, DOCX, ODT (30,0 MB)" in screen.replace("\xa0", " ")
    assert "<p>Đọc được: 2 phần</p>" in screen
    assert "<p>Tệp ghi tên người soạn: Trần Minh Khôi." in screen
    assert "Tải bản sạch" in screen


def text_of(client, address) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return " ".join(answer.content.decode().split())
