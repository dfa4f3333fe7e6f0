"""Reports as files: DOCX for signing, and workbooks."""

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from network.agencies.models import Agency
from network.core.dates import format_day
from network.core.export import ExportColumn, xlsx_response
from network.core.letters import LETTERHEAD
from network.core.official_reports import OfficialReport, ReportTable, report_response

from .comparisons import Comparisons
from .models import LOCKED_STATES, Indicator, Period, Report
from .numbers import rounded, shown
from .selectors import lines_of, proposals, texts_of
from .totals import COMMUNE_KINDS, PROVINCE, Total, Totals, totals_of

# Documents are in Vietnamese, whatever the language of the screen.
ABSTRACT = "Kết quả công tác phổ biến, giáo dục pháp luật {period}"
# A commune's committee names no superior body in its letters, and its own commune as place.
COMMUNE_NAME = re.compile(r"(?:UBND|Ủy ban nhân dân) (?:xã|phường) ")
_DOTS = "…………"
_NOT_KNOWN = "chưa kể %d hoạt động không rõ"
_WITHOUT = "chưa kể %d báo cáo không có số liệu"


def report_letter(report: Report, *, as_part: bool = False) -> HttpResponse:
    """Return the report as DOCX for signing, or with `as_part` only its contents."""
    return report_response(name="bao-cao", report=official_report(report), as_part=as_part)


def official_report(report: Report) -> OfficialReport:
    """Return the content of a report's letter."""
    agency, texts = report.agency, texts_of(report)
    outline = report.period.indicator_set.outline.all()
    is_commune = agency.kind in COMMUNE_KINDS
    return OfficialReport(
        parent="" if is_commune else _above(agency),
        issuer=agency.name,
        symbol=f"BC-{agency.host_label.upper() or _DOTS}",
        place=COMMUNE_NAME.sub("", agency.name, count=1) if is_commune else _place(),
        abstract=ABSTRACT.format(period=report.period.name),
        sections=[
            (f"{part.number}. {part.heading}", texts.get(part.pk, _DOTS).splitlines())
            for part in outline
        ],
        table=_annex(report),
        signed_as="Chủ tịch" if is_commune else "Thủ trưởng cơ quan",
        recipients=["Sở Tư pháp;", "Lưu: VT."],
    )


def _above(agency: Agency) -> str:
    return agency.parent.name if agency.parent else ""


def _place() -> str:
    [head] = [make() for make in LETTERHEAD.values()]
    return head.place or _DOTS


def totals_letter(period: Period, issuer: Agency) -> HttpResponse:
    """Return the consolidated report as DOCX for signing."""
    return report_response(name="tong-hop", report=official_totals(period, issuer))


def official_totals(period: Period, issuer: Agency) -> OfficialReport:
    """Return the content of the consolidated report: sentences, annex, and missing agencies."""
    totals = totals_of(period)[PROVINCE]
    wholes = {code: total.whole for code, total in totals.items()}
    proposed = proposals(period.indicator_set, wholes, "các cơ quan, địa phương trong tỉnh")
    missing = period.reports.exclude(state__in=LOCKED_STATES).order_by("agency__name")
    names = "; ".join(missing.values_list("agency__short_name", flat=True))
    received = period.reports.filter(state__in=LOCKED_STATES).count()
    basis = f"Số liệu tổng hợp từ {received} báo cáo đã tiếp nhận."
    until = format_day(period.actual_until)
    rows = _with_groups(
        (each, (total.actual, total.whole), _left_out(total))
        for each in period.indicator_set.indicators.all()
        for total in [totals[each.code]]
    )
    return OfficialReport(
        parent=_above(issuer),
        issuer=issuer.name,
        symbol=f"BC-{issuer.host_label.upper() or _DOTS}",
        place=_place(),
        abstract=ABSTRACT.format(period=period.name),
        sections=[
            ("", [basis, *([f"Chưa có số liệu của: {names}."] if names else [])]),
            *(
                (f"{part.number}. {part.heading}", [proposed.get(part.pk, _DOTS)])
                for part in period.indicator_set.outline.all()
            ),
        ],
        table=ReportTable(
            f"PHỤ LỤC SỐ LIỆU (thực tế đến {until})", ["Mã", "Chỉ tiêu", "Thực tế", "Cả kỳ"], rows
        ),
        signed_as="Giám đốc",
        recipients=["Bộ Tư pháp;", "UBND tỉnh;", "Lưu: VT, PBGDPL."],
    )


def _annex(report: Report) -> ReportTable:
    heads = ["Mã", "Chỉ tiêu", "Thực tế", "Ước tính", "Cả kỳ"]
    rows = _with_groups(
        (
            line.indicator,
            (line.actual, line.value.estimate if line.value else None, line.whole),
            _left_out(Total(uncounted=line.value.uncounted))
            if line.value and line.actual is not None
            else "",
        )
        for line in lines_of(report)
    )
    until = format_day(min(report.period.actual_until, report.last_day))
    return ReportTable(f"PHỤ LỤC SỐ LIỆU (thực tế đến {until})", heads, rows)


def _left_out(total: Total) -> str:
    """Return what a total does not include, in words, or ""."""
    parts = ((_WITHOUT, total.unknown), (_NOT_KNOWN, total.uncounted))
    return "; ".join(words % number for words, number in parts if number)


def _with_groups(
    lines: Iterable[tuple[Indicator, Sequence[Decimal | None], str]],
) -> list[Sequence[str]]:
    """Return the rows of an annex, with a heading row for each part of the form."""
    rows: list[Sequence[str]] = []
    group = ""
    for each, numbers, note in lines:
        if each.group != group:
            group = each.group
            rows.append([group])
        figures = [shown(number, each.places) for number in numbers]
        unit = "; ".join(filter(None, (each.unit, note)))
        rows.append([each.code, f"{each.label} ({unit})", *figures])
    return rows


def report_sheet(report: Report) -> HttpResponse:
    """Return the figures of a report as a workbook."""
    columns: list[ExportColumn] = [
        (_("Code"), lambda line: line.indicator.code),
        (_("Indicator"), lambda line: line.indicator.label),
        (_("Unit"), lambda line: line.indicator.unit),
        (_("Actual"), lambda line: _cell(line.actual, line.indicator)),
        (_("Whole period"), lambda line: _cell(line.whole, line.indicator)),
        (_("A year before"), lambda line: _cell(line.before, line.indicator)),
        (_("Activities not counted"), lambda line: (line.value and line.value.uncounted) or ""),
    ]
    return xlsx_response(name="bao-cao", title=_("Report"), columns=columns, rows=lines_of(report))


def totals_sheet(period: Period, compared: Comparisons, *, names: bool) -> HttpResponse:
    """Return the totals of a period as a workbook, with one column per group, one for the same
    group a year before if that is comparable, and a sheet that says what is not."""
    province = compared[PROVINCE].now
    groups = [each for each in compared if each != PROVINCE and compared[each].now]

    def columns_of(group: str) -> list[ExportColumn]:
        found = compared[group]
        now: ExportColumn = (group, lambda row: _cell(found.now[row.code].whole, row))
        if found.breaks or not found.before:
            return [now]
        heading = f"{group}: {_('A year before')}"
        return [now, (heading, lambda row: _cell(found.earlier(row.code), row))]

    columns: list[ExportColumn] = [
        (_("Code"), lambda row: row.code),
        (_("Indicator"), lambda row: row.label),
        (_("Unit"), lambda row: row.unit),
        (_("Whole province"), lambda row: _cell(province[row.code].whole, row)),
        *(column for group in groups for column in columns_of(group)),
        (_("Reports without a figure"), lambda row: province[row.code].unknown or ""),
        (_("Activities not counted"), lambda row: province[row.code].uncounted or ""),
    ]
    notes = [(name, group.why_not(names=names)) for name, group in compared.items() if group.breaks]
    return xlsx_response(
        name="tong-hop",
        title=_("Consolidated report"),
        columns=columns,
        rows=list(period.indicator_set.indicators.all()),
        legend=(_("Not comparable"), [(_("Group"), _("Note")), *notes]) if notes else None,
    )


def data_of(period: Period, totals: Totals) -> Iterator[dict[str, Any]]:
    """Yield the totals of a period for JSON. Unknown is None."""
    for row in period.indicator_set.indicators.all():
        total = totals[PROVINCE][row.code]
        yield {
            "code": row.code,
            "label": row.label,
            "unit": row.unit,
            "kind": row.kind,
            "actual": _number(total.actual, row),
            "whole": _number(total.whole, row),
            "reports_without_figure": total.unknown,
            "things_without_number": total.uncounted,
        }


def _number(number: Any, indicator: Indicator) -> float | None:
    return None if number is None else float(rounded(number, indicator.places))


def _cell(number: Any, indicator: Indicator) -> float | str:
    found = _number(number, indicator)
    return "" if found is None else found
