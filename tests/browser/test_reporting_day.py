"""A six months' report from its opening to its submission, by clicks, with a filled diary."""

import datetime as dt
import re
import time
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from network.agencies.models import Role
from network.reporting.models import ReportState
from tests.factories.activities import form_of, make_activity
from tests.factories.files import scan_of
from tests.factories.moderation import make_member, make_office
from tests.factories.reports import open_period, report_of
from tests.plugin import browser_path

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
DAY = dt.timedelta(days=1)
NAME = "6 tháng đầu năm"
SCAN = {"name": "bc.pdf", "mimeType": "application/pdf", "buffer": scan_of("BAO CAO")}


@pytest.fixture(scope="module")
def built(request: pytest.FixtureRequest) -> Any:
    """An office with half a year in its diary, and the report that was opened for it."""
    if browser_path():
        request.getfixturevalue("chromium")

    def made() -> Any:
        office = make_office("SYT")
        today = timezone.localdate()
        for week in range(24):
            numbers = {"women": 20, "minority": 8, "budget": 2_000_000, "other_funds": 500_000}
            held = {"held_on": today - (1 + 7 * week) * DAY}
            make_activity(office.agency, office.author, **held, **numbers)
        aloud = {"form": form_of("loa"), "attendances": None, "quantity": 30}
        make_activity(office.agency, office.author, **aloud)
        days = {"first": today - 180 * DAY, "last": today + 20 * DAY, "actual_until": today}
        overseer = make_member(office.agency, Role.OVERSEER)
        period = open_period(overseer, **days, kind="half_year", name=NAME)
        return office, report_of(period, office.agency)

    return request.getfixturevalue("once")(made)


class Person:
    """Somebody at the start page who counts what they press and type."""

    def __init__(self, screen: Any) -> None:
        self.screen, self.pressed, self.typed = screen, 0, 0
        screen.goto("/admin/")

    def press(self, name: str, role: str = "link") -> None:
        """Press the first thing of that name, and wait for the page that it leads to."""
        found = self.screen.locator("main").get_by_role(role, name=re.compile(name))
        with self.screen.expect_navigation():
            found.locator("visible=true").first.click()
        self.pressed += 1

    def type(self, place: Any, words: str) -> None:
        """Type into a field."""
        place.fill(words)
        self.typed += 1


def test_a_clerk_and_a_leader_hand_the_report_in(built, seat):
    office, report = built
    began = time.monotonic()
    clerk = Person(seat(office.author))
    clerk.press(NAME)
    expect(clerk.screen.locator("#ct-2\\.1")).to_contain_text("24")
    expect(clerk.screen.locator("#ct-2\\.2")).to_contain_text("960")
    by_hand = clerk.screen.locator(".is-missing input")
    asked = report.values.filter(is_counted=False, actual=None).count()
    assert by_hand.count() == asked
    for place in range(asked):
        clerk.type(by_hand.nth(place), str(40 - place))
    outlook = clerk.screen.get_by_label(re.compile("Phương hướng"))
    clerk.type(outlook, "Tập trung vào phụ nữ và đồng bào dân tộc thiểu số.")
    clerk.press("^Lưu$", "button")
    expect(clerk.screen.locator(".is-missing")).to_have_count(0)
    with clerk.screen.expect_download() as letter:
        clerk.screen.get_by_role("link", name="DOCX", exact=True).click()
    clerk.pressed += 1
    assert letter.value.suggested_filename.endswith(".docx")
    leader = Person(seat(office.approver))
    leader.press(NAME)
    leader.press("Nộp báo cáo đã ký")
    leader.type(leader.screen.get_by_label("Số, ký hiệu"), "45/BC-SYT")
    leader.type(leader.screen.get_by_label("Ngày ký"), f"{timezone.localdate():%d/%m/%Y}")
    # Its calendar closes when the field is left.
    leader.screen.keyboard.press("Tab")
    leader.screen.get_by_label("Bản quét").set_input_files(SCAN)
    leader.press("Nộp báo cáo đã ký", "button")
    report.refresh_from_db()
    assert report.state == ReportState.SUBMITTED
    minutes = (time.monotonic() - began) / 60
    presses, typed = clerk.pressed + leader.pressed, clerk.typed + leader.typed
    print(f"{presses} clicks, {typed} fields, {minutes:.1f} minutes by machine")  # noqa: T201
    assert (clerk.pressed, leader.pressed, leader.typed) == (3, 3, 2)
    assert clerk.typed == asked + 1 <= 8


def test_the_buttons_of_the_board_leave_the_title_its_line_and_stay_on_the_screen(built, seat):
    office, _report = built
    screen = seat(office.agency.memberships.get(role=Role.OVERSEER).user)
    buttons = screen.locator("#w-slim-header-buttons a")
    for width, lines in ((1280, 1), (1100, 1), (360, 2)):
        screen.set_viewport_size({"width": width, "height": 800})
        # Asked for at this width: the menu takes its time to fold.
        screen.goto("/admin/bao-cao/")
        assert buttons.count() == 4
        title = screen.locator(".w-breadcrumbs li:visible a").bounding_box()
        assert title["height"] < (lines + 1) * 24, width
        for place in range(4):
            box = buttons.nth(place).bounding_box()
            assert 0 <= box["x"] <= width - box["width"], (width, place)
