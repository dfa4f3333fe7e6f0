"""The demo's channels, in every state. Their addresses cannot exist. Safe to run twice."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from network.agencies.models import Agency, Membership, Role

from .addresses import ChannelKind, Platform, parse_address
from .models import (
    APPROVED_STATES,
    ENDED_STATES,
    Attestation,
    Channel,
    ChannelAdmin,
    ChannelName,
    ChannelState,
    Share,
)
from .selectors import items_on

_S = ChannelState


@dataclass(frozen=True, slots=True)
class _Row:
    code: str
    platform: Platform
    kind: ChannelKind
    name: str
    url: str
    state: ChannelState
    confirmed_days_ago: int = 20
    before: str = ""
    note: str = ""


_FB, _ZL, _YT = Platform.FACEBOOK, Platform.ZALO, Platform.YOUTUBE
_PAGE, _OA, _CH = ChannelKind.PAGE, ChannelKind.OFFICIAL_ACCOUNT, ChannelKind.CHANNEL
_ROWS = (
    _Row(
        "STP-2025", _FB, _PAGE, "Phổ biến pháp luật Gia Lai", "facebook.example/pbgdpl", _S.ACTIVE
    ),
    _Row("STP-2025", _ZL, _OA, "Sở Tư pháp tỉnh Gia Lai", "zalo.example/sotuphap", _S.ACTIVE),
    _Row(
        "STP-2025", _YT, _CH, "Mỗi tuần một điều luật", "youtube.example/tuan-luat", _S.ACTIVE, 120
    ),
    _Row(
        "SYT-2025",
        _FB,
        _PAGE,
        "Sở Y tế Gia Lai",
        "facebook.example/soyte",
        _S.ACTIVE,
        10,
        "Y tế Phố núi",
    ),
    _Row("SYT-2025", _ZL, _OA, "Y tế Gia Lai", "zalo.example/soyte", _S.AWAITING),
    _Row("SNNMT-2025", _FB, _PAGE, "Khuyến nông Gia Lai", "facebook.example/knong", _S.ACTIVE),
    _Row("SNNMT-2025", _YT, _CH, "Nhà nông hỏi luật", "youtube.example/nhanong", _S.PAUSED),
    _Row("CA", _FB, _PAGE, "Công an tỉnh Gia Lai", "facebook.example/congan", _S.ACTIVE, 75),
    _Row("SCT-2025", _FB, _PAGE, "Chợ và luật", "facebook.example/chovaluat", _S.PLANNED),
    _Row(
        "HLHPN",
        _FB,
        ChannelKind.GROUP,
        "Phụ nữ hỏi luật",
        "facebook.example/groups/pnhl",
        _S.ACTIVE,
    ),
    _Row(
        *("SVHTTDL-2025", _FB, _PAGE, "Văn hóa Gia Lai cũ", "facebook.example/vanhoa", _S.CLOSED),
        note="Tin mới ở trang của Sở trên cổng này.",
    ),
    _Row(
        *("TDOAN", _YT, _CH, "Thanh niên với pháp luật", "youtube.example/tnpl", _S.HANDED_OVER),
        note="Hội Liên hiệp Thanh niên tiếp tục trang này.",
    ),
)


def load(now: dt.datetime) -> None:
    """Register them for those of the agencies that are there and have people."""
    if Channel.objects.exists():
        return
    day = timezone.localdate(now)
    agencies = {each.code: each for each in Agency.objects.valid_on(day)}
    for row in _ROWS:
        if row.code in agencies:
            _enter(row, agencies[row.code], day)


def _enter(row: _Row, agency: Agency, day: dt.date) -> None:
    serving = Membership.objects.valid_on(day).filter(agency=agency).select_related("user")
    people = {each.role: each.user for each in serving}
    author, leader = people.get(Role.AUTHOR), people.get(Role.APPROVER)
    if author is None or leader is None:
        return
    address = parse_address(row.url)
    approval = {
        "approved_by": leader,
        "approved_on": day - dt.timedelta(days=150),
        "approval_number": "(Minh họa) 12/QĐ",
        "signer": leader.get_full_name(),
    }
    ended = {"ended_on": day - dt.timedelta(days=30), "ending_note": row.note}
    channel = Channel.objects.create(
        agency=agency,
        registered_by=author,
        platform=row.platform,
        kind=row.kind,
        name=row.name,
        url=address.url,
        address_key=address.key,
        intro="(Minh họa) Tin về chính sách mới, tài liệu tuyên truyền, trả lời câu hỏi người dân.",
        office=agency.address,
        website="https://pbgdpl.example.vn",
        email=agency.email,
        phone=agency.phone,
        regulation="(Minh họa) 05/QĐ, 02/01/2026",
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
            share=Share.FULL,
            contact=agency.email,
            second_factor_on=since,
            since=since,
        )
    for item in items_on(day):
        Attestation.objects.create(
            channel=channel,
            item=item,
            confirmed_on=since,
            expires_on=since + dt.timedelta(days=item.days),
            confirmed_by=author,
            note="(Minh họa) Đã xem trong phần cài đặt của trang.",
        )
