"""Demo data for channels, in every state. Their addresses cannot exist. Safe to run twice."""

import datetime as dt
import io
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image, ImageDraw

from network.accounts.models import User
from network.agencies.models import Agency, Membership, Role
from network.channels.links.addresses import ChannelKind, Platform, parse_address
from network.channels.models import (
    APPROVED_STATES,
    CONTROL,
    ENDED_STATES,
    WORDS,
    Attestation,
    Channel,
    ChannelAdmin,
    ChannelName,
    ChannelPlan,
    ChannelState,
    ControlShare,
    PlanState,
    WordList,
)
from network.channels.register.control import control_code
from network.channels.register.selectors import items_on
from network.core.lettering import font

_S = ChannelState


@dataclass(frozen=True, slots=True)
class _ChannelRow:
    code: str
    platform: Platform
    kind: ChannelKind
    name: str
    url: str
    state: ChannelState
    confirmed_days_ago: int = 20
    before: str = ""
    note: str = ""
    # Address of the channel that it was merged into, which comes earlier in the list.
    into: str = ""


_FB, _ZL, _YT = Platform.FACEBOOK, Platform.ZALO, Platform.YOUTUBE
_PAGE, _OA, _CH = ChannelKind.PAGE, ChannelKind.OFFICIAL_ACCOUNT, ChannelKind.CHANNEL
_ROWS = (
    _ChannelRow(
        "STP-2025", _FB, _PAGE, "Phổ biến pháp luật Gia Lai", "facebook.example/pbgdpl", _S.ACTIVE
    ),
    _ChannelRow(
        "STP-2025", _ZL, _OA, "Sở Tư pháp tỉnh Gia Lai", "zalo.example/sotuphap", _S.ACTIVE
    ),
    _ChannelRow(
        "STP-2025", _YT, _CH, "Mỗi tuần một điều luật", "youtube.example/tuan-luat", _S.ACTIVE, 120
    ),
    _ChannelRow(
        "SYT-2025",
        _FB,
        _PAGE,
        "Sở Y tế Gia Lai",
        "facebook.example/soyte",
        _S.ACTIVE,
        10,
        "Y tế Phố núi",
    ),
    _ChannelRow(
        *("SYT-2025", _ZL, _OA, "Y tế Bình Định", "zalo.example/ytebd", _S.MERGED),
        into="facebook.example/soyte",
    ),
    _ChannelRow("SYT-2025", _ZL, _OA, "Y tế Gia Lai", "zalo.example/soyte", _S.AWAITING),
    _ChannelRow(
        "SNNMT-2025", _FB, _PAGE, "Khuyến nông Gia Lai", "facebook.example/knong", _S.ACTIVE
    ),
    _ChannelRow("SNNMT-2025", _YT, _CH, "Nhà nông hỏi luật", "youtube.example/nhanong", _S.PAUSED),
    _ChannelRow("CA", _FB, _PAGE, "Công an tỉnh Gia Lai", "facebook.example/congan", _S.ACTIVE, 75),
    _ChannelRow("SCT-2025", _FB, _PAGE, "Chợ và luật", "facebook.example/chovaluat", _S.PLANNED),
    _ChannelRow(
        "HLHPN",
        _FB,
        ChannelKind.GROUP,
        "Phụ nữ hỏi luật",
        "facebook.example/groups/pnhl",
        _S.ACTIVE,
    ),
    _ChannelRow(
        *("SVHTTDL-2025", _FB, _PAGE, "Văn hóa Gia Lai cũ", "facebook.example/vanhoa", _S.CLOSED),
        note="Tin mới ở trang của Sở trên cổng này.",
    ),
    _ChannelRow(
        *("TDOAN", _YT, _CH, "Thanh niên với pháp luật", "youtube.example/tnpl", _S.HANDED_OVER),
        note="Hội Liên hiệp Thanh niên tiếp tục trang này.",
    ),
)
# Some block words; the network's real list has more.
_WORDS = (
    *("bán bằng cấp", "bán số đẹp", "cá độ", "cho số đề", "chốt đơn ngay", "click vào link"),
    *("kết bạn zalo", "làm giấy tờ nhanh", "lãi suất 0%", "vay tiền nhanh", "việc nhẹ lương cao"),
    *("xem bói", "đầu tư sinh lời", "đòi nợ thuê"),
)


def load(now: dt.datetime) -> None:
    """Create demo channels for existing agencies. Does nothing if there are channels."""
    if Channel.objects.exists():
        return
    day = timezone.localdate(now)
    _words(day)
    agencies = {each.code: each for each in Agency.objects.valid_on(day)}
    for row in _ROWS:
        if row.code in agencies:
            _enter(row, agencies[row.code], day)


def _words(day: dt.date) -> None:
    overseer = Membership.objects.valid_on(day).filter(role=Role.OVERSEER).first()
    if overseer and not WordList.objects.exists():
        for version, words in enumerate((_WORDS[:-2], _WORDS), start=1):
            WordList.objects.create(
                version=version,
                words="\n".join(words),
                issued_on=day - dt.timedelta(days=100 // version),
                issued_by=overseer.user,
            )


def _plan(agency: Agency, author: User, leader: User, day: dt.date) -> ChannelPlan:
    found = ChannelPlan.objects.filter(agency=agency).first()
    if found:
        return found
    number = "11/PA-PBGDPL"
    return ChannelPlan.objects.create(
        agency=agency,
        written_by=author,
        networks=[_FB, _ZL, _YT],
        formats="Tin chính sách mới, video dưới ba phút, hình ảnh, giải đáp hằng tuần.",
        rhythm="Hai bài và một video mỗi tuần",
        lead="Bộ phận phổ biến, giáo dục pháp luật",
        valid_from=day - dt.timedelta(days=200),
        valid_to=day + dt.timedelta(days=165),
        state=PlanState.APPROVED,
        approved_by=leader,
        approved_on=day - dt.timedelta(days=205),
        number=number,
        signer=leader.get_full_name(),
        file=ContentFile(_paper(f"{number}: {agency.name}"), "phuong-an.pdf"),
    )


def _paper(words: str) -> bytes:
    page, out = Image.new("L", (1240, 1754), "white"), io.BytesIO()
    ImageDraw.Draw(page).text((120, 160), words, font=font("Regular", 30), fill="black")
    page.save(out, "PDF", resolution=150)
    return out.getvalue()


def _enter(row: _ChannelRow, agency: Agency, day: dt.date) -> None:
    serving = Membership.objects.valid_on(day).filter(agency=agency).select_related("user")
    people = {each.role: each.user for each in serving.order_by("-pk")}
    author, leader = people.get(Role.AUTHOR), people.get(Role.APPROVER)
    if author is None or leader is None:
        return
    address = parse_address(row.url)
    plan = _plan(agency, author, leader, day)
    approval = {
        "plan": plan,
        "approved_by": leader,
        "approved_on": day - dt.timedelta(days=150),
        "approval_number": "12/QĐ-PBGDPL",
        "signer": leader.get_full_name(),
        "approval_file": ContentFile(_paper(f"12/QĐ-PBGDPL: {row.name}"), "phe-duyet.pdf"),
    }
    ended = {"ended_on": day - dt.timedelta(days=30), "ending_note": row.note}
    if row.into:
        ended["merged_into"] = Channel.objects.get(address_key=parse_address(row.into).key)
    channel = Channel.objects.create(
        agency=agency,
        registered_by=author,
        platform=row.platform,
        kind=row.kind,
        name=row.name,
        url=address.url,
        address_key=address.key,
        intro="Tin về chính sách mới, tài liệu tuyên truyền, trả lời câu hỏi người dân.",
        office=agency.address,
        website="https://pbgdpl.example.vn",
        email=agency.email,
        phone=agency.phone,
        regulation="05/QĐ-PBGDPL, 02/01/2026",
        state=row.state,
        **(approval if row.state in {*APPROVED_STATES, *ENDED_STATES} else {}),
        **(ended if row.state in ENDED_STATES else {}),
    )
    if row.before:
        ChannelName.objects.create(
            channel=channel, name=row.before, until=day - dt.timedelta(days=60)
        )
    since = day - dt.timedelta(days=row.confirmed_days_ago)
    for person in {author, people.get(Role.AGENCY_ADMIN, leader)}:
        ChannelAdmin.objects.create(
            channel=channel,
            user=person,
            share=ControlShare.FULL,
            contact=agency.email,
            second_factor_on=since,
            since=since,
        )
    words = WordList.objects.filter(issued_on__lte=since).first()
    for item in items_on(day):
        Attestation.objects.create(
            channel=channel,
            item=item,
            confirmed_on=since,
            expires_on=since + dt.timedelta(days=item.days),
            confirmed_by=author,
            note="Đã xem trong phần cài đặt của trang.",
            word_list=words if item.key == WORDS else None,
            code=control_code(channel, since) if item.key == CONTROL else "",
            address_key=channel.address_key,
        )
