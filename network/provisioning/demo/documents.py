"""The demo's legal documents, with what became of them. Safe to run twice."""

import datetime as dt
from typing import Any

from legal_updates.choices import Origin, Validity
from legal_updates.models import LegalDocument, RelationType
from legal_updates.services import (
    DocumentFacts,
    add_relation,
    confirm_document,
    confirm_relation,
    record_documents,
)
from network.accounts.models import User

from .loader import read_json

# Nobody looked these up for the demo: it says so where others name their source.
_SOURCE = "Dữ liệu minh họa"
_KEEPER = "mangluoi_quantri"


def load_documents(*, now: dt.datetime) -> None:
    """Record the demo's documents, as checked by its network admin."""
    rows = read_json("documents.json")
    keeper = User.objects.get(username=_KEEPER)
    recorded = record_documents(
        facts=[_facts(row, now.date()) for row in rows], origin=Origin.TABLE, now=now
    )
    for each in recorded:
        confirm_document(document=each.document, actor=keeper, now=now)
    for row, each in zip(rows, recorded, strict=True):
        for told in row.get("relations", []):
            _relate(each.document, told, keeper, now)


def _facts(row: dict[str, Any], today: dt.date) -> DocumentFacts:
    days: dict[str, Any] = {
        name: dt.date.fromisoformat(row[name]) for name in ("issued_on", "effective_on")
    }
    return DocumentFacts(
        number=row["number"],
        type=row["type"],
        title=row["title"],
        official_url=row["official_url"],
        topics=tuple(row["topics"]),
        validity=row.get("validity", Validity.IN_FORCE),
        separate_effect=row.get("separate_effect", ""),
        validity_source=_SOURCE,
        validity_checked_on=today,
        **days,
    )


def _relate(document: LegalDocument, told: dict[str, Any], keeper: User, now: dt.datetime) -> None:
    relation = add_relation(
        document=document,
        type=RelationType.objects.get(key=told["type"]),
        number=told["number"],
        parts=told.get("parts", ""),
        now=now,
    )
    if relation.confirmed_at is None:
        confirm_relation(relation=relation, actor=keeper, now=now)
