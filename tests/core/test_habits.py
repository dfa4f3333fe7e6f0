"""Dates, hours and numbers are written, read and chosen as Vietnamese offices do."""

import datetime as dt
import json
import re
from decimal import Decimal

import pytest
from django import forms
from django.template import Context, Template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override
from wagtail.admin.localization import get_js_translation_strings
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput, AdminTimeInput

NOON = dt.datetime(2026, 11, 5, 5, 7, tzinfo=dt.UTC)


def options(widget: forms.Widget) -> dict[str, object]:
    """Return what the picker in the browser is told."""
    script = widget.render("day", None, {"id": "day"})
    return json.loads(re.search(r"Chooser\(\"day\", (\{.*\})\)", script)[1])


def rendered(template: str, **context: object) -> str:
    return Template(template).render(Context(context))


@pytest.fixture(autouse=True)
def in_vietnamese():
    with override("vi"):
        yield


def test_pickers_write_the_day_first_and_begin_the_week_on_monday():
    day = options(AdminDateInput())
    assert (day["format"], day["dayOfWeekStart"]) == ("d/m/Y", 1)
    hour = options(AdminDateTimeInput())
    assert (hour["format"], hour["formatTime"]) == ("d/m/Y H:i", "H:i")
    assert options(AdminTimeInput())["formatTime"] == "H:i"


def test_pickers_know_the_names_of_days_and_months():
    words = get_js_translation_strings()
    assert [name.lower() for name in words["MONTHS"]] == [f"tháng {n}" for n in range(1, 13)]
    assert [name.lower() for name in words["WEEKDAYS"]][:2] == ["chủ nhật", "thứ hai"]
    assert words["WEEKDAYS_SHORT"] == ["CN", "T2", "T3", "T4", "T5", "T6", "T7"]


@pytest.mark.parametrize(
    ("field", "typed", "meant"),
    [
        (forms.DateField(), "05/11/2026", dt.date(2026, 11, 5)),
        (forms.DateTimeField(), "05/11/2026 12:07", NOON),
        (forms.TimeField(), "23:59", dt.time(23, 59)),
        (forms.DecimalField(localize=True), "1234,5", Decimal("1234.5")),
    ],
)
def test_forms_read_what_is_written_so(field, typed, meant):
    assert field.clean(typed) == meant


def test_what_is_shown_is_written_so():
    now = timezone.localtime(NOON)
    assert date_format(now, "DATETIME_FORMAT") == "12:07 05/11/2026"
    assert date_format(now, "SHORT_DATE_FORMAT") == "05/11/2026"
    assert rendered("{{ at }} {{ half }}", at=NOON, half=0.5) == "12:07 05/11/2026 0,5"
    grouped = "{% load humanize %}{{ number|intcomma }} {{ number|floatformat:'1g' }}"
    assert rendered(grouped, number=Decimal("1234.5")) == "1.234,5 1.234,5"


def test_a_list_of_the_admin_says_day_and_hour(rf):
    html = rendered("{% load wagtailadmin_tags %}{% human_readable_date at %}", at=NOON)
    assert "12:07 05/11/2026" in html
    assert re.search(r"\d+ (?:ngày|tuần|tháng|năm|giờ|phút)|trước|sau", html)
