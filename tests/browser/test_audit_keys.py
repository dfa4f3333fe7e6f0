"""A sample audit by keys, in a real browser: one key per verdict."""

import sys
import time
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from network.agencies.models import Role
from network.oversight.audits.drawing import draw_audit, is_repeatable
from network.oversight.models import Audit, EvidenceVerdict, Standard
from tests.factories.moderation import make_member, make_office
from tests.oversight.network import look

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture
def audit(address: str) -> Audit:
    """A drawn audit of three agencies."""
    for code in ("SYT", "SNN", "SXD"):
        make_office(code)
    look()
    found = draw_audit(standard=Standard.objects.get(key="cv-1510"), now=timezone.now())
    assert found
    return found


@pytest.fixture
def screen(seat: Any, audit: Audit) -> Any:
    """The audit in the overseer's browser."""
    page = seat(make_member(make_office("STP").agency, Role.OVERSEER))
    page.goto(reverse("oversight:audit"))
    return page


def press(screen: Any, key: str) -> None:
    """Press a key that leads to another cell, and wait for its page and script."""
    with screen.expect_navigation():
        screen.keyboard.press(key)


def test_cells_are_judged_by_one_key_each(screen, audit):
    cells = list(audit.cells.order_by("place"))
    assert len(cells) > 4
    for key, place in (("ArrowRight", "2"), ("ArrowLeft", "1")):
        press(screen, key)
        expect(screen.locator("[aria-current=true]")).to_have_text(place)
    for key in ("c", "1", "c"):
        press(screen, key)
    # A reason in one's own words is written first; its letters are no keys.
    screen.keyboard.press("6")
    screen.keyboard.type("c 1 c: chưa rõ")
    with screen.expect_navigation():
        screen.get_by_role("button", name="6 Lý do khác").click()
    judged = list(audit.cells.filter(judged_at__isnull=False).order_by("place"))
    assert [cell.pk for cell in judged] == [cell.pk for cell in cells[:4]]
    assert [bool(cell.verdict_id) for cell in judged] == [False, True, False, True]
    reasons = EvidenceVerdict.objects.order_by("pk").values_list("reason", "note")
    assert list(reasons) == [("anh", ""), ("khac", "c 1 c: chưa rõ")]


@pytest.mark.drill
def test_forty_cells_are_judged_by_forty_keys(seat):
    """Also prints the seconds: the browser's and the server's together."""
    # An office alone has three green cells.
    for number in range(14):
        make_office(f"S{number}")
    look()
    audit = draw_audit(standard=Standard.objects.get(key="cv-1510"), now=timezone.now())
    assert audit and audit.cells.count() == 40
    page = seat(make_member(make_office("STP").agency, Role.OVERSEER))
    page.goto(reverse("oversight:audit"))
    began = time.monotonic()
    for place in range(40):
        press(page, "2" if place % 4 == 3 else "c")
    sys.stdout.write(f"\n40 cells by keyboard: {time.monotonic() - began:.0f} s\n")
    assert not audit.cells.filter(judged_at=None).exists()
    assert audit.cells.exclude(verdict=None).count() == EvidenceVerdict.objects.count() == 10
    assert is_repeatable(audit)
