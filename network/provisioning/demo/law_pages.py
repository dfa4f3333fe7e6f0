"""The demo's legal updates and materials. Safe to run twice."""

import datetime as dt
from typing import Any

from django.utils import timezone

from legal_updates.models import LegalDocument
from network.agencies.models import Agency
from sites.models import (
    AgencyHomePage,
    ArticlePage,
    LegalUpdatePage,
    MaterialDocument,
    MaterialPage,
    SectionIndexPage,
    UpdateDocument,
)

from . import loader
from .data import read_json
from .documents import documents_by_number

_ANSWERS = ("who", "gets", "must_do", "from_when")
_TAKEN = dt.timedelta(days=1)


def load_law_pages(*, now: dt.datetime) -> None:
    """Add the legal updates and materials that are not there yet."""
    documents = documents_by_number()
    bodies = loader.DemoBodyBuilder(loader.load_images())
    homes = {home.agency.code: home for home in AgencyHomePage.objects.select_related("agency")}
    for row in read_json("law_pages.json"):
        home = homes[row["agency"]]
        place = SectionIndexPage.objects.descendant_of(home).get(key=row["section"])
        if not ArticlePage.objects.child_of(place).filter(slug=row["slug"]).exists():
            bound = [documents[number] for number in row["documents"]]
            page = _make_page(row, bound, bodies, home.agency, now)
            loader.lead_page(page, row, section=place, agency=home.agency, body=bodies.build(row))
            if isinstance(page, MaterialPage) and "ended" in row:
                _end_use(page, row["ended"], home)


def _end_use(page: MaterialPage, ended: dict[str, str], home: AgencyHomePage) -> None:
    """End its use as the review of a change of its law does."""
    newer = ArticlePage.objects.descendant_of(home).get(slug=ended["replaced_by"])
    day = timezone.make_aware(dt.datetime.fromisoformat(ended["on"]))
    page.end_use(replacement=newer, now=day)


def _make_page(
    row: dict[str, Any],
    bound: list[LegalDocument],
    bodies: loader.DemoBodyBuilder,
    agency: Agency,
    now: dt.datetime,
) -> ArticlePage:
    if row["page"] == "legal_update":
        answers = {name: row[name] for name in _ANSWERS}
        update = LegalUpdatePage(kind=row["kind"], received_at=now - _TAKEN, **answers)
        update.documents.add(*(UpdateDocument(document=each) for each in bound))
        return update
    material = MaterialPage(
        kind=row["kind"],
        purpose=row.get("purpose", ""),
        last_reviewed_on=dt.date.fromisoformat(row["last_reviewed_on"]),
    )
    material.documents.add(*(MaterialDocument(document=each) for each in bound))
    loader.add_files(material, row, agency=agency, bodies=bodies)
    return material
