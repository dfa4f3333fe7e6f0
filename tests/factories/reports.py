"""Reporting periods, reports in each state, built by the services."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from network.accounts.models import User
from network.agencies.models import Agency
from network.reporting import services
from network.reporting.models import IndicatorSet, Period, PeriodKind, Report, ReportState

DAY = dt.timedelta(days=1)


def paper_of(number: str = "45/BC-STP", *, signed_on: dt.date | None = None) -> services.Paper:
    """Return a signed report."""
    file = SimpleUploadedFile("bao-cao.pdf", b"%PDF-1.4 bao cao %%EOF")
    return services.Paper(number=number, signed_on=signed_on or timezone.localdate(), file=file)


def facts_of(first: dt.date, last: dt.date, **changes: Any) -> services.PeriodFacts:
    """Return a period whose figures are actual up to its last day, due ten days later."""
    form = changes.pop("indicator_set", None) or IndicatorSet.objects.get(key="pbgdpl-1")
    due_on = changes.pop("due_on", last + 10 * DAY)
    facts = {
        "kind": PeriodKind.ON_DEMAND,
        "name": f"Báo cáo {last:%m/%Y}",
        "indicator_set": form,
        "first_day": first,
        "last_day": last,
        "actual_until": last,
        "deadlines": [(form.kinds, due_on)],
    }
    return services.PeriodFacts(**facts | changes)


def open_period(overseer: User, *, now: dt.datetime | None = None, **changes: Any) -> Period:
    """Return an open period: yesterday's year until today unless days are given."""
    now = now or timezone.now()
    today = timezone.localdate(now)
    # Things are made yesterday; on 1 January that is in another year.
    first = changes.pop("first", (today - DAY).replace(month=1, day=1))
    last = changes.pop("last", today)
    return services.open_period(facts=facts_of(first, last, **changes), user=overseer, now=now)


def report_of(period: Period, agency: Agency) -> Report:
    """Return what is expected of an agency."""
    return Report.objects.get(period=period, agency=agency)


def write(report: Report, user: User, now: dt.datetime | None = None, **by_code: Any) -> None:
    """Write figures: `f1_1=7` is the actual figure of indicator 1.1."""
    codes = {"f" + each.code.replace(".", "_"): each.pk for each in indicators(report)}
    figures = {
        codes[code]: services.EnteredFigure(
            None if number is None else Decimal(number), None, "Vì có thêm hội nghị."
        )
        for code, number in by_code.items()
    }
    services.write_report(
        report_id=report.pk, figures=figures, texts={}, user=user, now=now or timezone.now()
    )


def indicators(report: Report) -> list[Any]:
    """Return the lines of its form."""
    return list(report.period.indicator_set.indicators.all())


def bring_to(
    report: Report, state: ReportState, *, approver: User, overseer: User, number: str = "45/BC"
) -> Report:
    """Lead a report to a state as its people do."""
    about: dict[str, Any] = {"report_id": report.pk, "now": timezone.now()}
    if state != ReportState.DRAFT:
        services.submit_report(paper=paper_of(number), user=approver, **about)
    if state == ReportState.RETURNED:
        services.return_report(reason="Thiếu biểu.", user=overseer, **about)
    if state in {ReportState.ACCEPTED, ReportState.LOCKED}:
        services.accept_report(user=overseer, **about)
    if state == ReportState.LOCKED:
        services.lock_period(period_id=report.period_id, user=overseer, now=about["now"])
    report.refresh_from_db()
    return report
