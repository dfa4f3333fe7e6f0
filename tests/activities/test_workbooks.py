"""Workbooks that nobody would fill in so by hand."""

import datetime as dt
import io
import unicodedata
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from network.activities.import_services import import_activities
from network.activities.importing import COLUMNS, read_activities
from network.activities.models import Activity
from network.core.text import fold
from network.core.uploaded_tables import MOST_COLUMNS
from tests.factories.accounts import signed_in
from tests.factories.activities import make_activity

GOOD = {
    "held_on": "20/10/2026",
    "form": "Hội nghị, hội thảo, tập huấn",
    "title": "Luật Đất đai",
    "attendances": "1.250",
}


def workbook(*rows, far=None):
    book, file = Workbook(), io.BytesIO()
    book.active.append([str(column.head) for column in COLUMNS.values()])
    for row in rows:
        book.active.append([row.get(name) for name in COLUMNS])
    if far:
        book.active.cell(2, far, "x")
    book.save(file)
    return file.getvalue()


def read_in(office, *rows):
    return import_activities(
        agency=office.agency, data=workbook(*rows), user=office.author, now=timezone.now()
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("column", "value"),
    [
        *(("attendances", each) for each in (-5, 12.5, 1e300, 10**15, "1.25", "-5", "NaN", True)),
        *(("budget", each) for each in (10**13, "1.000.000.000.001", 0.5)),
        *(("held_on", each) for each in (45981, "2026-10-20", "20/10/0206", dt.time(8, 30))),
        *(("title", each) for each in ("x" * 256, "\u200b\u200b")),
        ("note", "x" * 2001),
    ],
)
def test_a_line_with_an_impossible_cell_is_said_so(office, column, value):
    with pytest.raises(ValidationError, match="Dòng 2"):
        read_in(office, {**GOOD, column: value})
    assert not Activity.objects.exists()


def test_a_number_beyond_all_numbers_is_no_number():
    written, file = zipfile.ZipFile(io.BytesIO(workbook({**GOOD, "attendances": 7}))), io.BytesIO()
    with zipfile.ZipFile(file, "w") as other:
        for each in written.namelist():
            other.writestr(each, written.read(each).replace(b"<v>7</v>", b"<v>1E400</v>"))
    [problem] = read_activities(file.getvalue(), {"form": {fold(GOOD["form"]): 1}}).problems
    assert "100.000.000" in str(problem)


@pytest.mark.django_db
def test_long_remarks_of_several_lines_and_a_title_like_a_formula_come_back(office):
    note = "Đạt yêu cầu.\n" * 100
    done = read_in(office, {**GOOD, "title": "'-Hội nghị", "note": note.strip()})
    assert done.entered == 1
    activity = Activity.objects.get()
    assert activity.title == "-Hội nghị"
    assert activity.note == note.strip()
    # Written otherwise it is known all the same, with decomposed letters too.
    again = unicodedata.normalize("NFD", "-HỘI  NGHỊ")
    assert read_in(office, {**GOOD, "title": again}).known == 1


def test_a_cell_far_to_the_right_makes_no_line_wider():
    parsed = read_activities(workbook(GOOD, far=16384), {"form": {}})
    assert len(parsed.problems) == 1
    assert len(COLUMNS) < MOST_COLUMNS


@pytest.mark.django_db
def test_what_word_pasted_breaks_no_workbook(client, office):
    make_activity(office.agency, office.author, note="Dòng một\x0bdòng hai\x01")
    signed_in(client, office.author)
    data = client.get(reverse("activities:xlsx")).content
    cells = [cell.value for cell in load_workbook(io.BytesIO(data)).active[2]]
    assert "Dòng mộtdòng hai" in cells


@pytest.mark.django_db
def test_a_workbook_asks_a_few_queries_a_line(office, django_assert_max_num_queries):
    rows = [{**GOOD, "title": f"Buổi {number}"} for number in range(40)]
    with django_assert_max_num_queries(40 * 6):
        read_in(office, *rows)
