"""Demo data for reports: a locked year, a consolidated half-year, and an open year. Safe to run
twice."""

import datetime as dt
from decimal import Decimal

from django.core.files.base import ContentFile
from django.utils import timezone

from network.accounts.models import User
from network.agencies.models import Membership, Role
from network.reporting import consolidations, services
from network.reporting.models import IndicatorSet, Period, PeriodKind, Report, ReportState, Value

_COMMUNES = ("ubnd_xa", "ubnd_phuong")
_MISSING = 3
_CORRECTED = "1.1"
# How many times larger than numbers of meetings the figures of people, pieces and views are.
_SCALES = {"2.2": 55, "2.4": 60, "2.5": 40, "2.10": 90, "3.5": 300}


def load(now: dt.datetime) -> None:
    """Create four periods with reports, if there are an overseer and approvers."""
    serving = Membership.objects.valid_on(timezone.localdate(now))
    overseer = serving.filter(role=Role.OVERSEER).select_related("user").first()
    if overseer is None or Period.objects.exists() or not _approvers(now):
        return
    year = timezone.localdate(now).year
    _six_months_before(year - 1, overseer.user, now)
    _official_year(year - 1, overseer.user, now)
    _six_months(year, overseer.user, now)
    _open(
        overseer.user,
        now,
        PeriodKind.YEAR,
        f"năm {year}",
        (dt.date(year, 1, 1), dt.date(year, 12, 31), dt.date(year, 11, 30)),
        dt.date(year, 12, 10),
    )


def _open(
    user: User,
    now: dt.datetime,
    kind: PeriodKind,
    name: str,
    days: tuple[dt.date, dt.date, dt.date],
    due_on: dt.date,
) -> Period:
    form = IndicatorSet.objects.get(key="pbgdpl-1")
    others = [each for each in form.kinds if each not in _COMMUNES]
    first, last, actual = days
    facts = services.PeriodFacts(
        kind=kind,
        name=name,
        indicator_set=form,
        first_day=first,
        last_day=last,
        actual_until=actual,
        deadlines=[(_COMMUNES, due_on - dt.timedelta(days=5)), (others, due_on)],
    )
    return services.open_period(facts=facts, user=user, now=now)


def _six_months_before(year: int, user: User, now: dt.datetime) -> None:
    days, due_on = _half_year(year)
    period = _open(user, now, PeriodKind.HALF_YEAR, f"6 tháng đầu năm {year}", days, due_on)
    _close(period, due_on, user, now)


def _official_year(year: int, user: User, now: dt.datetime) -> None:
    last = dt.date(year, 12, 31)
    days = (dt.date(year, 1, 1), last, last)
    name, due_on = f"năm {year}, số liệu chính thức", dt.date(year + 1, 2, 20)
    period = _open(user, now, PeriodKind.OFFICIAL_YEAR, name, days, due_on)
    _close(period, due_on, user, now)


def _close(period: Period, due_on: dt.date, user: User, now: dt.datetime) -> None:
    """Submit and accept all reports of a period, consolidate and send them, and lock the period.

    They came on paper, because the diary that the system counts in did not exist yet.
    """
    period.reports.update(on_paper=True)
    Value.objects.filter(report__period=period).update(
        is_counted=False, actual=None, uncounted=0, items=[]
    )
    _hand_in(_reports(period), due_on, now)
    period.reports.update(state=ReportState.ACCEPTED, decided_at=now, accepted_by=user)
    consolidations.consolidate(period_id=period.pk, user=user, now=now)
    _send_up(period, user, now)
    services.lock_period(period_id=period.pk, user=user, now=now)


def _half_year(year: int) -> tuple[tuple[dt.date, dt.date, dt.date], dt.date]:
    days = (dt.date(year, 1, 1), dt.date(year, 6, 30), dt.date(year, 5, 31))
    return days, dt.date(year, 6, 10)


def _six_months(year: int, user: User, now: dt.datetime) -> None:
    days, due_on = _half_year(year)
    period = _open(user, now, PeriodKind.HALF_YEAR, f"6 tháng đầu năm {year}", days, due_on)
    waiting, returned, *accepted = _reports(period)[_MISSING:]
    _hand_in([waiting, returned, *accepted], due_on, now)
    reason = "Mục 2.16a cần khớp với sổ hòa giải của xã."
    services.return_report(report_id=returned.pk, reason=reason, user=user, now=now)
    taken = period.reports.filter(pk__in=[each.pk for each in accepted])
    taken.update(state=ReportState.ACCEPTED, decided_at=now, accepted_by=user)
    consolidations.consolidate(period_id=period.pk, user=user, now=now)
    corrected = period.reports.filter(state=ReportState.ACCEPTED).order_by("pk").first()
    if corrected:
        value = corrected.values.get(indicator__code=_CORRECTED)
        services.correct_figure(
            report_id=corrected.pk,
            value=value,
            new=(value.actual or Decimal(0)) + 2,
            reason="Bỏ sót hai kế hoạch ban hành trong tháng 5.",
            user=user,
            now=now,
        )
        consolidations.consolidate(period_id=period.pk, user=user, now=now)


def _reports(period: Period) -> list[Report]:
    return list(period.reports.select_related("agency").order_by("agency__kind", "agency__name"))


def _approvers(now: dt.datetime) -> dict[int | None, int]:
    """Return {agency id: user id} with one approver for each agency that has one."""
    serving = Membership.objects.valid_on(timezone.localdate(now)).filter(role=Role.APPROVER)
    return dict(serving.order_by("-pk").values_list("agency_id", "user_id"))


def _hand_in(reports: list[Report], due_on: dt.date, now: dt.datetime) -> None:
    """Submit reports around their deadline, writing the rows directly.

    An agency without approver uses one of another agency.
    """
    approvers = _approvers(now)
    anybody = next(iter(approvers.values()))
    places = {report.pk: place for place, report in enumerate(reports)}
    by_hand = Value.objects.filter(report__in=reports, is_counted=False)
    values = list(by_hand.select_related("indicator", "report__period"))
    for value in values:
        place = places[value.report_id]
        value.actual = _figure(value.indicator.code, place, value.report.first_day.year)
        if value.report.period.has_estimates:
            value.estimate = value.actual // 5
        value.why = "Nhiều đợt cao điểm hơn năm trước."
    Value.objects.bulk_update(values, ["actual", "estimate", "why"], batch_size=500)
    file = ""
    for report, place in zip(reports, places.values(), strict=True):
        came_on = due_on + dt.timedelta(days=place % 7 - 5)
        report.state, report.submitted_at = ReportState.SUBMITTED, now
        report.submitted_by_id = approvers.get(report.agency_id, anybody)
        report.first_submitted_on = report.signed_on = came_on
        report.number = f"{20 + place}/BC (minh họa)"
        if not file:
            report.signed_file.save("bao-cao.pdf", ContentFile(_PDF), save=False)
            file = str(report.signed_file.name)
        report.signed_file.name = file
    written = ["state", "submitted_at", "submitted_by", "first_submitted_on", "signed_on"]
    Report.objects.bulk_update(reports, [*written, "number", "signed_file"], batch_size=100)


def _figure(code: str, place: int, year: int) -> Decimal:
    """Return a plausible figure that varies by year. Sub-indicators stay below their total."""
    seed = sum(map(ord, code.rstrip("abc")))
    whole = Decimal(4 + 3 * (seed % 7) + place % 9 + (seed + 2 * year) % 5)
    whole *= _SCALES.get(code.rstrip("abc"), 1)
    return whole // 2 if code[-1].isalpha() else whole


def _send_up(period: Period, user: User, now: dt.datetime) -> None:
    row = period.consolidations.latest("version")
    row.sent_number, row.sent_on = "210/BC-STP (minh họa)", timezone.localdate(now)
    row.recipients = "UBND tỉnh; Bộ Tư pháp"
    row.sent_file.save("bao-cao.pdf", ContentFile(_PDF), save=False)
    row.save()


# A valid PDF with an empty page.
_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)
