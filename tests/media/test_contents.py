"""The bytes decide what a file is."""

import io

import pytest
from PIL import Image, PngImagePlugin

from network.media.contents import CHUNK, is_genuine
from tests.factories.recordings import CAPTIONS
from tests.media.conftest import PDF, png

HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def picture(format_name: str) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (20, 20), "#0B4A82").save(data, format_name)
    return data.getvalue()


def noted_png(text: str) -> bytes:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", text)
    return png(pnginfo=notes)


@pytest.mark.parametrize(
    ("extension", "content"),
    [
        ("png", png()),
        ("PNG", png()),
        ("jpg", picture("JPEG")),
        ("jpeg", picture("JPEG")),
        ("gif", picture("GIF")),
        ("webp", picture("WEBP")),
        ("png", noted_png("Nhà rông <Kon Tum>")),
        ("pdf", PDF),
        ("mp3", b"ID3\x04\0\0\0\0\0\0"),
        ("mp3", b"\xff\xfb\x90\x64"),
        ("txt", "Luật số 20/2012/QH13\r\n\tĐiều 1".encode()),
        ("txt", b"\xef\xbb\xbfti\xe1\xba\xbfng"),
        ("txt", b""),
        ("csv", "Xã,Số\nPleiku,1\n".encode()),
        ("vtt", CAPTIONS),
        ("vtt", b"\xef\xbb\xbf" + CAPTIONS),
        ("txt", ("a" * (CHUNK - 1) + "đ" * 9).encode()),
    ],
)
def test_what_is_what_it_says_passes(extension, content):
    assert is_genuine(io.BytesIO(content), extension)


@pytest.mark.parametrize(
    ("extension", "content"),
    [
        ("pdf", HTML),
        ("pdf", HTML + PDF),
        ("pdf", b"%PDF-1.4\n" + HTML + b"\n%%EOF"),
        ("pdf", b"%PDF-1.4\ncut off"),
        ("pdf", b""),
        ("png", HTML),
        ("png", SVG),
        ("png", PDF),
        ("png", picture("JPEG")),
        ("jpg", picture("JPEG")[:-50]),
        ("avif", picture("AVIF")),
        ("png", png()[:-50]),
        ("png", png()[:40]),
        ("png", png() + HTML),
        ("png", noted_png("<script>alert(1)</script>")),
        ("png", png() + b" " * (CHUNK - len(png()) - 3) + b"<script >"),
        ("jpg", picture("JPEG") + b"<?php system($_GET[0]); ?>"),
        ("gif", b"GIF89a/*" + HTML),
        ("svg", SVG),
        ("mp3", HTML),
        ("mp3", b"MZ\x90\0"),
        ("mp4", HTML),
        ("txt", b"MZ\x90\0\x03"),
        ("txt", "tiếng Việt".encode("utf-16")),
        ("txt", "ti\xeang".encode("latin-1")),
        ("csv", b"a,b\n\xe1\xba"),
        ("vtt", b"1\n00:00:00,000 --> 00:00:02,000\nSubRip\n"),
        ("vtt", CAPTIONS + b"\0"),
        ("html", HTML),
        ("", PDF),
    ],
)
def test_what_is_something_else_or_damaged_does_not(extension, content):
    assert not is_genuine(io.BytesIO(content), extension)


def test_the_file_is_left_at_its_start():
    file = io.BytesIO(PDF)
    is_genuine(file, "pdf")
    assert file.read() == PDF
