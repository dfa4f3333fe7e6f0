"""A verdict on evidence in a real browser, on a phone and at a desk: rejected by the overseer,
answered by the agency, decided finally, and its history."""

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from network.agencies.models import Role
from network.oversight.models import EvidenceVerdict, Finding, Requirement, Status
from tests.factories.moderation import make_member, make_office
from tests.oversight.network import look, make_outreach

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def open_at(screen: Any, address: str) -> None:
    """Open a screen, and see that nothing of it is cut off at the side."""
    screen.goto(address)
    assert screen.evaluate("document.documentElement.scrollWidth <= innerWidth"), address


def press(screen: Any, name: str) -> None:
    """Press the button of this name, and wait for the next page."""
    with screen.expect_navigation():
        screen.get_by_role("button", name=name, exact=True).click()


@pytest.mark.parametrize("width", [360, 1280])
def test_rejected_answered_and_decided(seat: Any, width: int) -> None:
    office = make_office("SYT")
    make_outreach(office.agency, note="x x x x x")
    look()
    requirement = Requirement.objects.get(key="R9")
    overseer = seat(make_member(make_office("STP").agency, Role.OVERSEER))
    author = seat(office.author)
    for screen in (overseer, author):
        screen.set_viewport_size({"width": width, "height": 800})
    cell = reverse("oversight:evidence", args=[office.agency.pk, requirement.pk])
    about = {"agency": office.agency, "requirement": requirement, "until": None}

    open_at(author, cell)
    expect(author.get_by_role("button", name="Không chấp nhận cả ô")).to_have_count(0)
    open_at(overseer, cell)
    overseer.get_by_label("Chọn để không chấp nhận:").check()
    overseer.get_by_label("Chỉ là ký tự, không có nội dung").check()
    press(overseer, "Không chấp nhận minh chứng đã chọn")
    assert Finding.objects.get(**about).status == Status.NOT_MET

    [pk] = EvidenceVerdict.objects.values_list("pk", flat=True)
    verdict = reverse("oversight:verdict", args=[pk])
    open_at(author, verdict)
    with author.expect_navigation():
        author.get_by_role("link", name="Trả lời", exact=True).click()
    author.get_by_label("Câu trả lời").fill("Chúng tôi gửi lại lịch phát thanh.")
    press(author, "Gửi Sở Tư pháp")

    open_at(overseer, reverse("oversight:decide_verdict", args=[pk]))
    overseer.get_by_label("Chấp nhận minh chứng", exact=True).check()
    press(overseer, "Kết luận")
    assert Finding.objects.get(**about).status == Status.MET
    open_at(author, verdict)
    for words in ("Chưa chấp nhận minh chứng", "Trả lời ý kiến", "Diễn biến theo tháng"):
        expect(author.locator("main")).to_contain_text(words)
