"""Generated images and documents: many rows that share two small files on disk."""

import datetime as dt
import hashlib
import io
from collections.abc import Sequence
from typing import NamedTuple

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import prefetch_related_objects
from PIL import Image
from wagtail.search.backends import get_search_backend

from network.accounts.models import User
from network.agencies.models import Agency
from network.core.references import add_references
from network.media.models import AgencyDocument, AgencyImage

IMAGES_EACH = 6
DOCUMENTS_EACH = 4
IMAGE_SIZE = (480, 320)
IMAGE_FILE = "original_images/load-network.png"
DOCUMENT_FILE = "documents/load-network.txt"


class AgencyFiles(NamedTuple):
    """Images and documents for one agency's articles."""

    images: list[AgencyImage]
    documents: list[AgencyDocument]


def load_files(
    *, agencies: Sequence[Agency], staff: Sequence[Sequence[User]], now: dt.datetime
) -> list[AgencyFiles]:
    """Create and index the image and document rows of each agency, owned by the first of its
    staff."""
    image, document = _stored(IMAGE_FILE, _picture()), _stored(DOCUMENT_FILE, b"PBGDPL\n")
    owners = list(zip(agencies, staff, strict=True))
    images = AgencyImage.objects.bulk_create(
        _image(agency, people[0], number, image, now)
        for agency, people in owners
        for number in range(IMAGES_EACH)
    )
    documents = AgencyDocument.objects.bulk_create(
        _document(agency, people[0], number, document, now)
        for agency, people in owners
        for number in range(DOCUMENTS_EACH)
    )
    _index(AgencyImage, images)
    _index(AgencyDocument, documents)
    return [
        AgencyFiles(
            images[place * IMAGES_EACH : (place + 1) * IMAGES_EACH],
            documents[place * DOCUMENTS_EACH : (place + 1) * DOCUMENTS_EACH],
        )
        for place in range(len(owners))
    ]


def _image(
    agency: Agency, owner: User, number: int, content: bytes, now: dt.datetime
) -> AgencyImage:
    return AgencyImage(
        title=f"Ảnh tuyên truyền {agency.code} {number + 1}",
        file=IMAGE_FILE,
        width=IMAGE_SIZE[0],
        height=IMAGE_SIZE[1],
        file_size=len(content),
        file_hash=hashlib.sha1(content).hexdigest(),  # noqa: S324
        collection=agency.collection,
        uploaded_by_user=owner,
        created_at=now,
        source_name=agency.short_name,
        source_author=owner.get_full_name(),
        source_agency=agency.short_name,
        source_url=f"https://{agency.slug}.example.vn/",
        source_date=now.date(),
    )


def _document(
    agency: Agency, owner: User, number: int, content: bytes, now: dt.datetime
) -> AgencyDocument:
    return AgencyDocument(
        title=f"Tờ gấp {agency.code} {number + 1}",
        file=DOCUMENT_FILE,
        file_size=len(content),
        file_hash=hashlib.sha1(content).hexdigest(),  # noqa: S324
        collection=agency.collection,
        uploaded_by_user=owner,
        created_at=now,
    )


def _index(model: type, rows: Sequence) -> None:
    # Indexing reads the tags of each row; this loads them with a single query.
    prefetch_related_objects(rows, "tags")
    get_search_backend().add_bulk(model, rows)
    add_references(rows)


def _stored(name: str, content: bytes) -> bytes:
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(content))
    return content


def _picture() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", IMAGE_SIZE, "#0B4A82").save(buffer, "PNG")
    return buffer.getvalue()
