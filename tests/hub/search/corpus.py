"""A small province to search in: documents of the domain brief, articles, agencies, communes."""

import csv
import datetime as dt
from pathlib import Path

from legal_updates.citations import find_document_numbers
from legal_updates.models import DocumentType, LegalDocument, Topic
from network.core.text import slugify_vi
from network.hub.search.keeping import refresh_changed
from tests.factories.documents import make_issuer
from tests.factories.sections import make_article, make_item, make_place, make_section

TODAY = dt.date(2026, 11, 25)
AGENCIES = Path(__file__).resolve().parents[3] / "network" / "agencies" / "data"
CARDS = (
    "Từ 01/7/2026 Luật Báo chí mới có hiệu lực",
    "Chính phủ ban hành Nghị định 12/2026/NĐ-CP về cơ chế một cửa",
    "Hướng dẫn định danh điện tử VNeID cho người cao tuổi",
)


def build() -> None:
    """Put the province into the database and its search."""
    for row in _table("corpus_documents.txt"):
        _document(**row)
    sections = {}
    with (AGENCIES / "agencies_2025.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            slug = slugify_vi(row["short_name"])
            fields = {"short_name": row["short_name"], "slug": slug, "kind": row["kind"]}
            home = make_section(row["name"], code=row["code"], **fields)
            sections[row["short_name"]] = make_place(home, "Hỏi đáp")
    make_section(
        "Ủy ban nhân dân phường Pleiku",
        short_name="UBND phường Pleiku",
        code="23575",
        kind="ubnd_phuong",
        slug="phuong-pleiku",
    )
    for row in _table("corpus_articles.txt"):
        day = dt.date.fromisoformat(row["date"])
        article = make_article(
            sections[row["agency"]], row["title"], summary=row["summary"], date=day
        )
        if row["topic"]:
            article.topics.add(Topic.objects.get(slug=row["topic"]))
            article.save()
    for title in CARDS:
        make_item(title)
    refresh_changed()


def _table(name: str) -> list[dict[str, str]]:
    with Path(__file__).with_name(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="|"))


def _document(
    *, kind: str, number: str, title: str, issuer: str, issued_on: str, validity: str
) -> None:
    known = DocumentType.objects.get(key=kind)
    read = find_document_numbers(f"{known.label} số {number}")[0]
    LegalDocument.objects.create(
        type=known,
        number=number,
        number_key=read.key,
        title=title,
        issuer=make_issuer(issuer),
        issued_on=dt.date.fromisoformat(issued_on),
        validity=validity,
        slug=slugify_vi(f"{kind} {number}"),
    )
