"""Generated legal documents, their relations, and citations in pages."""

import datetime as dt
import itertools
from collections.abc import Iterator

from django.db import connection
from django.utils import timezone

from legal_updates.models import (
    Citation,
    DocumentTopic,
    DocumentType,
    IssuingBody,
    LegalDocument,
    Relation,
    RelationType,
    Topic,
)
from legal_updates.models.choices import Origin, Validity
from network.core.progress import ProgressBar
from network.core.text import slugify_vi

from .database import without_triggers
from .texts import SUBJECTS

# Only this loader uses such slugs.
SLUG_PREFIX = "tai-"
BATCH = 2_000
FIRST_YEAR, YEARS = 1990, 37
# Cumulative upper bounds, per 100 documents.
VALIDITIES = (
    (54, Validity.EXPIRED),
    (63, Validity.PARTLY_EXPIRED),
    (96, Validity.IN_FORCE),
    (98, Validity.NOT_YET),
    (100, Validity.UNDETERMINED),
)
KINDS = ("nghi_dinh", "thong_tu", "quyet_dinh_ubnd", "nghi_quyet_hdnd", "cong_van")
SYMBOLS = ("NĐ-CP", "TT-BTC", "QĐ-UBND", "NQ-HĐND", "UBND-NC")
# Every tenth document replaces the previous one.
REPLACING_EVERY = 10


def load_documents(*, documents: int, citations: int, now: dt.datetime) -> tuple[int, int]:
    """Add legal documents and citations up to these totals.

    Returns how many of each were added. The citations are distributed over the existing live pages.
    A second run adds nothing; after an interruption the next run continues. The search must be
    rebuilt afterwards.
    """
    present = LegalDocument.objects.filter(slug__startswith=SLUG_PREFIX).count()
    progress = ProgressBar(max(0, documents - present), label="documents loaded")
    for start in range(present, documents, BATCH):
        numbers = range(start, min(start + BATCH, documents))
        _load_batch(numbers, now)
        for _ in numbers:
            progress.advance()
    cited = _cite(citations)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return max(0, documents - present), cited


@without_triggers(
    LegalDocument._meta.db_table, DocumentTopic._meta.db_table, Relation._meta.db_table
)
def _load_batch(numbers: range, now: dt.datetime) -> None:
    made = LegalDocument.objects.bulk_create(_documents(numbers, now))
    topics = list(Topic.objects.values_list("pk", flat=True))
    DocumentTopic.objects.bulk_create(
        DocumentTopic(content_object=each, tag_id=topics[place % len(topics)])
        for place, each in zip(numbers, made, strict=True)
    )
    replaces = RelationType.objects.get(key="thay_the")
    Relation.objects.bulk_create(
        Relation(document=each, type=replaces, target=before, confirmed_at=now, applied_at=now)
        for place, (before, each) in enumerate(itertools.pairwise(made))
        if place % REPLACING_EVERY == 0
    )


def _documents(numbers: range, now: dt.datetime) -> Iterator[LegalDocument]:
    kinds = {kind.key: kind for kind in DocumentType.objects.filter(key__in=KINDS)}
    bodies = list(IssuingBody.objects.order_by("pk"))
    today = timezone.localdate(now)
    for place in numbers:
        kind = place % len(KINDS)
        year, ordinal = FIRST_YEAR + place % YEARS, place // YEARS + 1
        number = f"{ordinal:02}/{year}/{SYMBOLS[kind]}"
        validity = next(name for share, name in VALIDITIES if place * 37 % 100 < share)
        issued = dt.date(year, place % 12 + 1, place % 28 + 1)
        body = bodies[place % len(bodies)]
        yield LegalDocument(
            number=number,
            number_key=_key(ordinal, year, SYMBOLS[kind]),
            type=kinds[KINDS[kind]],
            issuer=body,
            level=body.level,
            issued_on=issued,
            slug=f"{SLUG_PREFIX}{slugify_vi(number.replace('/', '-'))}-{place}",
            title=f"Quy định về {SUBJECTS[place % len(SUBJECTS)]}",
            effective_on=today + dt.timedelta(days=place % 90 + 1)
            if validity == Validity.NOT_YET
            else issued + dt.timedelta(days=45),
            expires_on=today - dt.timedelta(days=place % 4000)
            if validity == Validity.EXPIRED
            else None,
            validity=validity,
            official_url=f"https://vanban.example.vn/{place}",
            origin=Origin.TABLE,
            confirmed_at=now,
        )


def _key(ordinal: int, year: int, symbol: str) -> str:
    """Return the same as `DocumentNumber.key`, without parsing the number."""
    return f"{ordinal}/{year}/{''.join(char for char in symbol.casefold() if char.isalnum())}"


def _cite(citations: int) -> int:
    """Add citations to the live pages evenly, and a thousand of the first document."""
    with without_triggers(Citation._meta.db_table), connection.cursor() as cursor:
        cursor.execute(
            """
            WITH pages AS (
                SELECT id, row_number() OVER (ORDER BY id) - 1 AS place
                  FROM wagtailcore_page WHERE live AND depth > 3
            ), documents AS (
                SELECT id, number, number_key, row_number() OVER (ORDER BY id) - 1 AS place
                  FROM legal_updates_legaldocument WHERE slug LIKE %(prefix)s
            ), pairs AS (
                SELECT n, n %% (SELECT count(*) FROM pages) AS page,
                       CASE WHEN n < least(1000, (SELECT count(*) FROM pages)) THEN 0
                            ELSE 1 + n::bigint * 7919 %% (SELECT count(*) - 1 FROM documents)
                       END AS document
                  FROM generate_series(0, %(count)s - 1) AS n
            )
            INSERT INTO legal_updates_citation
                   (page_id, document_id, number, number_key, type_key, in_live, in_draft)
            SELECT p.id, d.id, d.number, d.number_key, '', true, true
              FROM pairs JOIN pages p ON p.place = pairs.page
                         JOIN documents d ON d.place = pairs.document
            ON CONFLICT DO NOTHING
            """,
            {"prefix": f"{SLUG_PREFIX}%", "count": citations},
        )
        return cursor.rowcount
