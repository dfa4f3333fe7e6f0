"""A corrected text of a file is read by citizens once it was appraised and approved, not before."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from network.hub.search.keeping import refresh_changed
from network.media.viewing.correcting import correct_page
from network.media.viewing.selectors import rendering_of
from network.moderation.rules import MoveRefusal
from network.moderation.services import return_page
from network.moderation.waiver_services import submit_page
from sites.models import MaterialFile, MaterialPage
from sites.reading.selectors import texts_of_files
from tests.factories.accounts import signed_in
from tests.factories.files import make_readable, pdf_of
from tests.factories.moderation import appraise, approve, hand_in, seen
from tests.factories.sections import make_material
from tests.moderation.test_read_files import handed_in, refused

pytestmark = pytest.mark.django_db
LEAFLET, OTHER = "muoi-viec-cua-hoa-giai-vien", "thuoc-la-dien-tu"
READ, CORRECTED = "Gặp riêng từng bên.", "Gặp riêng mỗi bên, ít nhất một lần."


@pytest.fixture(autouse=True)
def media_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def document(office):
    return make_readable(pdf_of(LEAFLET), collection=office.agency.collection)


def correct(document, user, text: str = CORRECTED) -> None:
    rendering = rendering_of(document)
    correct_page(
        rendering_id=rendering.pk,
        number=1,
        seen=rendering.version,
        text=text,
        user=user,
        now=timezone.now(),
    )


def published(office, document) -> MaterialPage:
    material = handed_in(office, document)
    appraise(material, office.appraiser)
    approve(material, office.approver)
    return MaterialPage.objects.get(pk=material.pk)


def test_an_appraisal_of_before_does_not_count(office, document):
    material = handed_in(office, document)
    appraise(material, office.appraiser)
    correct(document, office.author)
    assert refused(approve, material, office.approver) is MoveRefusal.FILES_CHANGED
    now, told = timezone.now(), {"seen": seen(material), "comment": "Chữ đã sửa, thẩm định lại."}
    return_page(page_id=material.pk, user=office.approver, now=now, **told)
    submit_page(page_id=material.pk, user=office.author, now=now)
    appraise(material, office.appraiser)
    approve(material, office.approver)
    assert MaterialPage.objects.get(pk=material.pk).live


def test_citizens_read_what_was_approved_until_the_correction_is(office, document, client):
    material = published(office, document)
    correct(document, office.author)
    for below in ("xem/", "xem/1/"):
        text = client.get(f"{material.url}{below}").content.decode()
        assert READ in text
        assert CORRECTED not in text
    assert READ in texts_of_files([material.pk])[material.pk]
    material.save_revision(user=office.author)
    hand_in(material, office.author)
    appraise(material, office.appraiser)
    approve(material, office.approver)
    # A second correction, after that approval.
    correct(document, office.author, "Chưa ai đọc.")
    for below in ("xem/", "xem/1/"):
        text = client.get(f"{material.url}{below}").content.decode()
        assert CORRECTED in text
        assert READ not in text
        assert "Chưa ai đọc." not in text
    assert texts_of_files([material.pk])[material.pk] == CORRECTED
    refresh_changed()
    found = client.get("/tim-kiem/?q=it+nhat+mot+lan").content.decode()
    assert material.title in found


def test_whoever_decides_reads_the_correction_in_the_preview(office, document, client):
    material = published(office, document)
    correct(document, office.author)
    material.save_revision(user=office.author)
    address = f"/admin/pages/{material.pk}/view_draft/"
    text = signed_in(client, office.appraiser).get(address).content.decode()
    assert CORRECTED in text
    assert READ not in text


def test_a_sentence_of_a_corrected_file_is_found_on_its_page(office, client):
    document = make_readable(pdf_of(OTHER, LEAFLET), collection=office.agency.collection)
    material = published(office, document)
    correct(document, office.author, "Hỏi bà Nguyệt.")
    refresh_changed()
    # Nobody has approved the correction: it leads nowhere.
    assert material.url not in client.get("/tim-kiem/?q=nguyet").content.decode()
    found = client.get("/tim-kiem/?q=gap+rieng+tung+ben").content.decode()
    assert f"{material.url}xem/2/#" in found


def test_a_corrected_file_is_read_whole_for_the_search_at_one_price(office):
    prices = []
    for count in (1, 4):
        document = make_readable(pdf_of(*[LEAFLET] * count), collection=office.agency.collection)
        material = make_material(
            office.home.get_children().get(slug="tin-tuc"), files=[MaterialFile(file=document)]
        )
        correct(document, office.author)
        assert texts_of_files([material.pk])[material.pk].count(READ) == count
        # What is asked once in a process is known by now.
        with CaptureQueriesContext(connection) as asked:
            texts_of_files([material.pk])
        prices.append(len(asked))
    assert prices[0] == prices[1]
