"""Demo banners and the sections that show them. Safe to run twice."""

import datetime as dt

from django.core.files.base import ContentFile

from network.agencies.services import shared_collection
from network.media.models import AgencyImage
from sites.models import AgencyHomePage, Pano, PanoPlacement

from .data import FOLDER, read_json

_EVERYBODY = "*"
_SOURCE = {
    "source_name": "Hội đồng phối hợp phổ biến, giáo dục pháp luật tỉnh Gia Lai",
    "source_author": "Tổ biên tập",
    "source_agency": "Sở Tư pháp tỉnh Gia Lai",
    "source_url": "https://stp.gialai.example.vn",
    "source_date": dt.date(2026, 8, 1),
}


def load_panos() -> None:
    """Add the missing banners at the foot of their sections."""
    homes = AgencyHomePage.objects.filter(agency__status="active")
    for row in read_json("panos.json"):
        if Pano.objects.filter(url=row["url"]).exists():
            continue
        pano = Pano.objects.create(
            title=row["title"],
            alt_text=row["alt"],
            url=row["url"],
            starts_on=dt.date(2026, 1, 1),
            image=_picture(row["key"], row["title"]),
        )
        codes = row["agencies"]
        placed = homes if codes == _EVERYBODY else homes.filter(agency__code__in=codes)
        PanoPlacement.objects.bulk_create(PanoPlacement(page=home, pano=pano) for home in placed)


def _picture(key: str, title: str) -> AgencyImage:
    return AgencyImage.objects.create(
        title=f"Pano {title}",
        file=ContentFile((FOLDER / "panos" / f"{key}.webp").read_bytes(), name=f"pano-{key}.webp"),
        collection=shared_collection(),
        licence="Tranh tự vẽ của Sở Tư pháp",
        **_SOURCE,
    )
