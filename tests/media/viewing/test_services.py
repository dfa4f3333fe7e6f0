"""A stored file is made readable once for each of its versions, whoever is killed on the way."""

import datetime as dt

import docx
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from network.core.leases import claim
from network.media.models import AgencyDocument, RenderedPage, Rendering
from network.media.tasks import render_waiting
from network.media.viewing.models import RenderingState
from network.media.viewing.selectors import rendering_of
from network.media.viewing.services import render, tell_progress
from tests.factories.files import make_file, make_readable, pdf_of
from tests.factories.office import outline_docx

pytestmark = pytest.mark.django_db
LEAFLET, OTHER = "muoi-viec-cua-hoa-giai-vien", "thuoc-la-dien-tu"


def test_a_stored_file_is_queued_and_opened():
    document = make_file(pdf_of(LEAFLET, OTHER))
    rendering = rendering_of(document)
    assert rendering.state == RenderingState.WAITING
    jobs = ProcrastinateJob.objects.filter(
        task_name="media.render", args__rendering_id=rendering.pk
    )
    assert jobs.count() == 1
    opened = render(rendering_id=rendering.pk, now=timezone.now())
    assert opened.is_ready
    assert opened.has_text
    assert len(opened.digest) == 64
    pages = list(opened.pages.all())
    assert [page.number for page in pages] == [1, 2]
    assert all(
        default_storage.exists(path)
        for page in pages
        for path in (page.thumb, page.small, page.large)
    )


def test_while_it_is_opened_it_says_how_far_it_is(tmp_path):
    rendering = rendering_of(make_file(pdf_of(LEAFLET)))
    claim(Rendering.objects.all(), now=timezone.now())
    rendering.refresh_from_db()
    tell_progress(rendering, tmp_path)
    rendering.refresh_from_db()
    assert rendering.is_being_made
    assert rendering.page_count == 0
    for name in ("total-40", "1-120.webp", "1-720.webp", "2-120.webp"):
        (tmp_path / name).touch()
    tell_progress(rendering, tmp_path)
    rendering.refresh_from_db()
    assert (rendering.pages_made, rendering.length) == (2, "40 trang")
    # What a process led astray says is not believed.
    for name in ("total-40", "1-120.webp"):
        (tmp_path / name).unlink()
    (tmp_path / "total-99999999").touch()
    tell_progress(rendering, tmp_path)
    rendering.refresh_from_db()
    assert rendering.page_count == 40


def test_a_second_run_changes_nothing():
    document = make_readable(pdf_of(LEAFLET))
    before = Rendering.objects.values().get(document=document)
    assert render(rendering_id=before["id"], now=timezone.now()) is None
    assert Rendering.objects.values().get(document=document) == before


def test_a_new_version_is_read_anew_and_the_old_one_stays_as_it_was():
    document = make_readable(pdf_of(LEAFLET))
    old = rendering_of(document)
    document.file.save("so-tay.pdf", ContentFile(pdf_of(OTHER)))
    new = rendering_of(document)
    assert new.pk != old.pk
    render(rendering_id=new.pk, now=timezone.now())
    assert "nicotin" in new.pages.get().text
    assert "Gặp riêng từng bên" in old.pages.get().text


def test_what_a_killed_worker_left_is_taken_over_when_its_lease_is_over():
    document = make_file(pdf_of(LEAFLET))
    now = timezone.now()
    claim(Rendering.objects.filter(document=document), now=now)
    # It died after half of the pages.
    rendering = rendering_of(document)
    RenderedPage.objects.create(rendering=rendering, number=7, text="nửa chừng")
    default_storage.save(f"{rendering.folder}/1-720.webp", ContentFile(b"nua"))
    assert render(rendering_id=rendering.pk, now=now + dt.timedelta(seconds=59)) is None
    assert render(rendering_id=rendering.pk, now=now + dt.timedelta(seconds=61)).is_ready
    page = rendering.pages.get()
    assert page.number == 1
    assert default_storage.size(page.small) > 1000


def test_the_minute_queues_what_was_stored_before_there_was_a_reader():
    document = make_file(pdf_of(LEAFLET))
    Rendering.objects.all().delete()
    ProcrastinateJob.objects.all().delete()
    for _ in range(2):
        render_waiting(timestamp=0)
    rendering = Rendering.objects.get(document=document)
    jobs = ProcrastinateJob.objects.filter(task_name="media.render")
    assert [job.args for job in jobs] == [{"rendering_id": rendering.pk}]


def test_one_that_cannot_be_shown_says_why_in_vietnamese():
    document = make_readable(pdf_of(LEAFLET)[:9000])
    rendering = rendering_of(document)
    assert rendering.state == RenderingState.REFUSED
    assert rendering.refusal.startswith("Tệp bị hỏng")
    assert not rendering.pages.exists()


def test_a_copy_without_traces_is_offered_and_is_as_private_as_the_file(client):
    document = make_readable(outline_docx(), "de-cuong.docx")
    rendering = rendering_of(document)
    assert any("Trần Minh Khôi" in line for line in rendering.note_lines)
    with default_storage.open(rendering.clean_copy) as copy:
        assert not docx.Document(copy).core_properties.author
    address = default_storage.url(rendering.clean_copy)
    assert client.get(address).status_code == 404
    AgencyDocument.objects.filter(pk=document.pk).update(public=True)
    assert client.get(address)["Content-Disposition"].startswith("attachment")


def test_with_the_file_its_pictures_go(django_capture_on_commit_callbacks):
    document = make_readable(pdf_of(LEAFLET))
    page = rendering_of(document).pages.get()
    with django_capture_on_commit_callbacks(execute=True):
        document.delete()
    assert not default_storage.exists(page.small)
    assert not default_storage.exists(page.large)
