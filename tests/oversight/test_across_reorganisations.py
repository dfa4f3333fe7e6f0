"""The matrix compares an agency with those that it goes on with, and says where it cannot."""

import datetime as dt
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from network.agencies.models import Agency, Role, Succession
from network.core.text import slugify_vi
from network.oversight.models import Finding, Requirement, Status
from network.oversight.past import Past
from network.oversight.selectors import month_before, year_before
from tests.factories.accounts import signed_in
from tests.factories.moderation import make_member, make_office

pytestmark = pytest.mark.django_db
LAST_DAY, REFORM = dt.timedelta(days=101), dt.timedelta(days=100)
# Former agencies with their finding of a year before, and who goes on with them, in part or not.
FORMER = (
    ("A1", Status.MET, "H", False),
    ("A2", Status.NOT_MET, "H", False),
    ("B", Status.MET, "K", False),
    ("D", Status.MET, "P1", True),
)


@pytest.fixture
def overseer(client):
    now, requirement = timezone.now(), Requirement.objects.get(key="R6")
    day = timezone.localdate(now)
    heirs = {code: make_office(code).agency for code in ("H", "K", "P1")}
    heirs["P2"] = make_agency("P2", valid_from=day - REFORM)
    for code, status, heir, partial in FORMER:
        former = make_agency(code, valid_to=day - LAST_DAY)
        about = {"predecessor": former, "predecessor_name": code, "partial": partial}
        Succession.objects.create(successor=heirs[heir], date=day - REFORM, **about)
        if partial:
            Succession.objects.create(successor=heirs["P2"], date=day - REFORM, **about)
        since = now - dt.timedelta(days=400)
        made = {"agency": former, "requirement": requirement, "status": status}
        Finding.objects.create(since=since, until=now - REFORM, **made)
    for code, status in (("H", Status.MET), ("K", Status.NOT_MET), ("P1", Status.NOT_MET)):
        made = {"agency": heirs[code], "requirement": requirement, "status": status}
        Finding.objects.create(since=now - dt.timedelta(minutes=1), **made)
    return signed_in(client, make_member(make_office("STP").agency, Role.OVERSEER))


def make_agency(code, **fields):
    named = {"name": f"Sở {code}", "kind": "so"} | fields
    return Agency.objects.create(code=code, short_name=code, slug=slugify_vi(code), **named)


def test_a_merged_agency_is_compared_with_the_worst_of_those_before_it(overseer):
    page = overseer.get(reverse("oversight:matrix"), {"so": "nam", "yc": "R6"})
    rows = {row.agency.code: (row.cells[0].trend, row.note) for row in page.context["rows"]}
    assert rows["H"] == ("better", "")
    assert rows["K"] == ("worse", "")
    assert rows["P1"] == ("", "Không so sánh được: nhận một phần của Sở D.")
    assert "Không so sánh được: nhận một phần của Sở D." in page.content.decode()
    # A month ago the agencies were those of today.
    page = overseer.get(reverse("oversight:matrix"), {"yc": "R6"})
    assert {row.note for row in page.context["rows"]} == {""}


def test_scores_of_a_year_before_are_those_of_the_former_agencies_together(overseer):
    codes = ("H", "K", "P1")
    keys = {code: Agency.objects.get(code=code).pk for code in codes}
    moment, day = year_before(timezone.localtime()), timezone.localdate()
    past = Past.since(moment, day, list(keys.values()))
    standard = Requirement.objects.get(key="R6").standard
    found = past.scores(standard)
    assert (found[keys["H"]].met, found[keys["H"]].total) == (1, 2)
    assert found[keys["K"]].share == 100
    assert keys["P1"] not in found
    page = overseer.get(reverse("oversight:agency", args=[keys["P1"]]))
    assert page.status_code == 200


def test_the_year_before_a_leap_day_is_the_28th():
    assert year_before(dt.datetime(2028, 2, 29, 12)) == dt.datetime(2027, 2, 28, 12)  # noqa: DTZ001
    assert month_before(dt.datetime(2028, 2, 29, 12)).day == 1  # noqa: DTZ001


@pytest.fixture
def districts(overseer):
    """Two former districts: one with its communes, one of which a commune crosses the border."""
    now, requirement = timezone.now(), Requirement.objects.get(key="R6")
    reform = timezone.localdate(now) - REFORM
    areas = {name: f"Huyện {name}, Tỉnh Gia Lai" for name in ("Kbang", "Chư Sê", "Ia Pa")}
    old = {"valid_to": reform - dt.timedelta(days=1), "kind": "ubnd_huyen"}
    for name in areas:
        body = make_agency(name, **old, name=f"Ủy ban nhân dân huyện {name} tỉnh Gia Lai")
        made = {"agency": body, "requirement": requirement, "status": Status.NOT_MET}
        Finding.objects.create(since=now - dt.timedelta(days=400), until=now - REFORM, **made)
    formed = (("X1", ["Kbang"]), ("X2", ["Kbang"]), ("X3", ["Chư Sê", "Ia Pa"]))
    for code, names in formed:
        commune = make_office(code).agency
        made = {"agency": commune, "requirement": requirement}
        status = Status.NOT_MET if code == "X2" else Status.MET
        Finding.objects.create(since=now - dt.timedelta(minutes=1), status=status, **made)
        for name in names:
            Succession.objects.create(
                successor=commune,
                predecessor_name=f"Xã {code}",
                predecessor_area=areas[name],
                date=reform,
                outside_network=True,
            )
    return overseer


def test_a_former_district_is_compared_with_its_communes_of_today(districts):
    page = districts.get(reverse("oversight:matrix"), {"so": "nam", "yc": "R6", "theo": "dia-ban"})
    rows = {row.name.partition(",")[0]: row for row in page.context["rows"]}
    kbang, crossing = rows["Huyện Kbang"], rows["Huyện Chư Sê"]
    assert (kbang.agencies, kbang.score.share, kbang.before.share, kbang.note) == (2, 50, 0, "")
    assert [(cell.share, cell.trend) for cell in kbang.cells] == [(50, "better")]
    assert (crossing.agencies, crossing.score.share, crossing.before) == (1, 100, None)
    assert crossing.cells[0].trend == ""
    assert "Không so sánh được: " in crossing.note
    text = page.content.decode()
    assert "Huyện Kbang" in text
    assert crossing.note in text
    asked = {"so": "nam", "yc": "R6", "theo": "dia-ban"}
    file = districts.get(reverse("oversight:matrix_xlsx"), asked)
    sheet = load_workbook(io.BytesIO(file.content)).worksheets[0]
    told = {row[0]: row[1:4] for row in sheet.iter_rows(values_only=True)}
    assert told[kbang.name] == (2, 50, 0)


def test_the_districts_of_the_matrix_cost_the_same_for_any_number(districts):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            districts.get(reverse("oversight:matrix"), {"theo": "dia-ban"})
        return len(queries)

    cost()
    few = cost()
    for number in range(5):
        commune = make_office(f"Y{number}").agency
        area = {"predecessor_name": "Xã", "predecessor_area": f"Huyện Số {number}"}
        Succession.objects.create(successor=commune, outside_network=True, **area)
    assert cost() == few
