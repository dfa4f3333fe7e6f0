"""Demo legal updates and materials. Safe to run twice."""

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


def load_law_pages(*, now: dt.datetime) -> None:
    """Add the missing legal updates and materials."""
    drafting = Drafting()
    rows = list(filter(drafting.is_missing, read_json("law_pages.json")))
    for row in rows:
        drafting.add(_make_page(row, drafting, now), row)
    for page, row in zip(drafting.write(now=now), rows, strict=True):
        if isinstance(page, MaterialPage) and "ended" in row:
            _end_use(page, row["ended"])


def _end_use(page: MaterialPage, ended: dict[str, str]) -> None:
    """End the use of a material, as the review of a changed document does."""
    section = AgencyHomePage.objects.ancestor_of(page)
    newer = ArticlePage.objects.descendant_of(section.get()).get(slug=ended["replaced_by"])
    day = timezone.make_aware(dt.datetime.fromisoformat(ended["on"]))
    page.end_use(replacement=newer, now=day)


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
