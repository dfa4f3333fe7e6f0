"""Demo legal updates and materials."""

import datetime as dt
from typing import Any

from django.utils import timezone

from sites.models import (
    AgencyHomePage,
    ArticlePage,
    LegalUpdatePage,
    MaterialDocument,
    MaterialPage,
    UpdateDocument,
)

from ..data import read_json
from .drafting import Drafting

_ANSWERS = ("who", "gets", "must_do", "from_when")
_TAKEN = dt.timedelta(days=1)


def add_law_pages(drafting: Drafting, *, now: dt.datetime) -> None:
    """Collect the missing legal updates and materials."""
    for row in filter(drafting.is_missing, read_json("law_pages.json")):
        drafting.add(_make_page(row, drafting, now), row)


def end_uses() -> None:
    """End the use of the materials that say so, as the review of a changed document does."""
    ended = {row["slug"]: row["ended"] for row in read_json("law_pages.json") if "ended" in row}
    for page in MaterialPage.objects.filter(slug__in=ended, ended_at=None):
        section = AgencyHomePage.objects.ancestor_of(page)
        newer = ArticlePage.objects.descendant_of(section.get())
        day = timezone.make_aware(dt.datetime.fromisoformat(ended[page.slug]["on"]))
        page.end_use(replacement=newer.get(slug=ended[page.slug]["replaced_by"]), now=day)


def _make_page(row: dict[str, Any], drafting: Drafting, now: dt.datetime) -> ArticlePage:
    bound = [drafting.documents[number] for number in row["documents"]]
    if row["page"] == "legal_update":
        answers = {name: row[name] for name in _ANSWERS}
        update = LegalUpdatePage(kind=row["kind"], received_at=now - _TAKEN, **answers)
        update.documents.add(*(UpdateDocument(document=document) for document in bound))
        return update
    material = MaterialPage(
        kind=row["kind"],
        purpose=row.get("purpose", ""),
        last_reviewed_on=dt.date.fromisoformat(row["last_reviewed_on"]),
    )
    material.documents.add(*(MaterialDocument(document=document) for document in bound))
    return material
