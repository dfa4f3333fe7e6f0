"""Sound and film are taken as they come, if the phones of citizens play them."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from network.agencies.services import shared_collection
from network.media.contents import is_genuine
from network.media.models import AgencyDocument
from tests.factories.recordings import (
    AMR,
    CUT_OFF,
    EMPTY,
    ENDLESS,
    FILM,
    HEVC,
    MATROSKA,
    MP3,
    OGG,
    SOUND,
    THEORA,
    WEBM,
)


def upload(name: str, content: bytes) -> None:
    AgencyDocument(
        title="Phim", file=SimpleUploadedFile(name, content), collection=shared_collection()
    ).clean()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content"),
    [("a.mp3", MP3), ("a.m4a", SOUND), ("a.ogg", OGG), ("a.mp4", FILM), ("a.webm", WEBM)],
)
def test_what_browsers_play_is_taken(name, content):
    upload(name, content)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content"),
    [("a.mp4", HEVC), ("a.m4a", AMR), ("a.ogg", THEORA)],
    ids=["hevc", "amr", "theora"],
)
def test_what_many_phones_do_not_play_is_told_apart_with_what_to_do(name, content):
    with pytest.raises(ValidationError) as refused:
        upload(name, content)
    assert "Nhiều điện thoại không phát được" in refused.value.messages[0]
    assert "H.264" in refused.value.messages[0]


@pytest.mark.parametrize(
    ("extension", "content"),
    [
        ("mp4", CUT_OFF),
        ("mp4", EMPTY),
        ("mp4", ENDLESS),
        ("mp4", b"\0\0\0\x18ftyp"),
        ("webm", MATROSKA),
        ("webm", FILM),
        ("ogg", MP3),
        ("mp3", OGG),
        ("m4a", b""),
    ],
)
def test_what_is_none_or_cut_off_is_not(extension, content):
    assert not is_genuine(io.BytesIO(content), extension)
