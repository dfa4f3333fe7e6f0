"""What the admin's forms say of hostile files, what they keep, and what citizens get."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from wagtail.users.models import UserProfile

from network.media import tasks, uploads
from network.media.inspection import stored
from network.media.inspection.pdf_scan import active_parts
from network.media.models import AgencyDocument, FileOutcome, StoredFileCheck
from network.media.viewing.results import Refusal
from network.media.viewing.wording import REFUSALS
from tests.media.conftest import body_of, png

from . import harmless, hostile
from .row import ACCEPTED, CLEANED, Row

pytestmark = pytest.mark.django_db
SCRIPT = "script-when-opened.pdf"
ALL = {row.name: row for row in (*hostile.ROWS, *harmless.ROWS)}


def upload(client: Client, row: Row, content: bytes):
    form = {"title": "Tên", "file": SimpleUploadedFile(row.name, content)}
    return client.post(reverse("wagtaildocs:add"), form)


def send_face(client: Client, content: bytes):
    """Send a profile picture with everything else that the form of the account asks for."""
    names = {"name_email-first_name": "Hiền", "name_email-last_name": "Rơ Châm"}
    theme = {"theme-theme": "system", "theme-density": "default", "theme-contrast": "system"}
    picture = {"avatar-avatar": SimpleUploadedFile("a.png", content)}
    return client.post(reverse("wagtailadmin_account"), names | theme | picture)


def tried(desk, row: Row) -> tuple[str, str]:
    """Upload the file, show it on a live page, and return what became of it and what was said."""
    content = row.make()
    response = upload(desk.client(), row, content)
    document = AgencyDocument.objects.filter(title="Tên").first()
    if document is None:
        (said,) = response.context["form"].errors["file"]
        assert str(REFUSALS[Refusal(row.becomes)]) in said
        return "rejected", said
    document.public = True
    document.save()
    citizen = body_of(Client().get(document.url))
    document.delete()
    assert not active_parts(citizen) or not row.name.endswith(".pdf")
    return (ACCEPTED if citizen == content else CLEANED), ""


SHORT = ("exe-in-package.docx", "dde-formula.xlsx", SCRIPT, "web-link.docx", "table-attached.pdf")


@pytest.mark.parametrize("name", SHORT)
def test_citizens_get_a_clean_file_or_none(desk, name):
    row = ALL[name]
    outcome, said = tried(desk, row)
    assert outcome == (row.becomes if row.becomes in (ACCEPTED, CLEANED) else "rejected")
    assert outcome != "rejected" or said


@pytest.mark.drill
def test_the_whole_table_through_the_form(desk, capsys):
    wrong = []
    for row in ALL.values():
        outcome, said = tried(desk, row)
        with capsys.disabled():
            print(f"{row.name}\t{outcome}\t{said}")  # noqa: T201
        if outcome != (row.becomes if row.becomes in (ACCEPTED, CLEANED) else "rejected"):
            wrong.append(row.name)
    assert wrong == []


def test_the_form_names_what_was_found(desk):
    row = ALL["exe-in-package.docx"]
    response = upload(desk.client(), row, row.make())
    assert "hoa-don.exe" in response.text


def test_the_officer_reads_what_was_removed(desk):
    client = desk.client()
    upload(client, ALL[SCRIPT], ALL[SCRIPT].make())
    document = AgencyDocument.objects.get()
    assert document.removed == ["script"]
    response = client.get(reverse("wagtaildocs:edit", args=[document.pk]))
    assert "JavaScript" in response.text


def test_without_the_inspection_a_script_goes_live(desk, monkeypatch):
    monkeypatch.setattr(uploads, "inspected_upload", lambda upload, name: upload)
    upload(desk.client(), ALL[SCRIPT], ALL[SCRIPT].make())
    with AgencyDocument.objects.get().file.open() as file:
        assert active_parts(file.read())


def test_a_profile_picture_that_hides_an_archive_is_refused(desk):
    client, clean = desk.client(), png()
    assert send_face(client, clean).status_code == 302
    refused = send_face(client, ALL["archive-behind.png"].make())
    assert refused.status_code == 200
    assert escape(str(REFUSALS[Refusal.TWO_FILES])) in refused.text
    with UserProfile.objects.get().avatar.open() as kept:
        assert kept.read() == clean


class TestStoredFiles:
    """Files of before the inspection."""

    @pytest.fixture
    def files(self, desk):
        names = (SCRIPT, "exe-in-package.docx", "form.pdf")
        return [desk.document(ALL[name].make(), name) for name in names]

    def test_they_are_cleaned_or_withdrawn(self, files, media_folder):
        tasks.check_stored(timestamp=0)
        script, program, form = AgencyDocument.objects.order_by("pk")
        with script.file.open() as file:
            assert not active_parts(file.read())
        assert script.removed == ["script"]
        assert program.withdrawn == Refusal.PROGRAM
        assert "hoa-don.exe" in program.found
        assert not program.file.storage.exists(program.file.name)
        assert (form.withdrawn, form.removed) == ("", [])
        assert len(list((media_folder / stored.QUARANTINE).iterdir())) == 2

    def test_nobody_gets_a_withdrawn_file(self, files, desk):
        AgencyDocument.objects.update(public=True)
        tasks.check_stored(timestamp=0)
        program = AgencyDocument.objects.get(withdrawn=Refusal.PROGRAM)
        assert Client().get(program.url).status_code == 404
        assert desk.client().get(program.url).status_code == 404
        kept = StoredFileCheck.objects.get(outcome=FileOutcome.WITHDRAWN).kept_as
        assert desk.client().get(f"/media/{kept}").status_code == 404

    def test_a_run_that_was_stopped_goes_on_where_it_stopped(self, files, monkeypatch):
        monkeypatch.setattr(tasks, "_AT_ONCE", 1)
        for done in (1, 2, 3, 3):
            tasks.check_stored(timestamp=0)
            assert StoredFileCheck.objects.count() == done

    def test_one_killed_before_its_row_was_written_is_inspected_once_more(self, files, monkeypatch):
        waiting = list(stored.unchecked_files())
        for each in waiting:
            check = stored.check_stored_file(each, now=timezone.now())
        StoredFileCheck.objects.all().delete()
        tasks.check_stored(timestamp=0)
        outcomes = dict(StoredFileCheck.objects.values_list("name", "outcome"))
        assert check.outcome == FileOutcome.ACCEPTED
        assert sorted(outcomes.values()) == ["accepted", "accepted", "missing"]

    def test_newer_rules_inspect_all_once_more(self, files, monkeypatch):
        tasks.check_stored(timestamp=0)
        assert list(stored.unchecked_files()) == []
        monkeypatch.setattr(stored, "RULES", stored.RULES + 1)
        assert len(list(stored.unchecked_files())) == 3

    def test_the_command_tells_the_progress_and_the_reasons(self, files, capsys):
        call_command("check_files")
        told = capsys.readouterr().out
        assert "3/3" in told
        assert "hoa-don.exe" in told
        assert "1 accepted, 1 cleaned, 1 withdrawn, 0 missing" in told

    def test_files_of_all_rooms_are_inspected(self):
        labels = {field.model._meta.label for field in stored.file_fields()}
        assert {"reporting.Report", "channels.CaseEvidence", "media.AgencyImage"} <= labels
