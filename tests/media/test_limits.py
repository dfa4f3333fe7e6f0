"""How large an upload may be: asked of its header, before anything is decoded or kept."""

import io
import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.defaultfilters import filesizeformat
from django.test import RequestFactory
from django.urls import reverse
from django.utils.translation import gettext
from PIL import Image

from network.agencies.models import Role
from network.media import forms, uploads
from network.media.contents import is_genuine, pixels
from network.media.models import AgencyDocument, AgencyImage
from tests.factories.sections import SOURCE
from tests.media.conftest import PDF, png
from tests.media.test_uploads import upload, words_of

MODELS = {"image": AgencyImage, "document": AgencyDocument}
VIEWS = ["add", "add_multiple", "create"]


def claiming_png(width: int = 20_000, height: int = 10_000) -> bytes:
    """Return a PNG of 70 bytes whose header claims so much."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"")), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def drawn(format_name: str, mode: str = "RGB", **options: object) -> bytes:
    """Return a genuine picture of 300 x 200."""
    data = io.BytesIO()
    Image.new(mode, (300, 200)).save(data, format_name, **options)
    return data.getvalue()


def claiming(content: bytes, old: bytes, new: bytes) -> bytes:
    """Return a picture with one place of its header written over."""
    assert old in content
    return content.replace(old, new, 1)


CLAIMS = {
    "png": claiming_png(),
    "jpg": claiming(drawn("JPEG"), struct.pack(">HH", 200, 300), struct.pack(">HH", 9000, 9000)),
    "gif": claiming(drawn("GIF"), struct.pack("<HH", 300, 200), struct.pack("<HH", 9000, 9000)),
    "webp": claiming(drawn("WEBP"), struct.pack("<HH", 300, 200), struct.pack("<HH", 9000, 9000)),
}


def too_many_pixels(kind: str, most: str) -> str:
    words = (
        "A picture of this kind (%(kind)s) may have %(most)s million pixels. "
        "Make it smaller, then upload it."
    )
    return gettext(words) % {"kind": kind, "most": most}


def too_heavy(kind: str, most: int) -> str:
    words = "A file of this kind (%(kind)s) may have %(most)s. Make it smaller, then upload it."
    return gettext(words) % {"kind": kind, "most": filesizeformat(most)}


def replace(client, thing, name: str, content: bytes):
    """Post the edit form of a picture or file with another file."""
    app = "wagtailimages" if isinstance(thing, AgencyImage) else "wagtaildocs"
    form = {"title": "Tên", "collection": thing.collection_id, "tags": ""}
    form |= {key: str(value) for key, value in SOURCE.items()}
    form["file"] = SimpleUploadedFile(name, content)
    return client.post(reverse(f"{app}:edit", args=[thing.pk]), form)


@pytest.mark.django_db
@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("kind", MODELS)
def test_a_picture_that_claims_200_megapixels_is_refused_unread(desk, media_folder, kind, view):
    response = upload(desk.client(), kind, "a.png", claiming_png(), view)
    assert words_of(response).count(too_many_pixels("PNG", "50")) == 1
    assert not MODELS[kind].objects.exists()
    assert list(media_folder.rglob("*.*")) == []


@pytest.mark.django_db
@pytest.mark.parametrize("kind", MODELS)
def test_nor_is_it_taken_in_the_place_of_another(desk, kind):
    thing = desk.picture() if kind == "image" else desk.document(png(), "a.png")
    response = replace(desk.client(Role.AGENCY_ADMIN), thing, "b.png", claiming_png())
    assert too_many_pixels("PNG", "50") in words_of(response)
    before = thing.file.name
    thing.refresh_from_db()
    assert thing.file.name == before


@pytest.mark.parametrize(("kind", "content"), CLAIMS.items())
def test_each_kind_is_measured_by_its_header(kind, content):
    assert pixels(io.BytesIO(content), kind) > 50_000_000


@pytest.mark.django_db
def test_a_webp_may_have_less_since_its_decoder_holds_four_of_it(desk):
    content = claiming(drawn("WEBP"), struct.pack("<HH", 300, 200), struct.pack("<HH", 4001, 4001))
    response = upload(desk.client(), "image", "a.webp", content)
    assert too_many_pixels("WEBP", "16") in words_of(response)


@pytest.mark.parametrize("size", [(8, 8), (300, 200)])
@pytest.mark.parametrize(("kind", "format_name"), [("jpg", "JPEG"), ("webp", "WEBP")])
def test_a_second_header_further_inside_does_not_pass(size, kind, format_name):
    """A decoder that believed it would take what nobody counted."""
    content = drawn(format_name, "RGBA" if kind == "webp" else "RGB")
    if kind == "webp":
        inner = content.index(b"VP8X") + 12
        wide, high = ((each - 1).to_bytes(3, "little") for each in (size[0], size[1] + 1))
        content = content[:inner] + wide + high + content[inner + 6 :]
    else:
        frame = content.index(b"\xff\xc0")
        length = 2 + int.from_bytes(content[frame + 2 : frame + 4], "big")
        second = bytearray(content[frame : frame + length])
        second[5:9] = struct.pack(">HH", size[1], size[0])
        content = content[: frame + length] + bytes(second) + content[frame + length :]
    assert not is_genuine(io.BytesIO(content), kind)


@pytest.mark.django_db
def test_without_the_question_60_megapixels_are_decoded_and_kept(desk, monkeypatch):
    data = io.BytesIO()
    Image.new("1", (10_000, 6_000)).save(data, "PNG")
    assert words_of(upload(desk.client(), "document", "a.png", data.getvalue()))
    assert not AgencyDocument.objects.exists()
    for module in (uploads, forms):
        monkeypatch.setattr(module, "refuse_too_many_pixels", lambda file, name: None)
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", None)
    upload(desk.client(), "document", "a.png", data.getvalue())
    assert AgencyDocument.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("view", VIEWS)
def test_a_file_heavier_than_its_kind_may_be_is_refused_in_words(
    desk, settings, media_folder, view
):
    settings.DOCUMENT_BYTES = settings.DOCUMENT_BYTES | {"pdf": 1024}
    response = upload(desk.client(), "document", "a.pdf", PDF + b"%" * 1024 + PDF, view)
    assert words_of(response).count(too_heavy("PDF", 1024)) == 1
    assert not AgencyDocument.objects.exists()
    upload(desk.client(), "document", "b.csv", b"a" * 2048, view)
    assert AgencyDocument.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("view", VIEWS)
def test_so_is_a_heavy_picture(desk, settings, view):
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 100
    settings.DOCUMENT_BYTES = settings.DOCUMENT_BYTES | {"png": 100}
    response = upload(desk.client(), "image", "a.png", png(), view)
    assert words_of(response).count(too_heavy("PNG", 100)) == 1
    assert not AgencyImage.objects.exists()


def test_of_a_heavy_file_nothing_is_kept_while_it_is_read(settings):
    settings.DOCUMENT_BYTES = {"pdf": 1024}
    heavy, light = SimpleUploadedFile("a.pdf", b"x" * 5_000_000), SimpleUploadedFile("b.pdf", PDF)
    request = RequestFactory().post("/", {"heavy": heavy, "light": light})
    assert (request.FILES["heavy"].size, request.FILES["heavy"].read()) == (5_000_000, b"")
    assert request.FILES["light"].read() == PDF


def test_a_request_larger_than_any_upload_is_refused_unread(db, client, settings):
    settings.UPLOAD_REQUEST_BYTES = 1024
    form = {"file": SimpleUploadedFile("a.pdf", b"x" * 2048)}
    assert client.post(reverse("account_login"), form).status_code == 400
