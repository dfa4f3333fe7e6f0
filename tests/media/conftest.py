"""Real files in a folder of the test's own, and the people who ask for them."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from PIL import Image
from wagtail.models import Collection

from network.agencies.models import Agency, Role
from network.media.models import AgencyDocument, AgencyImage
from network.moderation.publication import published_by_install
from sites.models import ArticlePage
from tests.factories.accounts import signed_in
from tests.factories.people import make_agency, make_member
from tests.factories.sections import SOURCE

PDF = b"%PDF-1.4\n% mau\ntrailer << >>\n%%EOF\n"


def png(colour: str = "#1a7f37", size: tuple[int, int] = (60, 40), **options: Any) -> bytes:
    """Return a whole PNG, with a white corner: one colour alone shows nothing."""
    data, picture = io.BytesIO(), Image.new("RGB", size, colour)
    picture.paste("white", (0, 0, size[0] // 2, size[1] // 2))
    picture.save(data, "PNG", **options)
    return data.getvalue()


@dataclass
class Desk:
    """One agency at work: its files, its articles, its people."""

    agency: Agency

    def picture(self, collection: Collection | None = None, **fields: Any) -> AgencyImage:
        return AgencyImage.objects.create(
            title="Nhà rông",
            file=ContentFile(png(), "Nhà rông.PNG"),
            collection=collection or self.agency.collection,
            **SOURCE | fields,
        )

    def document(self, content: bytes = PDF, name: str = "Tờ gấp.pdf") -> AgencyDocument:
        return AgencyDocument.objects.create(
            title="Tờ gấp", file=ContentFile(content, name), collection=self.agency.collection
        )

    def article(self, *, live: bool = True, slug: str = "bai", **fields: Any) -> ArticlePage:
        place = self.agency.home_page.get_children().get(slug="tin-tuc")
        values: dict[str, Any] = {"title": "Bài", "summary": "Ngắn.", "body": []} | SOURCE | fields
        with published_by_install():
            return place.add_child(instance=ArticlePage(slug=slug, live=live, **values))

    def client(self, role: Role = Role.AUTHOR) -> Client:
        return signed_in(Client(), make_member(self.agency, role))


@pytest.fixture(autouse=True)
def media_folder(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def open_desk(db: None) -> Callable[[], Desk]:
    return lambda: Desk(make_agency())


@pytest.fixture
def desk(open_desk: Callable[[], Desk]) -> Desk:
    return open_desk()


def body_of(response: Any) -> bytes:
    """Return the content of an answer that is sent in pieces."""
    return b"".join(response.streaming_content)
