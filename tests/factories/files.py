"""Real files to be read on pages of ours, made here, and what an agency keeps of them."""

import io
from pathlib import Path

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image, ImageDraw
from pypdf import PdfReader, PdfWriter

from network.agencies.services import shared_collection
from network.media.models import AgencyDocument, Rendering
from network.media.viewing.scans import read_scan
from network.media.viewing.services import render

LEAFLETS = Path("network/demo/files")


def pdf_of(*names: str, **metadata: str) -> bytes:
    """Return a PDF of the demo's printed leaflets, a page each."""
    writer = PdfWriter()
    for name in names:
        writer.append(PdfReader(LEAFLETS / f"{name}.pdf"))
    writer.add_metadata({f"/{key}": value for key, value in metadata.items()})
    return written(writer)


def page_of(name: str, number: int) -> bytes:
    """Return a PDF of one page of a demo file."""
    writer = PdfWriter()
    writer.append(PdfReader(LEAFLETS / f"{name}.pdf"), pages=(number - 1, number))
    return written(writer)


def written(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def scan_of(words: str = "QUYET DINH") -> bytes:
    """Return a PDF with a page that shows these words, in plain letters."""
    drawing = f"BT /F 24 Tf 72 720 Td ({words}) Tj ET"
    return (
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        "/Resources<</Font<</F 5 0 R>>>>>>endobj\n"
        f"4 0 obj<</Length {len(drawing)}>>stream\n{drawing}\nendstream endobj\n"
        "5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n"
        "trailer<</Root 1 0 R>>\n%%EOF\n"
    ).encode()


def photograph(size: tuple[int, int] = (320, 200), kind: str = "PNG") -> bytes:
    """Return a picture that shows something."""
    picture = Image.new("RGB", size, "white")
    ImageDraw.Draw(picture).rectangle((10, 10, size[0] // 2, size[1] // 2), fill="navy")
    out = io.BytesIO()
    picture.save(out, kind)
    return out.getvalue()


def make_file(content: bytes, name: str = "so-tay.pdf", **fields: object) -> AgencyDocument:
    """Return a stored file of the shared collection."""
    fields = {"title": "Sổ tay", "collection": shared_collection()} | fields
    return AgencyDocument.objects.create(file=ContentFile(content, name=name), **fields)


def make_readable(content: bytes, name: str = "so-tay.pdf", **fields: object) -> AgencyDocument:
    """Return a stored file that the job has opened."""
    document = make_file(content, name, **fields)
    rendering = render(rendering_id=Rendering.objects.get(document=document).pk, now=timezone.now())
    while rendering and rendering.pages_unread:
        rendering = read_scan(rendering_id=rendering.pk, now=timezone.now())
    return document
