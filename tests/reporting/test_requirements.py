"""R27 and R28: what is found of reports, and of what they come to."""

import datetime as dt

import pytest
from django.utils import timezone

from network.agencies.models import Role
from network.oversight.checks import ALL
from network.oversight.outcomes import Participants
from network.reporting.consolidations import consolidate, send_up
from network.reporting.models import ReportState
from tests.factories.moderation import make_member, make_office
from tests.factories.reports import bring_to, open_period, paper_of, report_of

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def test_received_in_time_late_and_missing(django_assert_num_queries):
    offices = {code: make_office(code) for code in ("KIP", "MUON", "THIEU")}
    seat = make_office("STP")
    overseer = make_member(seat.agency, Role.OVERSEER)
    agencies = [office.agency for office in (*offices.values(), seat)]
    today = timezone.localdate()

    def found(key, day):
        outcomes = ALL[key](Participants(agencies, day), {})
        return [str(outcomes[agency.pk].status) for agency in agencies]

    assert set(found("r27", today)) == set(found("r28", today)) == {"unknown"}
    period = open_period(overseer, due_on=today)
    # Nothing is owed before the deadline has passed.
    assert set(found("r27", today)) == {"unknown"}
    # A month contains a working day whenever this runs; the holiday of Tết takes more than a week.
    period.reports.filter(agency=offices["MUON"].agency).update(due_on=today - 30 * DAY)
    for code in ("KIP", "MUON"):
        office = offices[code]
        report = report_of(period, office.agency)
        bring_to(report, ReportState.SUBMITTED, approver=office.approver, overseer=overseer)
    with django_assert_num_queries(1):
        assert found("r27", today + DAY) == ["met", "partly", "not_met", "not_met"]
    assert set(found("r28", today + DAY)) == {"not_met"}
    about = {"period_id": period.pk, "user": overseer, "now": timezone.now()}
    consolidate(**about)
    assert set(found("r28", today + DAY)) == {"partly"}
    send_up(paper=paper_of(), recipients="UBND tỉnh; Bộ Tư pháp", **about)
    assert set(found("r28", today + DAY)) == {"met"}
    assert set(found("r28", today + 500 * DAY)) == {"unknown"}
