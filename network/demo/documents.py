"""Demo legal documents with their legal status. Safe to run twice."""

import datetime as dt
from typing import Any

from django.utils import timezone

from legal_updates.models import LegalDocument, RelationType
from legal_updates.models.choices import Origin, Validity
from legal_updates.models.official import PageEvidence
from legal_updates.services import (
    DocumentFacts,
    add_relation,
    confirm_document,
    confirm_relation,
    record_documents,
)
from network.accounts.models import User

from .data import read_all, read_json

_KEEPER = "mangluoi_quantri"

_REPOSITORIES = "https://github.com/"
_COPY = "Bản chép của văn bản, chưa đối chiếu với Công báo"


def load_documents(*, now: dt.datetime) -> None:
    """Record the demo documents. The network admin confirms those with an official text.

    Rows marked as drafts are left out, because the register finds them in the sample feeds.
    """
    rows = [row for row in document_rows() if not row.get("draft")]
    keeper = User.objects.get(username=_KEEPER)
    recorded = record_documents(facts=[_facts(row) for row in rows], origin=Origin.TABLE, now=now)
    for row, each in zip(rows, recorded, strict=True):
        if row.get("official_url"):
            confirm_document(document=each.document, actor=keeper, now=now)
    for row, each in zip(rows, recorded, strict=True):
        for told in row.get("relations", []):
            _relate(each.document, told, keeper if told.get("confirmed") else None, now)
    _describe(timezone.localdate(now))


def _describe(day: dt.date) -> None:
    """Add the names that people use and what documents are for.

    The only summary says itself that it is a sample: an officer must write what the law says.
    """
    for row in read_json("plain_words.json"):
        words = {name: value for name, value in row.items() if name != "number"}
        if "summary_by" in words:
            words["summary_on"] = day
        LegalDocument.objects.filter(number=row["number"], purpose="", usual_name="").update(
            **words
        )


def document_rows() -> list[dict[str, Any]]:
    """Return one row per number, merged from all files; rows that name their record take
    precedence."""
    rows: dict[str, dict[str, Any]] = {}
    for row in sorted(read_all("documents*.json"), key=lambda row: "record" in row):
        rows[row["number"]] = rows.get(row["number"], {}) | row
    return list(rows.values())


def documents_by_number() -> dict[str, LegalDocument]:
    """Return the documents of the register by number, for texts that cite them."""
    return {each.number: each for each in LegalDocument.objects.order_by("pk")}


def _facts(row: dict[str, Any]) -> DocumentFacts:
    days: dict[str, Any] = {
        name: dt.date.fromisoformat(row[name])
        for name in ("issued_on", "effective_on", "validity_checked_on")
        if row.get(name)
    }
    return DocumentFacts(
        number=row["number"],
        type=row["type"],
        title=row["title"],
        official_url=row.get("official_url", ""),
        topics=tuple(row["topics"]),
        validity=row.get("validity") or Validity.UNDETERMINED,
        separate_effect=row.get("separate_effect", ""),
        expired_parts=row.get("expired_parts", ""),
        validity_source=_source(row),
        **days,
    )


def _source(row: dict[str, Any]) -> str:
    """Return the source of the legal status. A source of the other facts only does not count.

    A copy of the text in a public repository is named as what it is: its address looks like a
    source to officers.
    """
    if not row.get("validity"):
        return ""
    record: str = row.get("validity_record") or row["record"]
    return _COPY if record.startswith(_REPOSITORIES) else record


def _relate(
    document: LegalDocument, told: dict[str, Any], keeper: User | None, now: dt.datetime
) -> None:
    relation = add_relation(
        document=document,
        type=RelationType.objects.get(key=told["type"]),
        number=told["number"],
        parts=told.get("parts", ""),
        now=now,
    )
    if keeper and relation.confirmed_at is None:
        seen_on = told.get("seen_on")
        evidence = PageEvidence(told["record"], dt.date.fromisoformat(seen_on)) if seen_on else None
        confirm_relation(relation=relation, actor=keeper, now=now, evidence=evidence)
