"""The dossier: what is known about each requirement of the network, as DOCX for signing."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import override

from network.agencies.models import Agency
from network.core.dates import format_day, format_moment
from network.core.letters import LETTERHEAD
from network.core.official_reports import OfficialReport, ReportTable, report_response

from ..models import Standard
from ..network_checks import LineState
from .lines import DutyLine, lines_of

# Documents are in Vietnamese, whatever the language of the screen.
_LANGUAGE = "vi"
_DOTS = "…………"
# Keys such as "12.2b2" need more than the first column of other reports.
_KEY_MM = 18
_ABSTRACT = "Đáp ứng yêu cầu tối thiểu của nền tảng số theo {standard}"
_RULE = (
    "“Đạt” chỉ ghi cho yêu cầu mà hệ thống đo được và có mức để so. Yêu cầu cơ quan tự khai ghi là "
    "đã khai; yêu cầu không có số liệu ghi là chưa đo."
)
# Heading of each section, and the states of its lines.
_SECTIONS = (
    ("2. Chưa đạt", (LineState.NOT_MET,)),
    ("3. Chưa khai, hoặc khai chưa kèm tệp", (LineState.MISSING, LineState.UNPROVEN)),
    ("4. Chưa đo", (LineState.NOT_MEASURED,)),
)


def dossier(standard: Standard, issuer: Agency | None, now: dt.datetime) -> HttpResponse:
    """Measure all lines, and return the dossier as a DOCX response."""
    with override(_LANGUAGE):
        report = official_dossier(standard, lines_of(standard, now), issuer, now)
        return report_response(name="ho-so-nen-tang-so", report=report)


def official_dossier(
    standard: Standard, lines: Sequence[DutyLine], issuer: Agency | None, now: dt.datetime
) -> OfficialReport:
    """Return the content of the dossier: the sums, what is missing, and the table of all lines."""
    [head] = [make() for make in LETTERHEAD.values()]
    caveat = f" ({standard.caveat})" if standard.caveat else ""
    return OfficialReport(
        parent=issuer.parent.name if issuer and issuer.parent else "",
        issuer=issuer.name if issuer else _DOTS,
        symbol=f"HS-{(issuer.host_label.upper() if issuer else '') or _DOTS}",
        place=head.place or _DOTS,
        kind="HỒ SƠ",
        abstract=_ABSTRACT.format(standard=standard.short_title),
        sections=[
            ("1. Kết quả", _summary(standard, lines, now)),
            *((title, _named(lines, states)) for title, states in _SECTIONS),
        ],
        table=ReportTable(
            f"BẢNG CÁC YÊU CẦU{caveat}",
            ["Điều", "Yêu cầu, cách đo", "Số liệu", "Ngày", "Kết quả"],
            list(_rows(lines)),
            first_mm=_KEY_MM,
        ),
        signed_as="Thủ trưởng cơ quan",
        recipients=["Lưu: VT."],
    )


def _summary(standard: Standard, lines: Sequence[DutyLine], now: dt.datetime) -> list[str]:
    counts = Counter(line.found.state for line in lines)
    shown = "; ".join(f"{state.label}: {counts[state]}" for state in LineState if counts[state])
    moment = format_moment(timezone.localtime(now))
    sentences = [f"{len(lines)} yêu cầu. {shown}.", f"Hệ thống đo lúc {moment}.", _RULE]
    if standard.caveat:
        sentences.append(f"Nội dung các yêu cầu ghi {standard.caveat}.")
    return sentences


def _named(lines: Iterable[DutyLine], states: Sequence[LineState]) -> list[str]:
    """Return a sentence for each line in one of `states`."""
    found = [
        f"{line.requirement}: {line.found.figure}" if line.found.figure else f"{line.requirement}."
        for line in lines
        if line.found.state in states
    ]
    return found or ["Không có."]


def _rows(lines: Iterable[DutyLine]) -> Iterable[list[str]]:
    """Yield the rows of the table, with a subheading for each part of the standard."""
    group = ""
    for line in lines:
        if line.requirement.group != group:
            group = line.requirement.group
            yield [group]
        yield [
            line.requirement.key,
            "\n".join(_texts(line)),
            line.found.figure or "–",
            format_day(line.found.measured_on) or "–",
            str(line.found.state.label),
        ]


def _texts(line: DutyLine) -> Iterable[str]:
    """Yield the paragraphs of the second column: what is asked, how it is measured, what is
    missing, what is declared."""
    yield f"{line.requirement.title} ({line.requirement.legal_basis})"
    yield f"Cách đo: {line.method}"
    if line.deadline:
        yield f"Hạn: {format_day(line.deadline)}."
    if line.found.faults:
        yield f"Còn: {'; '.join(line.found.faults)}"
    if line.declaration:
        yield f"Khai: {line.declaration.statement}"
    if line.declaration and line.declaration.file:
        yield f"Tệp: {line.declaration.file.title}"
