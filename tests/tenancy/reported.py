"""Reports of a house, at each step."""

import datetime as dt
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from network.reporting.models import (
    Consolidation,
    Correction,
    IndicatorSet,
    Narrative,
    Period,
    PeriodKind,
    Print,
    Report,
    ReportState,
    TextCorrection,
    Value,
)

if TYPE_CHECKING:
    from tests.tenancy.conftest import House

REPORTS = (ReportState.DRAFT, ReportState.DRAFT, ReportState.SUBMITTED, ReportState.ACCEPTED)


def add_reports(house: "House", now: dt.datetime) -> None:
    """Add a report at each step: from paper, being written, handed in, accepted and corrected."""
    own, secret, day = house.contents, house.secret, now.date()
    form = IndicatorSet.objects.get()
    for place, (period, state) in enumerate(zip(reporting_periods(), REPORTS, strict=True)):
        report = Report.objects.create(
            period=period,
            agency=house.agency,
            first_day=day,
            last_day=day,
            due_on=day,
            on_paper=place == 0,
            reason=secret,
        )
        indicator, part = form.indicators.first(), form.outline.first()
        item = {"label": secret, "url": "", "day": None, "kind": "", "amount": 1}
        value = Value.objects.create(
            report=report, indicator=indicator, actual=1, why=secret, items=[item]
        )
        Narrative.objects.create(report=report, part=part, text=secret)
        Print.objects.create(report=report, digest="0" * 64, file=ContentFile(b"", secret))
        if state != ReportState.DRAFT:
            file = SimpleUploadedFile("bao-cao.pdf", f"%PDF-1.4 {secret} %%EOF".encode())
            report.state, report.number, report.signed_file = ReportState.SUBMITTED, secret, file
            report.submitted_at, report.first_submitted_on, report.signed_on = now, day, day
            report.submitted_by = house.people["approver"]
            report.save()
        if state == ReportState.ACCEPTED:
            report.state, report.decided_at = state, now
            report.accepted_by = house.people["author"]
            report.save()
            Correction.objects.create(
                value=value, before=1, after=2, reason=secret, corrected_at=now
            )
            TextCorrection.objects.create(
                report=report, part=part, before=secret, after="–", reason=secret, corrected_at=now
            )
        own.reports.append(report)


def reporting_periods() -> list[Period]:
    """Return a period for each of REPORTS, with a version of its sums; they are nobody's."""
    now = timezone.now()
    periods = []
    for place in range(len(REPORTS)):
        days = dict.fromkeys(("first_day", "last_day", "actual_until"), now.date())
        period, is_new = Period.objects.get_or_create(
            name=f"Kỳ {place}",
            defaults=days
            | {"kind": PeriodKind.ON_DEMAND, "indicator_set": IndicatorSet.objects.get()}
            | {"opened_at": now, "frozen_at": now},
        )
        if is_new:
            letter = ContentFile(b"", "tong-hop.docx")
            kept = {"figures": {}, "received": [], "missing": [], "letter": letter, "made_at": now}
            Consolidation.objects.create(period=period, version=1, **kept)
        periods.append(period)
    return periods
