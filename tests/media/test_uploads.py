"""What the admin's forms take in, and who may open a file to everybody."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import gettext

from network.accounts.models import User
from network.agencies.models import Role
from network.media import forms, uploads
from network.media.models import AgencyDocument, AgencyImage
from network.media.other_kinds import advice_for
from tests.factories.people import serve
from tests.factories.sections import SOURCE
from tests.media.conftest import PDF, png
from tests.media.test_other_kinds import HEIC, RTF, TIFF

pytestmark = pytest.mark.django_db

HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HOSTILE_PICTURES = {
    "a.png": HTML,
    "b.png": SVG,
    "c.svg": SVG,
    "d.png": png() + HTML,
    "e.png": png()[:-50],
    "f.html": png(),
    "g.php": png(),
}
HOSTILE_FILES = {
    "a.pdf": HTML,
    "b.pdf": HTML + PDF,
    "c.png": SVG,
    "d.mp3": HTML,
    "e.html": HTML,
    "f.svg": SVG,
    "g.txt": b"MZ\x90\0",
    "h.docx": b"PK\x03\x04",
}


def upload(client, kind: str, name: str, content: bytes, view: str = "add", **fields):
    """Post the form of a new picture or file, as the screen of that kind does."""
    title = "files[]" if view == "add_multiple" else "file"
    prefix = f"{kind}-chooser-upload-" if view == "create" else ""
    values = {"title": "Tên"} | {key: str(value) for key, value in SOURCE.items()} | fields
    form = {f"{prefix}{key}": value for key, value in values.items()}
    form[f"{prefix}{title}"] = SimpleUploadedFile(name, content)
    app = "wagtailimages" if kind == "image" else "wagtaildocs"
    app += "_chooser" if view == "create" else ""
    return client.post(reverse(f"{app}:{view}"), form)


@pytest.mark.parametrize("view", ["add", "add_multiple", "create"])
@pytest.mark.parametrize("name", HOSTILE_PICTURES)
def test_a_disguised_picture_is_refused_in_words(desk, media_folder, view, name):
    response = upload(desk.client(), "image", name, HOSTILE_PICTURES[name], view)
    assert response.status_code == 200
    assert not AgencyImage.objects.exists()
    assert list(media_folder.rglob("*.*")) == []


@pytest.mark.parametrize("view", ["add", "add_multiple", "create"])
@pytest.mark.parametrize("name", HOSTILE_FILES)
def test_a_disguised_file_is_refused_in_words(desk, media_folder, view, name):
    response = upload(desk.client(), "document", name, HOSTILE_FILES[name], view)
    assert response.status_code == 200
    assert not AgencyDocument.objects.exists()
    assert list(media_folder.rglob("*.*")) == []


def test_without_looking_inside_a_web_page_passes_for_a_pdf(desk, monkeypatch):
    monkeypatch.setattr(uploads, "is_genuine", lambda file, extension: True)
    upload(desk.client(), "document", "a.pdf", HTML)
    assert AgencyDocument.objects.exists()


NO_PICTURE = "This is not a picture of the format its name says. Save it again as JPG or PNG."


def words_of(response) -> str:
    if response["Content-Type"].startswith("application/json"):
        return " ".join(map(str, response.json().values()))
    return response.content.decode()


@pytest.mark.parametrize(
    ("kind", "name", "content", "words"),
    [
        ("image", "a.png", png() + HTML, NO_PICTURE),
        ("image", "a.png", HTML, NO_PICTURE),
        ("image", "a.png", png()[:-50], NO_PICTURE),
        ("image", "a.svg", SVG, "Only these pictures are taken: %s."),
        (
            "document",
            "a.pdf",
            HTML,
            "The content of this file is not what its name says, or the file is damaged. "
            "Save it again in the program it comes from (text as UTF-8), then upload it.",
        ),
        (
            "document",
            "a.doc",
            PDF,
            "Only these files are taken: %s. Save files of old programs anew.",
        ),
    ],
)
@pytest.mark.parametrize("view", ["add", "add_multiple", "create"])
def test_the_form_says_why(desk, kind, name, content, words, view):
    response = upload(desk.client(), kind, name, content, view)
    for part in gettext(words).split("%s"):
        assert part in words_of(response)


@pytest.mark.parametrize("view", ["add", "add_multiple", "create"])
@pytest.mark.parametrize(
    ("kind", "name", "content", "word"),
    [
        ("document", "don.rtf", RTF, "DOCX"),
        ("document", "don.docx", RTF, "DOCX"),
        ("document", "quet.tif", TIFF, "PDF"),
        ("document", "IMG_1.HEIC", HEIC, "JPG"),
        ("image", "quet.tiff", TIFF, "PDF"),
        ("image", "IMG_1.HEIC", HEIC, "JPG"),
        ("image", "anh.jpg", HEIC, "JPG"),
    ],
)
def test_the_form_says_what_to_save_other_kinds_as(desk, kind, name, content, word, view):
    response = upload(desk.client(), kind, name, content, view)
    advice = advice_for(io.BytesIO(content), name.rpartition(".")[2])
    assert word in advice
    assert advice in words_of(response)


def test_a_genuine_file_is_stored_under_a_name_of_ours(desk):
    upload(desk.client(), "document", "Tờ gấp Đất đai.pdf", PDF)
    document = AgencyDocument.objects.get()
    assert re.fullmatch(r"documents/to-gap-dat-dai-[0-9a-f]{20}\.pdf", document.file.name)
    assert document.collection == desk.agency.collection
    assert not document.public


def test_a_genuine_picture_and_its_sizes_are_stored_under_names_of_ours(desk):
    upload(desk.client(), "image", "Nhà rông.png", png())
    image = AgencyImage.objects.get()
    assert re.fullmatch(r"original_images/nha-rong-[0-9a-f]{20}\.png", image.file.name)
    name = image.get_rendition("width-30").file.name
    assert re.fullmatch(r"images/nha-rong-[0-9a-f]*-?width-30-[0-9a-f]{20}\.png", name)


@pytest.mark.parametrize("kind", ["image", "document"])
@pytest.mark.parametrize(("role", "opened"), [(Role.AUTHOR, False), (Role.AGENCY_ADMIN, True)])
def test_only_the_agency_s_admin_opens_a_file_to_everybody(desk, kind, role, opened):
    name, content = ("a.png", png()) if kind == "image" else ("a.pdf", PDF)
    client = desk.client(role)
    app = "wagtailimages" if kind == "image" else "wagtaildocs"
    form = client.get(reverse(f"{app}:add")).content.decode()
    assert ('name="public"' in form) is opened
    upload(client, kind, name, content, public="on")
    model = AgencyImage if kind == "image" else AgencyDocument
    assert model.objects.get().public is opened


def test_without_the_check_an_author_opens_a_file_to_everybody(desk, monkeypatch):
    everything = {desk.agency.collection_id}
    monkeypatch.setattr(forms, "administered_collection_ids", lambda user: everything)
    upload(desk.client(), "document", "a.pdf", PDF, public="on")
    assert AgencyDocument.objects.get().public


def test_an_admin_of_one_agency_opens_no_file_of_another(desk, open_desk):
    other = open_desk()
    client = desk.client(Role.AGENCY_ADMIN)
    serve_both(client, other)
    form = {"public": "on", "collection": str(other.agency.collection.pk)}
    upload(client, "document", "a.pdf", PDF, **form)
    assert not AgencyDocument.objects.exists()
    form["collection"] = str(desk.agency.collection.pk)
    upload(client, "document", "a.pdf", PDF, **form)
    assert AgencyDocument.objects.get().public


def serve_both(client, other) -> None:
    """Let the person signed in with `client` write for the other agency too."""
    serve(User.objects.get(pk=client.session["_auth_user_id"]), other.agency, Role.AUTHOR)
