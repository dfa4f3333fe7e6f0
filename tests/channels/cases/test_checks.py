"""R23b and R23c of the matrix, by what cases and reports are and when they came."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.utils import timezone

from network.channels.models import Case, CaseState, FakeReport
from network.core.working_days import working_day_after
from network.oversight.checks import r23b, r23c
from network.oversight.models import Status
from network.oversight.outcomes import Participants
from tests.factories.cases import make_case, make_report
from tests.factories.moderation import make_office

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def judged(check, *offices, day):
    """Return what a check says of each on a day."""
    people = Participants([each.agency for each in offices], day)
    found = check(people, {})
    return [found[each.agency.pk] for each in offices]


def test_what_is_confirmed_warns_and_what_lies_open_does_not(office, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    other, today = make_office("SYT"), timezone.localdate()
    make_case(office.agency, office.author, office.approver, state=CaseState.CONFIRMED)
    settled = make_case(other.agency, other.author, other.approver, state=CaseState.SETTLED)
    met, nothing = judged(r23b.check, office, other, day=today)
    assert (met.status, nothing.status) == (Status.MET, Status.NOT_APPLICABLE)
    [warned] = met.evidence
    assert warned.url.startswith("/trang-chinh-thuc/mao-danh/")
    make_case(office.agency, office.author)
    due = working_day_after(today, 10)
    for day, status in ((due, Status.MET), (due + DAY, Status.PARTLY)):
        assert judged(r23b.check, office, day=day)[0].status == status
    assert Case.objects.filter(pk=settled.pk).exists()


def test_reports_are_answered_in_time_and_fakes_looked_at_again(office, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    other, today = make_office("SYT"), timezone.localdate()
    report = make_report(office.agency)
    [waits, nothing] = judged(r23c.check, office, other, day=report.due_on)
    assert (waits.status, nothing.status) == (Status.MET, Status.NOT_APPLICABLE)
    assert judged(r23c.check, office, day=report.due_on + DAY)[0].status == Status.NOT_MET
    late = timezone.now() + 20 * DAY
    FakeReport.objects.update(closed_at=late, answer="Trang của tỉnh khác.")
    assert judged(r23c.check, office, day=late.date())[0].status == Status.NOT_MET
    assert judged(r23c.check, office, day=today + 400 * DAY)[0].status == Status.NOT_APPLICABLE
    make_case(other.agency, other.author, other.approver, state=CaseState.CONFIRMED)
    for days, status in ((30, Status.MET), (31, Status.NOT_MET)):
        assert judged(r23c.check, other, day=today + days * DAY)[0].status == status


def test_their_queries_do_not_grow(office, settings, tmp_path, django_assert_num_queries):
    settings.MEDIA_ROOT = tmp_path
    for _each in range(3):
        make_case(office.agency, office.author, office.approver, state=CaseState.CONFIRMED)
        make_report(office.agency)
    people = SimpleNamespace(
        ids=[office.agency.pk], day=timezone.localdate(), each=lambda judge: judge(office.agency.pk)
    )
    for check, queries in ((r23b.check, 1), (r23c.check, 2)):
        with django_assert_num_queries(queries):
            check(people, {})
