"""The law notices of all pages of the demo, on each day of four years, against a table by hand."""

import csv
import datetime as dt
import io
from collections import defaultdict
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db.models import F

from legal_updates.citing.unknown_changes import changes_unknown_to
from legal_updates.models import Citation, ValidityChange
from sites.models import ArticlePage

FIRST, LAST = dt.date(2024, 1, 1), dt.date(2027, 12, 31)
DAYS = [FIRST + dt.timedelta(days=number) for number in range((LAST - FIRST).days + 1)]
# Which document changed on which day of legal effect, and which one did it.
TABLE = [
    (row["document"], dt.date.fromisoformat(row["day"]), row["by"])
    for row in csv.DictReader(
        Path(__file__).with_name("law_changes.csv").read_text(encoding="utf-8").splitlines()
    )
]


def expected_notices() -> dict[tuple[int, str], set[dt.date]]:
    """Return the first days of the notices of each page, by the table and the page's own date."""
    cited = defaultdict(set)
    for page, number in Citation.objects.filter(in_live=True, document__isnull=False).values_list(
        "page", "document__number"
    ):
        cited[page].add(number)
    due = defaultdict(set)
    for page, date in ArticlePage.objects.live().values_list("pk", "date"):
        for document, day, by in TABLE:
            if document in cited[page] and by not in cited[page] and date < day:
                due[page, document].add(day)
    return due


def found_notices() -> dict[tuple[int, str], set[dt.date]]:
    """Return the first days of the notices of each page, by the rule."""
    numbers = dict(ValidityChange.objects.values_list("document", "document__number"))
    due = defaultdict(set)
    for page in ArticlePage.objects.live():
        for change in changes_unknown_to(page):
            due[page.pk, numbers[change.document_id]].add(change.since)
    return due


def due_on(notices: dict[tuple[int, str], set[dt.date]], day: dt.date) -> set[tuple[int, str]]:
    return {key for key, days in notices.items() if min(days) <= day}


@pytest.mark.drill
@pytest.mark.django_db
def test_no_page_of_the_demo_shows_a_false_notice_or_lacks_one():
    call_command("load_demo", stdout=io.StringIO(), stderr=io.StringIO())
    changed = ValidityChange.objects.filter(day__isnull=False).exclude(
        amended=False, became__in=["in_force", "not_yet", "undetermined"]
    )
    told = changed.values_list("document__number", "day", F("relation__document__number"))
    assert set(told) == set(TABLE)
    expected, found = expected_notices(), found_notices()
    false = {day: due_on(found, day) - due_on(expected, day) for day in DAYS}
    missing = {day: due_on(expected, day) - due_on(found, day) for day in DAYS}
    assert not any(false.values())
    assert not any(missing.values())
