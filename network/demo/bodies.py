"""Images, files and StreamField bodies of the demo articles."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.core.files.base import ContentFile
from django.db.models import prefetch_related_objects
from wagtail.models import Collection
from wagtail.search.backends import get_search_backend

from network.agencies.services import shared_collection
from network.core.references import add_references
from network.media.models import AgencyDocument, AgencyImage

from .data import FOLDER, read_json
from .images import DRAWING_SIZE, render_image
from .scanning import scanned

# An image among the first blocks becomes the cover.
_BEGINNING = 2


def load_images() -> dict[str, AgencyImage]:
    """Store missing demo drawings in the shared collection. Returns all of them by key."""
    rows = {row["title"]: row for row in read_json("images.json")}
    collection = shared_collection()
    found = AgencyImage.objects.filter(title__in=rows, collection=collection).order_by("-pk")
    images = {image.title: image for image in found}
    missing = [row for title, row in rows.items() if title not in images]
    made = AgencyImage.objects.bulk_create(_drawing(row, collection) for row in missing)
    index_images(made)
    images |= {image.title: image for image in made}
    return {row["key"]: images[title] for title, row in rows.items()}


def index_images(images: Sequence[AgencyImage]) -> None:
    """Add new images to the admin search and the reference index, as saving each would do."""
    if images:
        # Indexing reads the tags of each image; this loads them with a single query.
        prefetch_related_objects(images, "tags")
        get_search_backend().add_bulk(AgencyImage, images)
        add_references(images)


def _drawing(row: dict[str, Any], collection: Collection) -> AgencyImage:
    width, height = DRAWING_SIZE
    return AgencyImage(
        title=row["title"],
        description=row["alt"],
        file=ContentFile(render_image(row["key"]), name=row["file_name"]),
        # Set explicitly, otherwise Pillow would decode every image twice.
        width=width,
        height=height,
        collection=collection,
        licence=row["licence"],
        **source_fields(row["source"]),
    )


class DemoBodyBuilder:
    """Converts the demo's plain blocks to stream blocks of an article."""

    def __init__(self, images: dict[str, AgencyImage]) -> None:
        self.images = images

    def build(self, row: dict[str, Any]) -> list[dict[str, Any]]:
        """Return the body of an article as StreamField JSON."""
        return [
            {"type": block["type"], "value": getattr(self, block["type"])(block["value"])}
            for block in row["body"]
        ]

    def heading(self, value: str) -> dict[str, str]:
        return {"text": value, "level": "h2"}

    def paragraph(self, value: str) -> str:
        """Return the rich text unchanged."""
        return value

    def quote(self, value: dict[str, str]) -> dict[str, str]:
        """Return the quoted text and its author."""
        return {"text": value["text"], "attribution": value.get("cite", "")}

    def callout(self, value: dict[str, str]) -> dict[str, str]:
        return {"kind": value["kind"], "text": f"<p>{value['text']}</p>"}

    def image(self, value: dict[str, str]) -> dict[str, Any]:
        return {
            "image": self.images[value["image"]].pk,
            "alt_text": value["alt"],
            "caption": value.get("caption", ""),
        }

    def table(self, value: dict[str, Any]) -> dict[str, Any]:
        """Return a typed table with text columns."""
        return {
            "caption": value.get("caption", ""),
            "columns": [{"type": "text", "heading": name} for name in value["header"]],
            "rows": [{"values": row} for row in value["rows"]],
        }

    def file(self, value: dict[str, str]) -> dict[str, Any]:
        """Return a document, stored in the shared collection at its first use."""
        document = AgencyDocument.objects.filter(title=value["title"]).first()
        if document is None:
            path = FOLDER / value["file"]
            content = path.read_bytes()
            document = AgencyDocument.objects.create(
                title=value["title"],
                file=ContentFile(
                    scanned(content) if value.get("scanned") else content, name=path.name
                ),
                collection=shared_collection(),
            )
        return {"document": document.pk, "title": value["title"]}

    def audio(self, value: dict[str, str]) -> dict[str, Any]:
        """Return the recording with its transcript. The file is stored like documents."""
        sound = {"file": self.file(value)["document"]}
        return sound | {name: value[name] for name in ("title", "duration", "transcript")}


def split_cover(body: list[dict[str, Any]]) -> tuple[dict[str, Any] | None, list[dict[str, Any]]]:
    """Return the image among the first blocks, also used in lists, and the body without it.

    The image is None if there is none among the first blocks.
    """
    for place, block in enumerate(body[:_BEGINNING]):
        if block["type"] == "image":
            return block["value"], [*body[:place], *body[place + 1 :]]
    return None, body


def source_fields(source: dict[str, str]) -> dict[str, Any]:
    """Return the source of an article or image as model fields."""
    return {
        "source_name": source["name"],
        "source_author": source["author"],
        "source_agency": source["agency"],
        "source_url": source["website"],
        "source_date": dt.date.fromisoformat(source["date"]),
    }
