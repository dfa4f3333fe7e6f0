"""PDF of people who mean harm: they grow, they never end, they call."""

import zlib

from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from network.media.viewing.results import Refusal
from tests.factories.files import written

from .honest_pdf import SENTENCE, drawn
from .hostile import Hostile
from .row import READY

HEAD = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
PAGE = b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 400]"
TAIL = b"trailer<</Root 1 0 R/Size 99>>\n%%EOF"


def named(**values: object) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{key}"): value for key, value in values.items()})


def bomb(megabytes: int) -> bytes:
    """A page that is packed twice: 2 kB that unpack to so much."""
    packer = zlib.compressobj(1)
    packed = b"".join(packer.compress(b" " * 1_000_000) for _ in range(megabytes))
    stream = StreamObject()
    stream.set_data(zlib.compress(packed + packer.flush(), 9))
    stream[NameObject("/Filter")] = ArrayObject([NameObject("/FlateDecode")] * 2)
    writer = drawn(SENTENCE)
    writer.pages[0][NameObject("/Contents")] = writer._add_object(stream)
    return written(writer)


def acting(url: str) -> bytes:
    """All that a PDF can do when it is opened: scripts, programs, forms, other files."""
    writer = drawn(SENTENCE)
    script = f'app.launchURL("{url}/js"); this.submitForm("{url}/form");'
    act = named(S=NameObject("/URI"), URI=TextStringObject(f"{url}/uri"))
    act[NameObject("/Next")] = named(
        S=NameObject("/Launch"),
        F=TextStringObject("/bin/sh"),
        Next=named(S=NameObject("/JavaScript"), JS=TextStringObject(script)),
    )
    writer.root_object[NameObject("/OpenAction")] = act
    outside = StreamObject()
    outside.set_data(b"")
    outside[NameObject("/F")] = named(FS=NameObject("/URL"), F=TextStringObject(f"{url}/stream"))
    page = writer.pages[0]
    page[NameObject("/Contents")] = ArrayObject(
        [page.raw_get("/Contents"), writer._add_object(outside)]
    )
    return written(writer)


def large_picture(side: int = 12_000) -> bytes:
    writer = drawn(b"q 420 0 0 595 0 0 cm /I Do Q")
    packer = zlib.compressobj(9)
    row = b"\x7f" * (side * 3)
    picture = StreamObject()
    picture.set_data(b"".join(packer.compress(row) for _ in range(side)) + packer.flush())
    for key, value in {
        "Subtype": NameObject("/Image"),
        "Width": NumberObject(side),
        "Height": NumberObject(side),
        "ColorSpace": NameObject("/DeviceRGB"),
        "BitsPerComponent": NumberObject(8),
        "Filter": NameObject("/FlateDecode"),
    }.items():
        picture[NameObject(f"/{key}")] = value
    resources = writer.pages[0]["/Resources"]
    resources[NameObject("/XObject")] = named(I=writer._add_object(picture))
    return written(writer)


def circle(_url: str) -> bytes:
    """Pages that hold themselves."""
    pages = b"2 0 obj<</Type/Pages/Kids[2 0 R 3 0 R]/Count 250>>endobj\n"
    return HEAD + pages + PAGE + b">>endobj\n" + TAIL


def forms(depth: int, breadth: int) -> bytes:
    """Drawings of drawings: breadth to the power of depth of them."""
    out = [HEAD, b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n", PAGE]
    out.append(b"/Resources<</XObject<</X 10 0 R>>>>/Contents 4 0 R>>endobj\n")
    out.append(b"4 0 obj<</Length 5>>stream\n/X Do\nendstream endobj\n")
    for at in range(10, 10 + depth):
        body = b"/X Do " * breadth if at < 9 + depth else b"0 0 m 300 400 l S"
        head = b"%d 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 300 400]/Resources<</XObject<<" % at
        out.append(head + b"/X %d 0 R>>>>/Length %d>>stream\n" % (at + 1, len(body)))
        out.append(body + b"\nendstream endobj\n")
    return b"".join([*out, TAIL])


ROWS = [
    Hostile("bomb.pdf", lambda _: bomb(700), Refusal.TOO_HEAVY),
    Hostile("acts-when-opened.pdf", acting, READY),
    Hostile("picture-of-a-field.pdf", lambda _: large_picture(), READY),
    Hostile("circle.pdf", circle, Refusal.BROKEN),
    Hostile("page-of-two-hundred-inches.pdf", lambda _: sized(14_400, 14_400), READY),
]


def sized(width: int, height: int) -> bytes:
    writer = drawn(SENTENCE)
    writer.add_blank_page(width, height)
    return written(writer)
