"""Load the demo's legal documents, legal updates and materials. Safe to run twice."""

import datetime as dt
from typing import Any

from legal_updates.choices import Origin
from legal_updates.models import LegalDocument, RelationType
from legal_updates.services import (
    DocumentFacts,
    add_relation,
    confirm_document,
    confirm_relation,
    record_document,
)
from network.accounts.models import User
from sites.models import (
    AgencyHomePage,
    ArticlePage,
    LegalUpdatePage,
    MaterialDocument,
    MaterialFile,
    MaterialPage,
    SectionIndexPage,
    UpdateDocument,
)

from .. import loader

# Whoever sees the status of a document of the demo shall not take it for an official word.
CHECKED_BY = "Dữ liệu xem thử"
_CONFIRMER = "mangluoi_quantri"
_DAYS = ("issued_on", "effective_on")
_ANSWERS = ("who", "gets", "must_do", "from_when")
_TAKEN = dt.timedelta(days=1)


def load_documents(*, now: dt.datetime) -> None:
    """Record, confirm and relate the documents that are not in the register yet."""
    person = User.objects.get(username=_CONFIRMER)
    rows = loader.read_json("law/documents.json")
    documents = {row["number"]: _record(row, person, now) for row in rows}
    for row in rows:
        for relation in row.get("relations", []):
            _relate(documents[row["number"]], relation, documents, person, now)


def load_pages(*, now: dt.datetime) -> None:
    """Add the legal updates and materials that are not there yet."""
    documents = {each.number: each for each in LegalDocument.objects.order_by("pk")}
    bodies = loader.Bodies(loader.load_images())
    homes = {home.agency.code: home for home in AgencyHomePage.objects.select_related("agency")}
    for row in loader.read_json("law/pages.json"):
        home = homes[row["agency"]]
        place = SectionIndexPage.objects.descendant_of(home).get(key=row["section"])
        if not ArticlePage.objects.child_of(place).filter(slug=row["slug"]).exists():
            bound = [documents[number] for number in row["documents"]]
            page = _make_page(row, bound, bodies, now)
            loader.lead_page(page, row, section=place, agency=home.agency, body=bodies.build(row))


def _record(row: dict[str, Any], person: User, now: dt.datetime) -> LegalDocument:
    days: dict[str, Any] = {name: dt.date.fromisoformat(row[name]) for name in _DAYS}
    words = ("number", "type", "issuer", "title", "validity", "official_url", "separate_effect")
    facts = DocumentFacts(
        **days,
        **{name: row[name] for name in words if name in row},
        topics=tuple(row["topics"]),
        validity_source=CHECKED_BY,
        validity_checked_on=dt.date(2026, 11, 24),
    )
    document = record_document(facts=facts, origin=Origin.TABLE, now=now, actor=person).document
    confirm_document(document=document, actor=person, now=now)
    document.refresh_from_db()
    return document


def _relate(
    document: LegalDocument,
    row: dict[str, str],
    documents: dict[str, LegalDocument],
    person: User,
    now: dt.datetime,
) -> None:
    target = documents.get(row["number"])
    if document.relations.filter(type__key=row["type"], target=target).exists():
        return
    relation = add_relation(
        document=document,
        type=RelationType.objects.get(key=row["type"]),
        target=target,
        number="" if target else row["number"],
        words=row.get("words", ""),
        parts=row.get("parts", ""),
        actor=person,
        now=now,
    )
    confirm_relation(relation=relation, actor=person, now=now)


def _make_page(
    row: dict[str, Any], bound: list[LegalDocument], bodies: loader.Bodies, now: dt.datetime
) -> ArticlePage:
    if row["page"] == "legal_update":
        answers = {name: row[name] for name in _ANSWERS}
        update = LegalUpdatePage(kind=row["kind"], received_at=now - _TAKEN, **answers)
        update.documents.add(*(UpdateDocument(document=each) for each in bound))
        return update
    material = MaterialPage(
        kind=row["kind"],
        language=row["language"],
        last_reviewed_on=dt.date.fromisoformat(row["last_reviewed_on"]),
    )
    material.documents.add(*(MaterialDocument(document=each) for each in bound))
    material.files.add(
        *(MaterialFile(file_id=bodies.file(each)["document"]) for each in row["files"])
    )
    return material
