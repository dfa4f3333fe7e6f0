"""The commune's report on the standard as DOCX, with a table of the indicators."""

from django.http import HttpResponse

from network.agencies.models import Agency
from network.core.dates import format_day
from network.core.official_reports import OfficialReport, ReportTable, report_response
from network.oversight.models import Status
from network.reporting.documents import COMMUNE_NAME

from .selectors import CommuneStanding, PartLine, ResultLine, is_provisional

# Documents are in Vietnamese, whatever the language of the screen.
_STATES = {Status.MET: "Đạt", Status.NOT_MET: "Chưa đạt", Status.UNKNOWN: "Chưa có số liệu"}
_PROVISIONAL = (
    "Bộ chỉ tiêu tạm, chưa đối chiếu phụ lục của Thông tư 15/2025/TT-BTP; ngưỡng có thể đổi."
)


def dossier(standing: CommuneStanding, year: int) -> HttpResponse:
    """Return the report of a commune on a year as DOCX, for signing."""
    return report_response(name="chuan-tiep-can-phap-luat", report=official_dossier(standing, year))


def official_dossier(standing: CommuneStanding, year: int) -> OfficialReport:
    """Return the content of the report: what is met, what is missing, and the table."""
    agency: Agency = standing.agency
    total = len(standing.lines)
    summary = [f"Kết quả: đạt {standing.met} trong {total} chỉ tiêu."]
    if standing.computed_at:
        day = format_day(standing.computed_at.date())
        summary.append(f"Số liệu tính đến ngày {day}, từ việc đã làm trong mạng lưới.")
    if is_provisional([line.indicator for line in standing.lines]):
        summary.append(_PROVISIONAL)
    missing = [_sentence(line) for line in standing.of(Status.NOT_MET)]
    unknown = [_sentence(line) for line in standing.of(Status.UNKNOWN)]
    criteria = [f"{name}: {met}/{number}." for name, met, number in standing.by_criterion()]
    return OfficialReport(
        parent="",
        issuer=agency.name,
        symbol=f"BC-{agency.host_label.upper() or '…………'}",
        place=COMMUNE_NAME.sub("", agency.name, count=1),
        abstract=f"Tự đánh giá cấp xã đạt chuẩn tiếp cận pháp luật năm {year}",
        sections=[
            ("1. Kết quả tự đánh giá", [*summary, *criteria]),
            ("2. Chỉ tiêu chưa đạt", missing or ["Không có."]),
            ("3. Chỉ tiêu chưa có số liệu", unknown or ["Không có."]),
        ],
        table=ReportTable(
            "BẢNG CHỈ TIÊU", ["Số", "Chỉ tiêu", "Số liệu", "Kết quả", "Căn cứ"], _rows(standing)
        ),
        signed_as="Chủ tịch",
        recipients=["Sở Tư pháp;", "Lưu: VT."],
    )


def _sentence(line: ResultLine) -> str:
    figure = f" ({line.good}/{line.total})" if line.total else ""
    return f"{line.indicator.key}. {line.indicator.title}{figure}: {line.indicator.asks}."


def _rows(standing: CommuneStanding) -> list[list[str]]:
    rows: list[list[str]] = []
    criterion = ""
    for line in standing.lines:
        if line.indicator.criterion != criterion:
            criterion = line.indicator.criterion
            rows.append([criterion])
        rows.append(_cells(line.indicator.key, line.indicator.title, line))
        rows += [_cells(f"{each.indicator.key}", each.indicator.title, each) for each in line.parts]
    return rows


def _cells(key: str, title: str, line: ResultLine | PartLine) -> list[str]:
    figure, number = line.figure, f"{line.good}/{line.total}" if line.total else "–"
    if figure and figure.none_arose:
        number = "không phát sinh"
    return [key, title, number, _STATES[line.status], figure.note if figure else ""]
