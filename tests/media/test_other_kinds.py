"""Whoever uploads a file of a kind that is not taken reads what to save it as."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from network.agencies.services import shared_collection
from network.channels.shared.forms import PICTURES
from network.media.evidence import EvidenceField
from network.media.forms import PictureField
from network.media.models import AgencyDocument
from network.media.other_kinds import advice_for
from network.media.recordings import OPUS, VORBIS
from tests.factories.recordings import OGG


def tiff() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (120, 120), "white").save(out, "TIFF")
    return out.getvalue()


def of_brand(brand: bytes) -> bytes:
    return b"\0\0\0\x18ftyp" + brand + b"\0\0\0\0mif1heic"


def drawing() -> bytes:
    """Return the beginning of an OpenDocument drawing."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.graphics")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return out.getvalue()


TIFF, HEIC, RTF = tiff(), of_brand(b"heic"), rb"{\rtf1\ansi Quy\u7871t}"
ODG = drawing()
SAMPLES = [
    ("scan.tiff", TIFF, "TIFF", "PDF"),
    ("scan.pdf", TIFF, "TIFF", "PDF"),
    ("IMG_1.HEIC", HEIC, "HEIC", "JPG"),
    ("photo.jpg", of_brand(b"mif1"), "HEIC", "JPG"),
    ("letter.rtf", RTF, "RTF", "DOCX"),
    ("letter.docx", RTF, "RTF", "DOCX"),
    ("plan.odg", ODG, "phần mềm vẽ", "PDF"),
    ("plan.odt", ODG, "phần mềm vẽ", "PDF"),
    ("voice.ogg", OGG.replace(OPUS, VORBIS), "Ogg Vorbis", "MP3"),
    ("voice.oga", OGG.replace(OPUS, VORBIS), "Ogg Vorbis", "MP3"),
    ("song.mp3", b"RIFF\0\0\0\0WAVEfmt ", "âm thanh", "MP3"),
    ("film.mov", of_brand(b"qt  "), "phim", "MP4"),
    ("all.zip", b"PK\x05\x06" + bytes(18), "tệp nén", "từng tệp"),
    ("form.docm", b"PK\x03\x04", "macro", "DOCX"),
    ("plan.bmp", b"BM" + bytes(20), "ảnh loại này", "JPG"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content", "kind", "instead"), SAMPLES, ids=[name for name, *_rest in SAMPLES]
)
def test_the_kind_is_named_with_what_to_do(name, content, kind, instead):
    file = SimpleUploadedFile(name, content)
    with pytest.raises(ValidationError) as refused:
        AgencyDocument(title="Tệp", file=file, collection=shared_collection()).clean()
    (said,) = refused.value.messages
    assert kind in said
    assert instead in said


@pytest.mark.parametrize(("name", "content"), [("a.tif", TIFF), ("a.heic", HEIC), ("b.jpg", HEIC)])
def test_fields_of_pictures_say_it_too(name, content):
    with pytest.raises(ValidationError) as refused:
        PictureField().clean(SimpleUploadedFile(name, content))
    assert refused.value.messages[0] == advice_for(io.BytesIO(content), "")


@pytest.mark.parametrize("field", [EvidenceField().run_validators, PICTURES])
def test_fields_of_evidence_say_it_too(field):
    with pytest.raises(ValidationError) as refused:
        field(SimpleUploadedFile("IMG_1.HEIC", HEIC))
    assert "HEIC" in refused.value.messages[0]
    with pytest.raises(ValidationError) as refused:
        field(SimpleUploadedFile("a.zip", b"PK"))
    assert "nén" not in refused.value.messages[0]


@pytest.mark.parametrize("content", [b"%PDF-1.7", b"\xff\xd8\xff\xe0", b"", b"PK\x03\x04", OGG])
def test_what_is_taken_needs_no_advice(content):
    assert advice_for(io.BytesIO(content), "pdf") == ""
