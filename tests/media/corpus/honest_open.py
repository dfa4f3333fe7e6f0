"""OpenDocument as LibreOffice writes it, and pictures: of cameras, of scanners, drawn."""

import io

from PIL import Image

from network.media.viewing.results import Refusal
from tests.factories.files import pdf_of
from tests.factories.office import open_document
from tests.factories.scans import pictures_of

from .honest_pdf import LEAFLET
from .row import Row

ORIENTATION, TURNED = 0x0112, 6


def chapters() -> bytes:
    """Three chapters over several pages, with a list and a table."""
    more = "".join(
        f"<text:h text:outline-level='1'>{chapter}</text:h>"
        + f"<text:p>{f'{chapter} ở cơ sở là tự nguyện. ' * 40}</text:p>" * 4
        for chapter in ("Nguyên tắc", "Hòa giải viên", "Kinh phí")
    )
    item = "<text:list-item><text:p>Lắng nghe các bên</text:p></text:list-item>"
    cell = "<table:table-cell><text:p>Thù lao</text:p></table:table-cell>"
    return open_document(
        "text",
        f"{more}<text:list>{item * 3}</text:list><table:table>"
        f"<table:table-row>{cell * 2}</table:table-row></table:table>",
    )


def sheets(*names: str) -> bytes:
    cell = "<table:table-cell office:value-type='string'><text:p>{0}</text:p></table:table-cell>"
    row = f"<table:table-row>{cell}</table:table-row>"
    table = f"<table:table table:name='{{0}}'>{row}</table:table>"
    return open_document("spreadsheet", "".join(table.format(name) for name in names))


def slides(*titles: str) -> bytes:
    page = (
        "<draw:page draw:name='{0}'><draw:frame svg:x='1cm' svg:y='1cm' svg:width='20cm' "
        "svg:height='3cm'><draw:text-box><text:p>{0}</text:p></draw:text-box></draw:frame>"
        "</draw:page>"
    )
    return open_document("presentation", "".join(page.format(title) for title in titles))


def paper(kind: str, **options: object) -> bytes:
    """A leaflet that somebody has scanned or photographed."""
    (picture,) = pictures_of(pdf_of(LEAFLET), worn=True)
    return kept(picture, kind, **options)


def drawing(kind: str, mode: str = "RGB") -> bytes:
    return kept(Image.new(mode, (600, 400)), kind)


def kept(picture: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def turned() -> Image.Exif:
    exif = Image.Exif()
    exif[ORIENTATION] = TURNED
    return exif


def with_programs() -> bytes:
    return open_document("presentation", **{"Basic/Standard/Module1.xml": "<module/>"})


ROWS = [
    Row("few-words.odt", lambda: open_document("text"), parts=0, printed=1, words="Tự nguyện"),
    Row("chapters.odt", chapters, parts=0, printed=4, words="Lắng nghe các bên"),
    Row("sheets.ods", lambda: sheets("Hai", "Ba"), parts=0, printed=3, words="Ba"),
    Row("slides.odp", lambda: slides("Hai", "Ba"), parts=0, printed=3, words="Ba"),
    Row("macros.odp", with_programs, Refusal.MACROS),
    Row(
        "password.ods",
        lambda: open_document("spreadsheet", manifest="<a:encryption-data/>"),
        Refusal.ENCRYPTED,
    ),
    Row("cut-off.odt", lambda: chapters()[:900], Refusal.BROKEN),
    Row("scan.png", lambda: paper("PNG")),
    Row("camera-held-upright.jpg", lambda: paper("JPEG", exif=turned())),
    Row("drawing.webp", lambda: drawing("WEBP")),
    Row("one-colour-a-point.png", lambda: drawing("PNG", "1")),
    Row("for-print.jpg", lambda: drawing("JPEG", "CMYK")),
    Row("lets-light-through.png", lambda: drawing("PNG", "LA")),
    Row("cut-off.jpg", lambda: drawing("JPEG")[:300], Refusal.BROKEN),
]
