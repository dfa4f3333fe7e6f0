"""The matrix compares an agency with those that it goes on with, and says where it cannot."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from network.agencies.models import Agency, Role, Succession
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


def make_agency(code, **days):
    return Agency.objects.create(
        code=code, name=f"Sở {code}", short_name=code, slug=code.lower(), kind="so", **days
    )


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
