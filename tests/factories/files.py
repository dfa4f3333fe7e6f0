"""Real files to be read on pages of ours, made here, and what an agency keeps of them."""

import io
from pathlib import Path

from django.core.files.base import ContentFile
from django.utils import timezone
from pypdf import PdfReader, PdfWriter

from network.agencies.services import shared_collection
from network.media.models import AgencyDocument, Rendering
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


def make_file(content: bytes, name: str = "so-tay.pdf", **fields: object) -> AgencyDocument:
    """Return a stored file of the shared collection."""
    fields = {"title": "Sổ tay", "collection": shared_collection()} | fields
    return AgencyDocument.objects.create(file=ContentFile(content, name=name), **fields)


def make_readable(content: bytes, name: str = "so-tay.pdf", **fields: object) -> AgencyDocument:
    """Return a stored file that the job has opened."""
    document = make_file(content, name, **fields)
    render(rendering_id=Rendering.objects.get(document=document).pk, now=timezone.now())
    return document
