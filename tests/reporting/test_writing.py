"""What writing, submitting and reading a report keeps, and what stands against it."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from network.agencies.models import Role
from network.agencies.scope import scope_of
from network.questions.models import Question
from network.reporting import reminding, services
from network.reporting.comparisons import compared
from network.reporting.filling import fill_period
from network.reporting.models import Period, Report, ReportState, Value
from network.reporting.selectors import receipts_of, reports_for, to_remind_of
from tests.factories.accounts import signed_in
from tests.factories.activities import make_activity
from tests.factories.moderation import make_member, make_office
from tests.factories.reports import DAY, bring_to, open_period, paper_of, report_of, write

pytestmark = pytest.mark.django_db
S = ReportState


def make_built():
    """Return an office with an activity, another office, and the overseer."""
    office, other = make_office("SYT"), make_office("STP")
    counted = {"attendances": 30, "women": 12, "budget": 1_250_000}
    make_activity(office.agency, office.author, **counted)
    return office, other, make_member(other.agency, Role.OVERSEER)


@pytest.fixture(scope="module")
def built(once):
    return once(make_built)


@pytest.fixture
def report(built):
    """The report of the first office, of a period without estimates."""
    office, _other, overseer = built
    return report_of(open_period(overseer), office.agency)


def by(person, report, now=None):
    return {"report_id": report.pk, "user": person, "now": now or timezone.now()}


def value(report, code):
    return report.values.get(indicator__code=code)


def write_figure(report, person, code, figure, now=None):
    figures = {value(report, code).indicator_id: figure}
    services.write_report(figures=figures, texts={}, **by(person, report, now))


def submit(report, person, paper=None, now=None):
    services.submit_report(paper=paper or paper_of(), **by(person, report, now))
    report.refresh_from_db()


def test_saving_the_form_keeps_every_counted_figure(client, built, report):
    office = built[0]
    counted = report.values.filter(is_counted=True)
    before = dict(counted.values_list("indicator__code", "actual"))
    assert before["2.2"] == 30 and len(before) > 10
    signed_in(client, office.author)
    page = f"/admin/bao-cao/{report.pk}/"
    by_hand = value(report, "2.10").indicator_id
    assert client.post(f"{page}ghi/", {f"actual-{by_hand}": "1.234"}).status_code == 302
    assert dict(counted.values_list("indicator__code", "actual")) == before
    assert value(report, "2.10").actual == 1234
    # Nor does a typed figure take the place of a counted one.
    write_figure(report, office.author, "2.2", services.EnteredFigure(Decimal(99)))
    assert dict(counted.values_list("indicator__code", "actual")) == before


def test_an_estimate_counts_only_in_a_period_that_asks_for_one(built, report):
    office, _other, overseer = built
    figure = services.EnteredFigure(Decimal(7), Decimal(5), "Cuối năm có thêm hai đợt.")
    write_figure(report, office.author, "1.1", figure)
    row = value(report, "1.1")
    assert (row.actual, row.estimate, row.whole, row.why) == (7, None, 7, figure.why)
    bring_to(report, S.ACCEPTED, approver=office.approver, overseer=overseer)
    about = {"value": row, "reason": "Cộng nhầm.", **by(overseer, report)}
    with pytest.raises(ValidationError, match="ước"):
        services.correct_figure(new=Decimal(5), of_estimate=True, **about)
    with pytest.raises(ValidationError):
        services.correct_figure(new=Decimal(7), **about)
    assert not value(report, "1.1").corrections.exists()
    later = open_period(overseer, last=timezone.localdate() + 9 * DAY, name="Cả năm")
    asked = report_of(later, office.agency)
    assert later.has_estimates is False
    ends = {"last": timezone.localdate() + 9 * DAY, "actual_until": timezone.localdate()}
    asked = report_of(open_period(overseer, name="Ước tính", **ends), office.agency)
    write_figure(asked, office.author, "1.1", figure)
    assert value(asked, "1.1").whole == 12


def test_a_report_is_signed_by_today_on_a_whole_pdf(built, report):
    office, today = built[0], timezone.localdate()
    broken = SimpleUploadedFile("bao-cao.pdf", b"MZ khong phai PDF")
    for paper in (
        paper_of(signed_on=today + DAY),
        services.Paper(number="1/BC", signed_on=today, file=broken),
    ):
        with pytest.raises(ValidationError):
            submit(report, office.approver, paper)
    submit(report, office.approver, paper_of(signed_on=today))
    assert report.state == S.SUBMITTED


def test_a_report_that_was_in_time_stays_so_though_it_was_returned(built, report):
    office, _other, overseer = built
    first = timezone.now()
    submit(report, office.approver, now=first)
    services.return_report(reason="Thiếu biểu.", **by(overseer, report))
    # What its agency has worked on is not wiped by a paper any more.
    with pytest.raises(ValidationError):
        services.take_paper(**by(overseer, report))
    submit(report, office.approver, now=first + 3 * DAY)
    assert report.first_submitted_on == timezone.localdate(first)
    services.accept_report(**by(overseer, report, first + 4 * DAY))
    report.refresh_from_db()
    assert report.reason == ""


def test_what_the_overseer_enters_from_paper_is_checked_and_never_counted(built, report):
    office, _other, overseer = built
    services.take_paper(**by(overseer, report))
    fill_period(period_id=report.period_id, now=timezone.now())
    assert not report.values.exclude(actual=None).exists()
    assert report not in to_remind_of(report.period)
    write(report, overseer, f2_16=10, f2_16a=11)
    with pytest.raises(ValidationError, match=r"2\.16a"):
        submit(report, overseer)
    write(report, overseer, f2_16=11, f2_16a=11)
    submit(report, overseer)
    assert report.submitted_by == overseer
    assert office.author.pk not in report.prepared_by


def last_year(built, *figures, state=S.SUBMITTED, office=None):
    """Return the report of 2025 beside one of the year before, with a figure for 1.1 in each.

    The one before is the agency's own, in `state`, unless another office is given.
    """
    own, _other, overseer = built
    reports = []
    for year, who in ((2024, office or own), (2025, own)):
        days = {"first": dt.date(year, 1, 1), "last": dt.date(year, 6, 30), "kind": "half_year"}
        now = dt.datetime(year, 7, 1, 2, tzinfo=dt.UTC)
        reports.append(report_of(open_period(overseer, now=now, **days), who.agency))
    for each, who, figure in zip(reports, (office or own, own), figures, strict=True):
        entered = services.EnteredFigure(Decimal(figure))
        write_figure(each, who.author, "1.1", entered)
    if state != S.DRAFT:
        submit(reports[0], (office or own).approver)
    return reports[1]


@pytest.mark.parametrize(
    ("before", "now", "asks"),
    [(100, 150, False), (100, 160, True), (100, 50, False), (100, 40, True), (0, 9, False)],
)
def test_a_figure_that_changed_by_more_than_half_is_explained(built, before, now, asks):
    office = built[0]
    report = last_year(built, before, now)
    if asks:
        with pytest.raises(ValidationError, match=r"1\.1"):
            submit(report, office.approver)
        why = services.EnteredFigure(Decimal(now), None, "Sáp nhập ba xã.")
        write_figure(report, office.author, "1.1", why)
    submit(report, office.approver)
    assert report.state == S.SUBMITTED


def test_only_what_the_same_agency_handed_in_is_compared_with(built):
    draft = last_year(built, 100, 9, state=S.DRAFT)
    submit(draft, built[0].approver)
    assert draft.state == S.SUBMITTED


def test_the_figures_of_another_agency_are_compared_with_nothing(built):
    report = last_year(built, 100, 9, office=built[1])
    submit(report, built[0].approver)
    assert report.state == S.SUBMITTED


def test_an_agency_that_reports_for_the_first_time_is_no_growth(built):
    own, other, overseer = built
    report = last_year(built, 100, 120)
    earlier = Period.objects.get(last_day__year=2024)
    newcomer = report_of(report.period, other.agency)
    write_figure(newcomer, other.author, "1.1", services.EnteredFigure(Decimal(900)))
    for each, who in ((report, own), (newcomer, other)):
        bring_to(each, S.ACCEPTED, approver=who.approver, overseer=overseer)
    services.accept_report(**by(overseer, report_of(earlier, own.agency)))
    found = compared(report.period, earlier)
    assert (found.agencies, found.left_out, found.sums["1.1"]) == (1, 0, (100, 120))


def test_each_agency_reads_its_own_report_and_the_overseer_all(client, built, report):
    office, other, overseer = built
    theirs = report_of(report.period, other.agency)
    for person, expected in (
        (office.author, {report}),
        (other.approver, {theirs}),
        (overseer, {report, theirs}),
    ):
        assert set(reports_for(scope_of(person))) == expected
    assert theirs not in reports_for(scope_of(office.author), writing=True)
    signed_in(client, office.author)
    assert client.get(f"/admin/bao-cao/{theirs.pk}/").status_code == 404


def test_a_report_with_a_single_figure_is_named_as_empty(built, report):
    office, _other, _overseer = built
    Value.objects.filter(report=report).update(is_counted=False, actual=None)
    write(report, office.author, f1_1=7)
    submit(report, office.approver)
    found = receipts_of(report.period)
    assert (found.received, found.empty, found.missing) == (1, 1, 1)


def ask(office, day):
    """Add a question that came on a day."""
    at = timezone.make_aware(dt.datetime.combine(day, dt.time(9)))
    Question.objects.create(
        agency=office.agency,
        code_digest=str(day),
        asked_at=at,
        arrived_at=at,
        text="Thủ tục?",
        consent_version="1",
        due_on=day,
    )


def test_counted_is_what_happened_up_to_the_day_of_actual_figures(built):
    office, _other, overseer = built
    until = timezone.localdate() - DAY
    ends = {"first": until - 30 * DAY, "last": until + 9 * DAY, "actual_until": until}
    ask(office, until - DAY)
    on_the_day = timezone.make_aware(dt.datetime.combine(until, dt.time(8)))
    period = open_period(overseer, now=on_the_day, **ends)
    report = report_of(period, office.agency)

    def received():
        return report.values.get(indicator__source="questions.received").actual

    assert received() == 1
    # On that day itself it is counted still, afterwards once more, and for the last time.
    ask(office, until)
    services.fill_open_periods(now=on_the_day + dt.timedelta(hours=10))
    assert received() == 2
    ask(office, until + DAY)
    services.fill_open_periods(now=on_the_day + DAY)
    assert received() == 2
    period.refresh_from_db()
    assert period.frozen_at


def test_a_report_extended_twice_still_names_its_first_deadline(built, report):
    overseer, first = built[2], report.due_on
    for days in (5, 9):
        reminding.extend(due_on=first + days * DAY, reason="Bão.", **by(overseer, report))
    report = Report.objects.get(pk=report.pk)
    assert (report.extended_from, report.due_on) == (first, first + 9 * DAY)
