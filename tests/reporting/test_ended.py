"""The report of an agency that has ended: who finishes it."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from network.agencies.models import Agency, Role, Succession
from network.reporting import reminding, services
from network.reporting.models import ReportState
from network.reporting.notifications import concerned, digest_of
from network.reporting.selectors import to_remind_of
from tests.factories.moderation import make_member, make_office
from tests.factories.reports import bring_to, open_period, paper_of, report_of, write

pytestmark = pytest.mark.django_db


def days_from(now):
    return (now + dt.timedelta(days=n) for n in range(40))


def begun_report(*, partial=False, returned=False):
    """Return a report of an agency that ended yesterday, who follows it, and the overseer."""
    office, heir, seat = (make_office(code) for code in ("SYT", "SNV", "STP"))
    overseer = make_member(seat.agency, Role.OVERSEER)
    report = report_of(open_period(overseer), office.agency)
    write(report, office.author, f2_16=7)
    if returned:
        bring_to(report, ReportState.RETURNED, approver=office.approver, overseer=overseer)
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    Agency.objects.filter(pk=office.agency.pk).update(valid_to=yesterday, status="merged")
    Succession.objects.create(
        successor=heir.agency,
        predecessor=office.agency,
        predecessor_name="Sở cũ",
        kind="sap_nhap",
        partial=partial,
    )
    return report, heir, overseer


@pytest.mark.parametrize("returned", [False, True])
def test_who_alone_goes_on_with_it_is_reminded_writes_and_submits(returned):
    report, heir, overseer = begun_report(returned=returned)
    by = {"report_id": report.pk, "now": timezone.now()}
    # All at once, by day, and singly: the same people.
    assert report in to_remind_of(report.period)
    day = next(day for day in days_from(by["now"]) if heir.author.pk in set(concerned(day)))
    assert report in digest_of(heir.author, day)["rows"]
    former = report.agency.memberships.get(role=Role.AUTHOR).user
    assert former.pk not in set(concerned(day))
    assert digest_of(former, day) is None
    reminding.remind(**by, user=overseer)
    assert report not in to_remind_of(report.period)
    letters = reminding.reminder_letters(**by)
    assert {letter.to for letter in letters} >= {heir.author.email, heir.approver.email}
    with pytest.raises(ValidationError):
        services.take_paper(**by, user=overseer)
    services.write_report(**by, figures={}, texts={}, user=heir.author)
    with pytest.raises(ValidationError):
        services.submit_report(**by, paper=paper_of(), user=heir.author)
    services.submit_report(**by, paper=paper_of(), user=heir.approver)
    report.refresh_from_db()
    assert (report.state, report.submitted_by) == (ReportState.SUBMITTED, heir.approver)


@pytest.mark.parametrize("returned", [False, True])
def test_where_the_work_was_divided_the_overseer_finishes_what_stands_there(returned):
    report, heir, overseer = begun_report(partial=True, returned=returned)
    by = {"report_id": report.pk, "now": timezone.now()}
    with pytest.raises(ValidationError):
        services.write_report(**by, figures={}, texts={}, user=heir.author)
    counted = set(report.values.filter(is_counted=True).values_list("pk", "actual"))
    services.take_paper(**by, user=overseer)
    services.write_report(**by, figures={}, texts={}, user=overseer)
    services.submit_report(**by, paper=paper_of(), user=overseer)
    report.refresh_from_db()
    assert report.state == ReportState.SUBMITTED
    assert set(report.values.filter(is_counted=True).values_list("pk", "actual")) == counted
    assert report.values.get(indicator__code="2.16").actual == 7
