"""Demo data for cases and reports. Their addresses cannot exist, so no real account is accused."""

import datetime as dt
import io
from dataclasses import dataclass, replace
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image, ImageDraw

from network.agencies.models import Agency, Membership, Role
from network.channels.cases import services
from network.channels.cases.codes import CODES
from network.channels.cases.selectors import due_after
from network.channels.links.addresses import Platform, parse_address
from network.channels.models import Case, CaseAuthority, CaseOutcome, CaseState, FakeReport

_S, _O = CaseState, CaseOutcome


@dataclass(frozen=True, slots=True)
class _CaseRow:
    code: str
    name: str
    url: str
    state: CaseState
    outcome: str = ""
    remarks: str = ""
    days_ago: int = 4
    # A number that no platform assigns.
    number: str = ""


_ROWS = (
    _CaseRow(
        *("SYT-2025", "Sở Y tế Gia Lai - Hoàn tiền BHYT", "facebook.example/hoantienbhyt"),
        *(_S.CONFIRMED, _O.IMPERSONATION),
        "Trang “Shop Áo Len 99” đổi tên hai tuần trước, còn giữ dấu tích.",
        number="000000000001",
    ),
    _CaseRow(
        "SYT-2025", "Sở Y tế Gia Lai 24h", "facebook.example/syt24h", _S.VERIFYING, days_ago=2
    ),
    _CaseRow(
        *("STP-2025", "Sở Tư pháp tỉnh Mẫu", "facebook.example/stp-tinh-mau"),
        *(_S.SETTLED, _O.SIMILAR),
        "Sở cùng tên của một tỉnh khác.",
        30,
    ),
    _CaseRow(
        *("SVHTTDL-2025", "Thể thao phố núi", "facebook.example/thethaophonui"),
        *(_S.SETTLED, _O.OLD_PAGE),
        "Trang của đơn vị trước sáp nhập, người giữ đã nghỉ việc.",
        45,
    ),
    _CaseRow("CA", "Công an Gia Lai hỗ trợ thu hồi tiền", "zalo.example/hotro-thuhoi", _S.FOUND),
)


def load(now: dt.datetime) -> None:
    """Create demo cases and reports for existing agencies. Does nothing if there are cases."""
    if Case.objects.exists():
        return
    day = timezone.localdate(now)
    agencies = {each.code: each for each in Agency.objects.valid_on(day)}
    for row in _ROWS:
        if row.code in agencies:
            _enter(row, agencies[row.code], now)
    for case in Case.objects.filter(state=_S.VERIFYING)[:1]:
        _report(case.agency, case, now - dt.timedelta(days=2), "Nhắn tin hỏi số căn cước, mã OTP.")
    if "SYT-2025" in agencies:
        _report(agencies["SYT-2025"], None, now, "Trang này bảo nộp phí để nhận quà của Sở.")


def _enter(row: _CaseRow, agency: Agency, now: dt.datetime) -> None:
    serving = Membership.objects.valid_on(timezone.localdate(now)).filter(agency=agency)
    people = {each.role: each.user for each in serving.select_related("user").order_by("-pk")}
    author, leader = people.get(Role.AUTHOR), people.get(Role.APPROVER)
    if author is None or leader is None:
        return
    then = now - dt.timedelta(days=row.days_ago)
    case = services.open_case(
        agency=agency,
        url=row.url,
        name=row.name,
        remarks=row.remarks,
        platform_number=row.number,
        user=author,
        now=then,
        # Give the demo's addresses the platform that they imitate; none of them exists there.
        address=replace(parse_address(row.url), platform=Platform(row.url.partition(".")[0])),
    )
    about: dict[str, Any] = {"case_id": case.pk, "now": then}
    words = "Trang đầu"
    services.add_evidence(file=_picture(), words=words, user=author, **about)
    if row.state != _S.FOUND:
        services.verify_case(user=author, **about)
    about |= {"user": leader, "now": now}
    if row.state == _S.CONFIRMED:
        services.confirm_case(reason="Đòi nộp tiền.", **about)
        police = CaseAuthority.objects.get(key="cong-an-tinh")
        services.notify_authority(authority=police, reference="45/SYT (minh họa)", **about)
    elif row.state == _S.SETTLED:
        services.settle_case(outcome=row.outcome, reason=row.remarks, **about)


def _picture() -> SimpleUploadedFile:
    """Draw a picture of a page without text: banner, logo and lines."""
    drawn = Image.new("RGB", (640, 400), "#eef1f3")
    pen = ImageDraw.Draw(drawn)
    pen.rectangle((0, 0, 640, 150), fill="#9db4c8")
    pen.ellipse((40, 100, 140, 200), fill="#0b4a82")
    for place in range(4):
        pen.rectangle((170, 180 + 45 * place, 600 - 60 * place, 200 + 45 * place), fill="#98a6b2")
    file = io.BytesIO()
    drawn.save(file, "PNG")
    return SimpleUploadedFile("trang-dau.png", file.getvalue(), "image/png")


def _report(agency: Agency, case: Case | None, sent_at: dt.datetime, text: str) -> None:
    address = parse_address(case.url if case else "facebook.example/qua-tang-so-y-te")
    FakeReport.objects.create(
        agency=agency,
        case=case,
        code_digest=CODES.digest_of(CODES.code_of(f"demo {address.key}", text)),
        name=case.name if case else "Quà tặng Sở Y tế Gia Lai",
        url=address.url,
        address_key=address.key,
        text=text,
        sent_at=sent_at,
        due_on=due_after(sent_at),
    )
