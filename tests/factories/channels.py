"""Channels of agencies, built straight on the models."""

import datetime as dt
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from network.accounts.models import User
from network.agencies.models import Agency
from network.channels.links.addresses import Platform, parse_address
from network.channels.models import (
    Attestation,
    Channel,
    ChannelAdmin,
    ChannelPlan,
    ChannelState,
    ControlShare,
    FindKind,
    LookResult,
    PlanState,
    SafetyItem,
    Scan,
    SearchLink,
)
from tests.factories.files import photograph

CONTACT = {
    "intro": "Trang của Sở: tin về chính sách mới, tài liệu tuyên truyền, trả lời câu hỏi.",
    "office": "17 Trần Hưng Đạo, Pleiku",
    "website": "https://stp.example.gov.vn",
    "email": "stp@example.gov.vn",
    "phone": "0269.3821.596",
    "regulation": "05/QĐ-STP, 02/01/2026",
}


def approval_of() -> dict[str, Any]:
    """Return what the form of approval asks for."""
    return {
        "number": "12/QĐ-STP",
        "approved_on": timezone.localdate(),
        "signer": "Lê Văn Hà, Giám đốc",
        "file": SimpleUploadedFile("qd.png", photograph()),
    }


def approved_plan(agency: Agency, writer: User, leader: User, **fields: Any) -> ChannelPlan:
    """Return a plan for all networks, from some days ago to some months from now."""
    day = timezone.localdate()
    values = {
        "networks": Platform.values,
        "formats": "Bài ngắn, phim ngắn, trả lời câu hỏi.",
        "rhythm": "Hai bài mỗi tuần",
        "lead": "Phòng Phổ biến, giáo dục pháp luật",
        "valid_from": day - dt.timedelta(days=30),
        "valid_to": day + dt.timedelta(days=300),
        "state": PlanState.APPROVED,
        "approved_by": leader,
        "approved_on": day,
        "number": "11/PA-STP",
        "signer": "Lê Văn Hà, Giám đốc",
        "file": SimpleUploadedFile("pa.pdf", b"%PDF-1.4 %%EOF"),
    }
    return ChannelPlan.objects.create(agency=agency, written_by=writer, **values | fields)


def add_channel(
    agency: Agency, keeper: User, *, leader: User | None = None, url: str, **fields: Any
) -> Channel:
    """Return a planned channel, one in use by a plan where a leader approved it."""
    plan = ChannelPlan.objects.filter(agency=agency, state=PlanState.APPROVED).first()
    if leader and plan is None:
        plan = approved_plan(agency, keeper, leader)
    address = parse_address(url)
    approval = {
        "state": ChannelState.ACTIVE,
        "approved_by": leader,
        "approved_on": timezone.localdate(),
        "approval_number": "12/QĐ-STP",
        "signer": "Lê Văn Hà, Giám đốc",
        "plan": plan,
    }
    values = {
        "platform": address.platform,
        "kind": address.kind or "page",
        "url": address.url,
        "address_key": address.key,
        "name": "Phổ biến pháp luật",
        **CONTACT,
        **(approval if leader else {}),
    }
    return Channel.objects.create(agency=agency, registered_by=keeper, **values | fields)


def secure(channel: Channel, *people: User, note: str = "Đã xem.", contact: str = "") -> None:
    """Give the channel its admins, and confirm every point of safety today."""
    day = timezone.localdate()
    for person in people:
        ChannelAdmin.objects.create(
            channel=channel,
            user=person,
            share=ControlShare.FULL,
            contact=contact or channel.email,
            second_factor_on=day,
            since=day,
        )
    for item in SafetyItem.objects.all():
        Attestation.objects.create(
            channel=channel,
            item=item,
            confirmed_on=day,
            expires_on=day + dt.timedelta(days=item.days),
            confirmed_by=channel.registered_by,
            note=note,
            address_key=channel.address_key,
        )


def add_scan(agency: Agency, keeper: User, *, words: str) -> Scan:
    """Return this month's scan under way: one search looked at, one page found."""
    now = timezone.now()
    scan = Scan.objects.create(
        agency=agency, month=timezone.localdate(now).replace(day=1), note=words
    )
    scan.looks.create(
        link=SearchLink.objects.first(),
        name=words,
        result=LookResult.FOUND,
        looked_at=now,
        looked_by=keeper,
    )
    scan.finds.create(
        name=words,
        url=f"https://facebook.example/{agency.pk}",
        address_key=f"other:facebook.example/{agency.pk}",
        kind=FindKind.SUSPICIOUS,
        score=0.95,
        note=words,
        found_at=now,
        found_by=keeper,
    )
    return scan
