"""A scan or photograph that shows nothing is no evidence; what it shows is for people to judge."""

import io

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from network.media.evidence import ChosenEvidenceField, EvidenceField
from network.media.forms import PictureField
from network.media.models import AgencyDocument
from tests.factories.files import make_file, photograph, scan_of


def plain(size: tuple[int, int], kind: str = "PNG", colour: str = "white") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind)
    return out.getvalue()


def errors_of(name: str, content: bytes) -> list[str]:
    class Proof(forms.Form):
        file = EvidenceField()

    form = Proof({}, {"file": SimpleUploadedFile(name, content)})
    return form.errors.get("file", [])


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.png", plain((1, 1)), "Ảnh quá nhỏ"),
        ("a.png", photograph((600, 40)), "Ảnh quá nhỏ"),
        ("a.png", plain((640, 480)), "một màu"),
        ("a.jpg", plain((640, 480), "JPEG", "#808890"), "một màu"),
        ("a.pdf", scan_of(" "), "Không đọc được bản quét"),
        ("a.pdf", scan_of("x"), "Không đọc được bản quét"),
        ("a.pdf", b"%PDF-1.4 x %%EOF", "Không đọc được bản quét"),
    ],
)
def test_what_shows_nothing_is_refused_in_a_sentence(name, content, said):
    (error,) = errors_of(name, content)
    assert said in error


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.png", photograph()),
        ("a.jpg", photograph(kind="JPEG")),
        ("a.pdf", scan_of()),
    ],
)
def test_what_shows_something_is_taken(name, content):
    assert errors_of(name, content) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.png", plain((640, 480)), "một màu"),
        ("a.pdf", scan_of(" "), "Không đọc được bản quét"),
        ("a.pdf", None, "Không mở được tệp này nữa"),
        ("a.pdf", scan_of(), ""),
    ],
)
def test_a_chosen_file_of_the_library_is_judged_like_an_upload(name, content, said):
    class Proof(forms.Form):
        file = ChosenEvidenceField(queryset=AgencyDocument.objects.all())

    document = make_file(content or b"", name)
    if content is None:
        document.file.storage.delete(document.file.name)
    errors = Proof({"file": document.pk}).errors.get("file", [])
    assert len(errors) == bool(said)
    assert said in "".join(errors)


@pytest.mark.django_db
def test_the_library_takes_no_picture_of_one_colour():
    class Upload(forms.Form):
        file = PictureField()

    for content, is_taken in ((plain((640, 480)), False), (photograph(), True)):
        form = Upload({}, {"file": SimpleUploadedFile("a.png", content)})
        assert form.is_valid() == is_taken
    assert (
        "một màu"
        in Upload({}, {"file": SimpleUploadedFile("a.png", plain((9, 9)))}).errors["file"][0]
    )
