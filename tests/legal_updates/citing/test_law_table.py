"""Notices of changed law, on each day of four years, against a table made by hand.

`law_table/` holds twelve made-up documents with what became of them, articles with the day of
their approval and what they cite, and the notices that each article must show: "9001 2024-08-01"
from that day on, a second day is the first one without the notice. All changes are recorded on one
day, long after most of them took effect.
"""

import csv
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from legal_updates.citing.opening_reviews import match_reviews_to_rule, open_page_reviews
from legal_updates.citing.unknown_changes import changes_unknown_to, citations_behind
from legal_updates.clock_services import apply_effective_dates
from legal_updates.models import (
    Citation,
    DocumentType,
    LegalDocument,
    PageReview,
    RelationType,
    ValidityChange,
)
from legal_updates.models.choices import NO_LONGER_LAW, ReviewOutcome, Validity
from legal_updates.services import add_relation, confirm_relation, set_validity
from network.moderation.publication import published_by_install
from sites.models import ArticlePage
from tests.factories.documents import make_document
from tests.factories.moderation import Office, make_draft
from tests.factories.owning import owning

pytestmark = pytest.mark.django_db
FIRST, LAST = dt.date(2024, 1, 1), dt.date(2027, 12, 31)
DAYS = [FIRST + dt.timedelta(days=number) for number in range((LAST - FIRST).days + 1)]
# Each change is recorded then; what takes effect later waits for the clock.
RECORDED = dt.datetime(2026, 11, 30, 3, tzinfo=dt.UTC)
SOME_DAYS = [dt.date(2024, 8, 1), dt.date(2025, 3, 1), dt.date(2026, 3, 15), dt.date(2027, 4, 1)]


def table(name: str) -> list[dict[str, str]]:
    path = Path(__file__).parent / "law_table" / f"{name}.csv"
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def day_of(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def expected_on(day: dt.date) -> set[tuple[str, str]]:
    """Return (article, first figures of the document) of the notices due on a day."""
    due = set()
    for row in table("articles"):
        for notice in filter(None, row["notices"].split("; ")):
            document, since, *until = notice.split()
            if (
                dt.date.fromisoformat(since)
                <= day
                < (day_of(*until) if until else LAST + day.resolution)
            ):
                due.add((row["article"], document))
    return due


class Told:
    """The documents and articles of the table, as the database holds them."""

    def __init__(self, office: Office) -> None:
        self.actor = office.people["approver"]
        self.documents = {row["number"]: self.document(row) for row in table("documents")}
        for row in table("steps"):
            self.take(row)
        self.articles = {row["article"]: self.article(row, office) for row in table("articles")}

    def document(self, row: dict[str, str]) -> LegalDocument:
        effective_on = day_of(row["effective_on"])
        coming = bool(effective_on and effective_on > timezone.localdate(RECORDED))
        return make_document(
            row["number"],
            type=DocumentType.objects.get(key=row["kind"]),
            issued_on=day_of(row["issued_on"]),
            effective_on=effective_on,
            expires_on=day_of(row["expires_on"]),
            validity=Validity.NOT_YET if coming else Validity.IN_FORCE,
        )

    def take(self, row: dict[str, str]) -> None:
        document = self.documents[row["document"]]
        if row["step"] in Validity.values:
            set_validity(
                document=document,
                validity=Validity(row["step"]),
                source="Bảng thử",
                checked_on=timezone.localdate(RECORDED),
                day=day_of(row["day"]),
                actor=self.actor,
                now=RECORDED,
            )
            return
        relation = add_relation(
            document=document,
            type=RelationType.objects.get(key=row["step"]),
            target=self.documents[row["other"]],
            parts=row["parts"],
            now=RECORDED,
        )
        if row["confirmed"] == "yes":
            confirm_relation(relation=relation, actor=self.actor, now=RECORDED)

    def article(self, row: dict[str, str], office: Office) -> ArticlePage:
        cited = ", ".join(row["cites"].split())
        body = [("paragraph", f"<p>Theo các văn bản số {cited}.</p>")]
        article = make_draft(office, title=row["article"], body=body)
        with published_by_install():
            article.get_latest_revision().publish()
        morning = dt.datetime.fromisoformat(f"{row['approved_on']}T09:00+07:00")
        ArticlePage.objects.filter(pk=article.pk).update(last_published_at=morning)
        if row["compared_on"]:
            compared = dt.datetime.fromisoformat(f"{row['compared_on']}T09:00+07:00")
            PageReview.objects.create(
                agency=office.agency,
                page=article,
                opened_at=compared,
                due_on=compared.date(),
                outcome=ReviewOutcome.STILL_RIGHT,
                closed_at=compared,
            )
        article.refresh_from_db()
        return article


@pytest.fixture(scope="module")
def told(once: Any, office_of_module: Any) -> Any:
    return once(Told, office_of_module)


def let_days_pass(until: dt.date) -> dt.datetime:
    """Run the clock and the jobs of a day; return its noon."""
    noon = dt.datetime.combine(until, dt.time(12), tzinfo=timezone.get_current_timezone())
    apply_effective_dates(now=noon)
    for pk in ValidityChange.objects.filter(spread_at=None).values_list("pk", flat=True):
        open_page_reviews(change_id=pk, now=noon)
    match_reviews_to_rule(now=noon)
    return noon


def found_on_all_days(told: Told) -> Iterator[tuple[dt.date, set[tuple[str, str]]]]:
    changes = {name: changes_unknown_to(page) for name, page in told.articles.items()}
    figures = {each.pk: number.split("/")[0] for number, each in told.documents.items()}
    for day in DAYS:
        yield (
            day,
            {
                (name, figures[change.document_id])
                for name, unknown in changes.items()
                for change in unknown
                if change.is_due(day)
            },
        )


def differences(told: Told) -> list[tuple[dt.date, str, set[tuple[str, str]]]]:
    wrong = []
    for day, found in found_on_all_days(told):
        expected = expected_on(day)
        wrong += [(day, "false", found - expected)] if found - expected else []
        wrong += [(day, "missing", expected - found)] if expected - found else []
    return wrong


def test_the_table_holds_twelve_documents_with_each_kind_of_change():
    figures = {row["number"][:4] for row in table("documents") if row["number"].startswith("90")}
    assert len(figures) == 12
    assert len(table("articles")) == 40


def test_no_notice_is_false_and_none_is_missing_on_any_day(told):
    assert differences(told) == []


def test_the_clock_changes_nothing_about_the_notices(told):
    let_days_pass(LAST)
    assert differences(told) == []


def test_compared_with_the_day_of_recording_most_notices_would_be_false(told):
    """Takes the legal day away: the day on which the register learnt of it stands in its place."""
    with owning(), connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE legal_updates_validitychange DISABLE TRIGGER legal_updates_change_stays"
        )
    ValidityChange.objects.update(day=timezone.localdate(RECORDED))
    assert {kind for _day, kind, _pairs in differences(told)} == {"false", "missing"}


@pytest.mark.parametrize("day", SOME_DAYS)
def test_citizens_officers_and_the_overseer_are_told_the_same(told, monkeypatch, day):
    let_days_pass(max(day, timezone.localdate(RECORDED)))
    noon = let_days_pass(day)
    expected = expected_on(day)
    reviews = PageReview.objects.filter(outcome=ReviewOutcome.OPEN).select_related(
        "page", "document"
    )
    recorded = {
        (article, figures)
        for article, figures in expected
        if ValidityChange.objects.filter(document__number__startswith=figures).exists()
    }
    assert {
        (row.page.title, row.document.number[:4])
        for row in reviews.select_related("page", "document")
    } == recorded
    monkeypatch.setattr(timezone, "localdate", lambda *_args, **_kwargs: noon.date())
    shown = set()
    for name, page in told.articles.items():
        text = Client().get(page.url).content.decode()
        for notice in ArticlePage.objects.get(pk=page.pk).law_notes.notices:
            assert str(notice.text) in text
            shown.add((name, notice.document.number[:4]))
        assert ("law-notices" in text) == any(name == article for article, _ in expected)
    assert shown == expected
    gone = citations_behind(day, became=sorted(NO_LONGER_LAW))
    titles = set(Citation.objects.filter(pk__in=gone).values_list("page__title", flat=True))
    amended_only = {"9003", "9008"}
    assert titles == {article for article, figures in expected if figures not in amended_only}


def test_a_partial_expiry_tells_its_part_and_the_day_of_that_part(told, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *_args, **_kwargs: dt.date(2026, 12, 1))

    def text_of(article: str) -> str:
        (notice,) = ArticlePage.objects.get(pk=told.articles[article].pk).law_notes.notices
        return str(notice.text)

    assert "01/01/2025" in text_of("2 before both") and "15/03/2026" in text_of("2 before both")
    between = text_of("2 between")
    assert "15/03/2026" in between and "Điều 9" in between and "9103/2026/NĐ-CP" in between
    assert "01/01/2025" not in between and "Chương II" not in between
