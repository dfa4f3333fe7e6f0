"""A day that no calendar has is refused in words, never turned into another one."""

import pytest
from django.urls import reverse

from network.agencies.models import Role
from network.provisioning.models import ReorganisationPlan
from tests.browser.editing import DESK, PHONE
from tests.factories.moderation import make_member, make_office
from tests.factories.reorganisations import make_plan

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def test_the_31st_of_february_does_not_become_march(seat):
    agency = make_office("SYT").agency
    screen = seat(make_member(make_office("SNV").agency, Role.NETWORK_ADMIN))
    screen.goto(f"{reverse('reorganisation:agency', args=[agency.pk])}?kind=doi_ten")
    screen.get_by_label("Tên mới").fill("Sở Sức khỏe")
    day = screen.locator("[name=effective_on]")
    day.click()
    calendar = screen.locator(".xdsoft_datetimepicker >> visible=true")
    calendar.wait_for()
    day.fill("31/02/2026")
    # Pressed elsewhere, the calendar closes.
    screen.get_by_role("heading", level=2).first.click()
    calendar.wait_for(state="hidden")
    screen.locator("[name=legal_basis]").fill("Nghị quyết 12/NQ-HĐND")
    assert day.input_value() == "31/02/2026"
    screen.get_by_role("button", name="Tiếp tục").click()
    screen.get_by_text("Hãy nhập ngày hợp lệ.").wait_for()
    assert not ReorganisationPlan.objects.exists()


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_the_calendar_of_a_single_day_leaves_the_button_free(seat, size):
    heir = make_office("SNV").agency
    plan = make_plan(("sap_nhap", make_office("SYT").agency, heir))
    screen = seat(make_member(heir, Role.NETWORK_ADMIN), size)
    screen.goto(reverse("reorganisation:show", args=[plan.pk]))
    day = screen.locator("[name=opinions_until]")
    day.click()
    calendar = screen.locator(".xdsoft_datetimepicker >> visible=true")
    calendar.wait_for()
    day.fill("31/12/2099")
    # Playwright refuses to press what something else covers.
    screen.get_by_role("button", name="Gửi các cơ quan xem").click(timeout=5000)
    screen.get_by_text("Các cơ quan xem được phần của mình").wait_for()
