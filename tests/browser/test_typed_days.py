"""A day that no calendar has is refused in words, never turned into another one."""

import pytest
from django.urls import reverse

from network.agencies.models import Role
from network.provisioning.models import ReorganisationPlan
from tests.factories.moderation import make_member, make_office

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
