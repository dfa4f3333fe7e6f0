"""How many presses, from the start page, a social page and a dispatch take."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from network.agencies.models import Role
from network.channels.models import Channel, ChannelState
from network.directives.models import Directive
from tests.browser.presses import Presses
from tests.browser.test_desk_presses import look
from tests.factories.channels import CONTACT, approved_plan
from tests.factories.files import photograph, scan_of
from tests.factories.moderation import make_member

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
PICTURE = {"name": "man-hinh.png", "mimeType": "image/png", "buffer": photograph()}
PICTURE_OF_CODE = PICTURE | {"buffer": photograph((360, 240))}
SCAN = {"name": "cv.pdf", "mimeType": "application/pdf", "buffer": scan_of("CONG VAN")}


def go(person: Presses, name: str, place: str = "main") -> None:
    """Press a link, and wait for the screen that it leads to."""
    found = person.screen.locator(place).get_by_role("link", name=name)
    person.press(found.locator("visible=true").first, leads_away=True)


def send(person: Presses, name: str) -> None:
    """Press a button of a form, and wait for the answer."""
    found = person.screen.locator("main").get_by_role("button", name=name, exact=True)
    person.press(found.first, leads_away=True)


def choose(person: Presses, file: Any) -> None:
    """Give a file to the form; its button is one press."""
    person.count += 1
    person.screen.locator("main input[type=file]").first.set_input_files(file)


def tick(person: Presses, selector: str) -> None:
    """Tick one box."""
    person.press(person.screen.locator(selector).first)


def fill(person: Presses, fields: dict[str, str]) -> None:
    for name, value in fields.items():
        person.screen.locator(f"main [name={name}]").fill(value)
    person.screen.keyboard.press("Tab")


def attest(person: Presses, points: tuple[str, ...], picture: Any) -> None:
    """Tick the points with these words, and say what was seen."""
    for item in person.screen.locator("[name=items]").all():
        label = item.locator("xpath=ancestor::label").inner_text()
        if any(words in label for words in points):
            person.press(item)
    fill(person, {"note": "Đã mở phần cài đặt của trang và thấy."})
    choose(person, picture)


def test_presses_of_a_social_page(seat, office, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    approved_plan(office.agency, office.appraiser, office.approver)
    keeper = Presses(seat(office.agency_admin))
    go(keeper, "Mạng xã hội", place=".sidebar")
    go(keeper, "Đăng ký trang")
    address = "https://www.facebook.com/pbgdpl.sotuphap"
    fill(keeper, CONTACT | {"url": address, "name": "Phổ biến pháp luật Sở"})
    for person in (office.agency_admin, office.approver):
        tick(keeper, f"[name=admins][value='{person.pk}']")
    look(keeper.screen, "register-1280")
    send(keeper, "Lưu")
    channel = Channel.objects.get()
    attest(keeper, NEEDED, PICTURE)
    look(keeper.screen, "attest-1280")
    send(keeper, "Xác nhận, gửi phê duyệt")
    go(keeper, "Xác nhận an toàn")
    attest(keeper, CODE, PICTURE_OF_CODE)
    send(keeper, "Xác nhận, gửi phê duyệt")
    channel.refresh_from_db()
    assert channel.state == ChannelState.AWAITING

    leader = Presses(seat(office.approver))
    go(leader, channel.name)
    go(leader, "Phê duyệt trang")
    fill(leader, {"number": "12/QĐ-STP", "signer": "Lê Văn Hà, Giám đốc"})
    fill(leader, {"approved_on": f"{timezone.localdate():%d/%m/%Y}"})
    choose(leader, PICTURE)
    send(leader, "Phê duyệt trang")
    channel.refresh_from_db()
    assert channel.state == ChannelState.ACTIVE
    assert (keeper.count, leader.count) == (16, 4)


# The points without which a page is not approved.
NEEDED = ("hai lớp", "khách", "bộ lọc", "từ ngữ bị chặn", "bảo đảm quyền")
CODE = ("Mã kiểm soát",)


def test_presses_of_a_dispatch_with_file_and_task(seat, office, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    overseer = Presses(seat(make_member(office.agency, Role.OVERSEER)))
    look(overseer.screen, "overseer-1280")
    go(overseer, "Công văn", place=".sidebar")
    go(overseer, "Soạn")
    today = timezone.localdate()
    words = {"number": "1510/STP-PBGDPL", "abstract": "Mở chuyên mục phổ biến pháp luật"}
    fill(overseer, words | {"issuer": "Sở Tư pháp", "issued_on": f"{today:%d/%m/%Y}"})
    choose(overseer, SCAN)
    tick(overseer, f"[name=kinds][value={office.agency.kind}]")
    look(overseer.screen, "directive-1280")
    send(overseer, "Lưu")
    go(overseer, "Thêm nhiệm vụ")
    due = today + dt.timedelta(days=20)
    fill(overseer, {"words": "Mở chuyên mục trước hạn", "due_on": f"{due:%d/%m/%Y}"})
    send(overseer, "Thêm nhiệm vụ")
    go(overseer, "Gửi")
    send(overseer, "Gửi")
    directive = Directive.objects.get()
    assert directive.sent_at and directive.file and directive.tasks.count() == 1
    assert overseer.count <= 10, overseer.count
