"""This year and last year across a reorganisation: what is compared with what, and what is not."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from network.agencies.models import Agency, Role, Succession
from network.reporting import services
from network.reporting.comparisons import compared, comparisons
from network.reporting.models import Report, ReportState, Value
from network.reporting.selectors import lines_of
from tests.factories.accounts import make_user, signed_in
from tests.factories.moderation import make_member, make_office
from tests.factories.reports import facts_of

pytestmark = pytest.mark.django_db
LAST_YEAR = (dt.date(2025, 1, 1), dt.date(2025, 6, 30))
THIS_YEAR = (dt.date(2026, 1, 1), dt.date(2026, 6, 30))
REFORM, EARLY, LATE = dt.date(2025, 7, 1), dt.date(2025, 3, 1), dt.date(2026, 3, 1)
DAY = dt.timedelta(days=1)
# Code, first and last day, figure of last year and of this year (None: no accepted report).
AGENCIES = (
    ("M1", None, REFORM - DAY, 10, None),
    ("M2", None, REFORM - DAY, 5, None),
    ("M", REFORM, None, None, 20),
    ("R1", None, REFORM - DAY, 7, None),
    ("R", REFORM, None, None, 9),
    ("S", None, REFORM - DAY, 8, None),
    ("S1", REFORM, None, None, 3),
    ("S2", REFORM, None, None, 4),
    # A chain over two years, with reports for parts of the periods.
    ("A", None, EARLY - DAY, 2, None),
    ("B", EARLY, LATE - DAY, 3, 4),
    ("C", LATE, None, None, 5),
    # Absorbed by a body that goes on.
    ("Q", None, REFORM - DAY, 6, None),
    ("P", None, None, 30, 40),
    # A function passes, both go on.
    ("F", None, None, 11, 12),
    ("G", None, None, 13, 14),
    # Predecessors that nobody has confirmed, or that were never here.
    ("U", None, None, 15, 16),
    ("O", None, None, 17, 18),
    # One of two predecessors never reported.
    ("K1", None, REFORM - DAY, 19, None),
    ("K2", None, REFORM - DAY, None, None),
    ("K", REFORM, None, None, 20),
    ("UNCHANGED", None, None, 21, 22),
    # Divided long before.
    ("OLD", None, None, 23, 24),
)
LINKS = (
    ("M1", "M", REFORM, False),
    ("M2", "M", REFORM, False),
    ("R1", "R", REFORM, False),
    ("S", "S1", REFORM, True),
    ("S", "S2", REFORM, True),
    ("A", "B", EARLY, False),
    ("B", "C", LATE, False),
    ("Q", "P", REFORM, False),
    ("F", "G", REFORM, True),
    ("K1", "K", REFORM, False),
    ("K2", "K", REFORM, False),
    ("OLD", "UNCHANGED", dt.date(2020, 1, 1), True),
)
COMPARED = {
    "M": (15, 20),
    "R": (7, 9),
    "C": (5, 9),
    "P": (36, 40),
    "UNCHANGED": (21, 22),
    "OLD": (23, 24),
}
NOT_COMPARED = {
    "S1": "nhận một phần của S",
    "S2": "nhận một phần của S",
    "F": "chuyển việc cho G",
    "G": "nhận một phần của F",
    "U": "chưa ai xác nhận Xã cũ",
    "O": "Sở Tư pháp (BĐ), chưa từng thuộc mạng lưới",
    "K": "chưa có số liệu năm trước của K2",
}


KBANG, KRONG_PA, AN_KHE = (
    f"{name}, Tỉnh Gia Lai" for name in ("Huyện Kbang", "Huyện Krông Pa", "Thị xã An Khê")
)
DISTRICTS = (
    ("KB", "huyện Kbang", "ubnd_huyen", 10),
    ("KP", "huyện Krông Pa", "ubnd_huyen", 20),
    ("AP", "thị xã An Khê", "ubnd_thi_xa", 5),
)
COMMUNES = (
    ("X1", "xã Kbang", {"Thị trấn Kbang": KBANG}),
    ("X2", "xã Tơ Tung", {"Xã Tơ Tung": KBANG}),
    ("X3", "xã Ia Rsai", {"Xã Ia Rsai": KRONG_PA}),
    # Formed across the border of two districts.
    ("X4", "xã Uar", {"Xã Uar": KRONG_PA, "Xã Song An": AN_KHE}),
)


def make_world():
    agencies = {
        code: Agency(
            code=code, name=code, slug=code.lower(), kind="so", valid_from=first, valid_to=last
        )
        for code, first, last, *_figures in AGENCIES
    }
    Agency.objects.bulk_create(agencies.values())
    for former, heir, day, partial in LINKS:
        link(agencies[heir], former, day, predecessor=agencies[former], partial=partial)
    link(agencies["U"], "Xã cũ", REFORM)
    link(agencies["O"], "Sở Tư pháp (BĐ)", REFORM, outside_network=True)


def make_territories():
    for code, name, kind, _figure in DISTRICTS:
        make_committee(code, name, kind, valid_to=REFORM - DAY)
    for code, name, units in COMMUNES:
        commune = make_committee(code, name, "ubnd_xa", valid_from=REFORM)
        for unit, area in units.items():
            link(commune, unit, REFORM, predecessor_area=area, outside_network=True)


def make_committee(code, name, kind, **days):
    return Agency.objects.create(
        code=code, name=f"Ủy ban nhân dân {name}", slug=code.lower(), kind=kind, **days
    )


def link(heir, name, day, **fields):
    Succession.objects.create(
        successor=heir, predecessor_name=name, kind="sap_nhap", date=day, **fields
    )


def make_periods(overseer, figures):
    """Open both periods and accept the reports of the agencies with a figure."""
    found = []
    for place, days in enumerate((LAST_YEAR, THIS_YEAR)):
        facts = facts_of(*days, kind="half_year")
        period = services.open_period(facts=facts, user=overseer, now=timezone.now())
        for code, numbers in figures.items():
            if numbers[place] is not None:
                accept(Report.objects.get(period=period, agency__code=code), numbers[place])
        found.append(period)
    return found


def accept(report, number):
    values = Value.objects.filter(report=report, indicator__code="1.1")
    values.update(actual=Decimal(number), is_counted=False)
    now, today, person = timezone.now(), timezone.localdate(), make_user()
    signed = {"number": "1", "signed_on": today, "signed_file": "x.pdf"}
    sent = {"submitted_by": person, "submitted_at": now, "first_submitted_on": today}
    rows = Report.objects.filter(pk=report.pk)
    rows.update(state=ReportState.SUBMITTED, **signed, **sent)
    rows.update(state=ReportState.ACCEPTED, decided_at=now, accepted_by=make_user())


@pytest.fixture(scope="module")
def world(once):
    return once(build)


def build():
    make_world()
    make_territories()
    overseer = make_member(make_office("STP").agency, Role.OVERSEER)
    figures = {code: (old, new) for code, _first, _last, old, new in AGENCIES}
    figures |= {code: (figure, None) for code, _name, _kind, figure in DISTRICTS}
    figures |= {code: (None, 6) for code, *_commune in COMMUNES}
    return [*make_periods(overseer, figures), overseer]


def test_each_agency_of_today_is_compared_as_the_table_says(world):
    earlier, period, _overseer = world
    groups = comparisons(period, earlier, "successor")
    found = {code: groups[code].pair("1.1") for code in (*COMPARED, *NOT_COMPARED)}
    assert found == COMPARED | dict.fromkeys(NOT_COMPARED)
    for code, words in NOT_COMPARED.items():
        assert words in groups[code].why_not(names=True), code
    assert {groups[code].why_not(names=True) for code in COMPARED} == {""}
    # The divided body itself appears with its heirs, with last year's figure alone.
    assert groups["S1, S2"].before["1.1"].whole == 8
    assert not groups["S1, S2"].now


def test_growth_is_that_of_the_comparable_agencies(world):
    earlier, period, _overseer = world
    found = compared(period, earlier)
    expected = [sum(column) for column in zip(*COMPARED.values(), strict=True)]
    assert (found.agencies, list(found.sums["1.1"])) == (len(COMPARED), expected)
    # K lacks a report, which is no reorganisation; the communes come from bodies outside.
    assert found.left_out == len(NOT_COMPARED) - 1 + len(COMMUNES)


def test_the_screen_the_chart_and_the_workbook_say_what_is_not_comparable(client, world):
    _earlier, period, overseer = world
    signed_in(client, overseer)
    address = reverse("reporting:period", args=[period.pk])
    page = client.get(f"{address}?theo=successor&chi-tieu=1.1").content.decode()
    for words in NOT_COMPARED.values():
        assert words in page
    assert "+33,3%" in page
    assert "không so sánh được sau sắp xếp" in page
    viewer = signed_in(client, make_member(make_office("SNV").agency, Role.REPORT_VIEWER))
    shown = viewer.get(f"{address}?theo=district").content.decode()
    assert "chưa có số liệu năm trước của" in shown
    assert "K2" not in shown


def test_the_number_of_queries_does_not_grow_with_agencies(world, django_assert_max_num_queries):
    earlier, period, _overseer = world
    more = Agency.objects.bulk_create(
        Agency(code=f"Z{n}", name=f"Z{n}", slug=f"z{n}", kind="so") for n in range(40)
    )
    for each in more[1:]:
        link(each, more[0].name, REFORM, predecessor=more[0])
    with django_assert_max_num_queries(11):
        comparisons(period, earlier, "successor")


@pytest.mark.parametrize(
    ("code", "before", "words"),
    [
        ("M", 15, "tổng của M1, M2"),
        ("P", 36, "tổng của Q"),
        ("UNCHANGED", 21, ""),
        ("S1", None, "nhận một phần của S"),
        # B went into C within the period, so that each report holds a part of it.
        ("C", None, "B nhập vào trong kỳ"),
    ],
)
def test_a_report_is_compared_with_the_sum_of_the_predecessors(client, world, code, before, words):
    _earlier, period, overseer = world
    report = Report.objects.get(period=period, agency__code=code)
    found = {line.indicator.code: line.before for line in lines_of(report)}
    assert found["1.1"] == before
    page = signed_in(client, overseer).get(reverse("reporting:report", args=[report.pk]))
    assert words in page.content.decode()


def test_a_former_district_is_compared_with_the_communes_of_its_territory(world):
    earlier, period, _overseer = world
    groups = comparisons(period, earlier, "district")
    assert groups[KBANG].pair("1.1") == (10, 12)
    for name in (KRONG_PA, AN_KHE):
        assert groups[name].pair("1.1") is None
        assert "Ủy ban nhân dân xã Uar" in groups[name].why_not(names=True)
