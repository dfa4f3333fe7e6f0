"""What is counted by itself: each figure is its things, and stays as it was on its day."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from network.agencies.models import Agency, Role
from network.questions.models import Question
from network.reporting import services
from network.reporting.filling import fill_period
from network.reporting.models import Indicator, Period, Report
from network.reporting.selectors import one_year_before
from network.reporting.sources import SOURCES
from sites.models import ArticlePage
from tests.factories.activities import make_activity, make_reporter
from tests.factories.cases import make_case
from tests.factories.channels import add_channel
from tests.factories.moderation import make_member, make_office
from tests.factories.practices import make_practice
from tests.factories.reports import open_period, report_of, write
from tests.factories.sections import make_article, make_material, make_update

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture(scope="module")
def built(once):
    return once(make_filled)


def make_filled():
    """Return an office with a thing of every kind, another without any, and the overseer."""
    office, empty = make_office("SYT"), make_office("STP")
    place = office.home.get_children().get(slug="tin-tuc")
    make_article(place, "Bài viết")
    make_update(place, "Văn bản mới")
    make_material(office.home.get_children().get(slug="tai-lieu").get_children().first(), "Tờ gấp")
    # As publishing does.
    ArticlePage.objects.update(first_published_at=timezone.now())
    add_channel(office.agency, office.author, leader=office.approver, url="facebook.com/syt")
    make_activity(office.agency, office.author, attendances=30, women=12, budget=1_250_000)
    make_reporter(office.agency)
    make_practice(office, state="sent")
    # A suspicion is no figure.
    for state in ("verifying", "confirmed", "gone"):
        make_case(office.agency, office.author, office.approver, state=state)
    now = timezone.now()
    Question.objects.create(
        agency=office.agency,
        code_digest="x",
        asked_at=now,
        arrived_at=now,
        text="Thủ tục?",
        consent_version="1",
        due_on=timezone.localdate(),
    )
    return office, empty, make_member(empty.agency, Role.OVERSEER)


def figures(report):
    """Return the figures that were counted, each with the number of its things."""
    rows = report.values.filter(is_counted=True).select_related("indicator")
    return {row.indicator.source: (row.actual, added(row)) for row in rows}


def added(row):
    """Return what the things of a figure come to, None where nobody counted any of them."""
    known = [item["amount"] for item in row.items if item["amount"] is not None]
    assert len(row.items) - len(known) == row.uncounted
    return sum(known) if known or not row.items else None


def test_each_figure_is_the_sum_of_its_things(built):
    office, empty, overseer = built
    period = open_period(overseer)
    found = figures(report_of(period, office.agency))
    counted = Indicator.objects.exclude(kind="money")
    asked = set(counted.values_list("source", flat=True))
    assert found.keys() == asked & SOURCES.keys() == asked - {""}
    assert all(figure == things for figure, things in found.values())
    expected = {
        "pages.published": 3,
        "pages.policies": 1,
        "pages.materials": 1,
        "questions.received": 1,
        "questions.answered": 0,
        "questions.on_time": 0,
        "channels.in_use": 1,
        "posts.published": 0,
        "cases.found": 2,
        "cases.handled": 1,
        "activities.so_cuoc_truc_tiep": 1,
        "activities.so_luot_nguoi": 30,
        "activities.so_luot_nguoi_nu": 12,
        # Nobody counted them.
        "activities.so_luot_nguoi_dtts": None,
        "activities.so_bcv": 1,
        "practices.sent": 1,
        "practices.recognised": 0,
    }
    assert {key: found[key][0] for key in expected} == expected
    nothing = figures(report_of(period, empty.agency))
    assert nothing["pages.published"] == (0, 0)
    by_hand = report_of(period, office.agency).values.filter(is_counted=False, items=[])
    assert by_hand.exists()
    assert not by_hand.exclude(actual=None).exists()


def test_money_of_the_diary_is_proposed_in_millions_until_the_agency_knows_more(built):
    office, empty, overseer = built
    make_activity(office.agency, office.author, budget=400_000, other_funds=800_000)
    period = open_period(overseer, last=timezone.localdate() + 9 * DAY)

    def money(agency):
        rows = report_of(period, agency).values.filter(indicator__kind="money")
        return [row.actual and float(row.actual) for row in rows]

    # 1,25 and 1,2 together, not each of them rounded.
    assert money(office.agency) == [2.5, 0.8]
    report = report_of(period, office.agency)
    write(report, office.author, f3_4="7.5", f3_4a="0.8")
    write(report_of(period, empty.agency), make_member(empty.agency, Role.AUTHOR), f3_4=0)
    make_activity(office.agency, office.author, other_funds=200_000)
    services.fill_open_periods(now=timezone.now())
    assert money(office.agency) == [7.5, 1.0]
    # Nothing in the diary is no zero; what was entered as one is.
    assert money(empty.agency) == [0, None]
    [whole, part] = report.values.filter(indicator__kind="money")
    assert [sum(item["amount"] for item in each.items) for each in (whole, part)] == [
        2_650_000,
        1_000_000,
    ]


def test_what_is_withdrawn_after_the_last_count_moves_nothing(built):
    office, _empty, overseer = built
    yesterday = timezone.localdate() - DAY
    period = open_period(overseer, last=timezone.localdate() + DAY, actual_until=yesterday)
    assert period.reports.exists()
    period.refresh_from_db()
    assert period.frozen_at
    report = report_of(period, office.agency)
    before = figures(report)
    Question.objects.all().delete()
    fill_period(period_id=period.pk, now=timezone.now())
    services.fill_open_periods(now=timezone.now())
    assert figures(report) == before


def test_until_then_it_is_counted_anew_each_night_and_new_agencies_are_asked(built):
    office, _empty, overseer = built
    period = open_period(overseer, last=timezone.localdate() + 9 * DAY)
    report = report_of(period, office.agency)
    assert figures(report)["pages.published"][0] == 3
    make_article(
        office.home.get_children().get(slug="tin-tuc"), "Bài sau", first_published_at=timezone.now()
    )
    new = make_office("SCT").agency
    services.fill_open_periods(now=timezone.now())
    assert figures(report)["pages.published"][0] == 4
    assert report_of(period, new).state == "draft"


def test_an_agency_reports_for_as_long_as_it_existed(built):
    office, empty, overseer = built
    today = timezone.localdate()
    first = today - 100 * DAY
    Agency.objects.filter(pk=office.agency.pk).update(valid_to=today - 50 * DAY)
    Agency.objects.filter(pk=empty.agency.pk).update(valid_from=today - 40 * DAY)
    for code, since, until in (("A", None, first - DAY), ("B", today + DAY, None)):
        Agency.objects.create(
            code=code, name=code, slug=code, kind="so", valid_from=since, valid_to=until
        )
    period = open_period(overseer, first=first, last=today)
    days = {row.agency_id: (row.first_day, row.last_day) for row in period.reports.all()}
    assert days == {
        office.agency.pk: (first, today - 50 * DAY),
        empty.agency.pk: (today - 40 * DAY, today),
    }


def test_two_hundred_agencies_cost_no_more_queries_than_two(built):
    _office, _empty, overseer = built

    def cost(name):
        with CaptureQueriesContext(connection) as found:
            period = open_period(overseer, name=name)
        return period.reports.count(), len(found)

    reports, queries = cost("Hai cơ quan")
    assert reports == 2
    Agency.objects.bulk_create(
        Agency(code=f"X{number}", name=f"Xã {number}", slug=f"x{number}", kind="ubnd_xa")
        for number in range(215)
    )
    many, more = cost("Toàn tỉnh")
    assert many == 217
    # Rows are written five hundred at a time: once for two agencies, 16 and 4 times for all.
    assert more <= queries + 40


def test_a_period_is_opened_once_with_its_days_in_order(built):
    _office, _empty, overseer = built
    today = timezone.localdate()
    open_period(overseer, kind="half_year")
    for changes in (
        {"kind": "half_year"},
        {"first": today + DAY},
        {"kind": "official", "actual_until": today - DAY},
        {"kind": "year", "first": today - 500 * DAY},
        {"due_on": today - DAY},
        {"due_on": today + 400 * DAY},
    ):
        with pytest.raises(ValidationError):
            open_period(overseer, **changes)
    assert Period.objects.count() == 1
    assert Report.objects.count() == 2
    # Asked for on demand: two of the same days have two names.
    open_period(overseer)
    with pytest.raises(ValidationError, match="đã mở"):
        open_period(overseer)
    open_period(overseer, name="Báo cáo chuyên đề")


def test_a_year_is_compared_with_the_official_figures_of_the_one_before(built):
    _office, _empty, overseer = built
    kinds = (("year", 2024), ("official", 2024), ("year", 2025))
    opened = {
        (kind, year): open_period(
            overseer, kind=kind, first=dt.date(year, 1, 1), last=dt.date(year, 12, 31)
        )
        for kind, year in kinds
    }
    assert one_year_before(opened["year", 2025]) == opened["official", 2024]
    assert one_year_before(opened["year", 2024]) is None
