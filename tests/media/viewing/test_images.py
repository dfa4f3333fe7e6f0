"""A picture or a scan is a file of one page; what it says is read by the job (`test_ocr`)."""

import io

import pytest
from PIL import Image

from network.media.viewing.results import LARGE, Refusal


def drawn(kind: str, size: tuple[int, int] = (3000, 2000), mode: str = "RGB", **more) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size).save(out, kind, **more)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_it_is_one_page_in_two_widths(read, tmp_path, kind):
    reading = read(drawn(kind))
    (part,) = reading.parts
    assert (part.width, part.height, part.text) == (LARGE, 960, "")
    with Image.open(tmp_path / "made" / "1-720.webp") as small:
        assert small.size == (720, 480)
    assert reading.notes == []


def test_it_is_turned_as_the_camera_was_held(read):
    exif = Image.Exif()
    exif[0x0112] = 6
    (part,) = read(drawn("JPEG", exif=exif)).parts
    assert part.height > part.width


@pytest.mark.parametrize(
    ("picture", "how"),
    [
        (Image.new("1", (40, 40)), b"VP8L"),
        (Image.linear_gradient("L"), b"VP8 "),
        (Image.new("RGB", (40, 40), "#da251d"), b"VP8 "),
    ],
    ids=["print", "grey photograph", "colour"],
)
def test_black_print_alone_is_kept_without_loss(read, tmp_path, picture, how):
    out = io.BytesIO()
    picture.save(out, "PNG")
    read(out.getvalue())
    assert (tmp_path / "made" / "1-720.webp").read_bytes()[12:16] == how


def test_what_lets_light_through_lies_on_paper(read, tmp_path):
    read(drawn("PNG", (40, 40), "RGBA"))
    with Image.open(tmp_path / "made" / "1-720.webp") as small:
        assert min(small.getpixel((5, 5))) > 250


def test_an_enormous_one_is_refused_by_its_header(refusal):
    png = bytearray(drawn("PNG", (10, 10)))
    png[16:24] = (10_000).to_bytes(4) + (9_000).to_bytes(4)
    assert refusal(bytes(png)) in (Refusal.TOO_HEAVY, Refusal.BROKEN)
