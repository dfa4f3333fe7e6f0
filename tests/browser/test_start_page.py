"""The start page of each role in a browser: how long it is, and how near the editor."""

import io
import itertools
import os
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from network.accounts.models import User
from network.agencies.models import AgencyKind, Membership, Role
from network.demo.load.loader import analyze
from tests.browser.editing import DESK, PHONE
from tests.browser.public_pages import ACCUSED, AXE
from tests.factories.moderation import hand_in, make_draft
from tests.plugin import browser_path

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
ACCOUNTS = {
    "author": "syt_tacgia",
    "appraiser": "syt_thamdinh",
    "approver": "syt_pheduyet",
    "agency_admin": "syt_quantri",
    "network_admin": "mangluoi_quantri",
    "overseer": "mangluoi_giamsat",
    "report_viewer": "baocao_xem",
}
# How many screens the page may take: 1.5 at a desk, 3 on a phone.
SIZES = {"desk": ({"width": 1280, "height": 800}, 1.5), "phone": (PHONE, 3.0)}
BOTTOM = "() => document.querySelector('.start').getBoundingClientRect().bottom + scrollY"


@pytest.fixture(scope="module")
def demo(request: pytest.FixtureRequest) -> None:
    """The demo, loaded once for all roles."""
    if browser_path():
        request.getfixturevalue("chromium")

    def load() -> None:
        call_command("load_demo", stdout=io.StringIO(), stderr=io.StringIO())
        analyze()

    request.getfixturevalue("once")(load)


def commune_officer() -> User:
    """Return an author of a commune of the demo."""
    kinds = (AgencyKind.UBND_XA, AgencyKind.UBND_PHUONG)
    serving = Membership.objects.filter(agency__kind__in=kinds, role=Role.AUTHOR)
    return serving.order_by("pk").first().user


def measured(screen: Any, size: dict[str, int], picture: str) -> tuple[float, list[str], bool]:
    """Return the length of the start page in screens, what axe accuses, and whether it is too
    wide."""
    screen.goto("/admin/", wait_until="load")
    screen.locator(".start").wait_for()
    screens = screen.evaluate(BOTTOM) / size["height"]
    if folder := os.environ.get("START_PICTURES"):
        screen.screenshot(path=Path(folder) / f"{picture}.png")
    screen.evaluate(AXE)
    is_wide = screen.evaluate("() => document.documentElement.scrollWidth > innerWidth")
    return screens, screen.evaluate(ACCUSED, {"runOnly": ["wcag2a", "wcag2aa"]}), is_wide


@pytest.mark.drill
def test_the_start_page_of_every_role_of_the_demo_is_short_and_accessible(demo, seat):
    people = {role: User.objects.get(username=name) for role, name in ACCOUNTS.items()}
    people["commune"] = commune_officer()
    for role, person in people.items():
        for name, (size, most) in SIZES.items():
            screens, accused, is_wide = measured(seat(person, size), size, f"{role}-{name}")
            assert screens <= most, (role, name, screens)
            assert (accused, is_wide) == ([], False), (role, name)


def test_one_press_opens_the_editor_at_the_place_last_used(seat, office):
    used = office.home.get_children().get(slug="tin-tuc")
    make_draft(office)
    for width in (1280, 360):
        screen = seat(office.author, {"width": width, "height": 740})
        screen.goto("/admin/")
        with screen.expect_navigation():
            screen.get_by_role("link", name="Viết bài mới").click()
        assert f"/agency_sites/articlepage/{used.pk}/" in screen.url
        screen.locator("#id_title").wait_for()
        screen.goto("/admin/")
        # Another place takes two presses.
        screen.locator(".start-write summary").click()
        with screen.expect_navigation():
            screen.get_by_role("link", name="Hỏi đáp pháp luật").click()
        screen.locator("#id_title").wait_for()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["1280", "360"])
def test_the_parts_of_a_submitted_text_do_not_cover_each_other(seat, office, size):
    hand_in(make_draft(office), office.author)
    screen = seat(office.author, size)
    screen.goto("/admin/")
    row = screen.locator("#start-submitted .start-texts li").first
    boxes = [part.bounding_box() for part in row.locator(":scope > *").all()]
    assert len(boxes) == 4
    assert not any(covers(one, other) for one, other in itertools.combinations(boxes, 2))


def covers(one, other):
    """Return whether two boxes share more than a line's edge."""
    return all(
        min(one[at] + one[long], other[at] + other[long]) - max(one[at], other[at]) > 1
        for at, long in (("x", "width"), ("y", "height"))
    )
