"""The page of a plan shows by itself that the reorganisation is carried out."""

import pytest
from django.urls import reverse
from django.utils import timezone

from network.agencies.models import Role
from network.provisioning.reorganisation import execution
from tests.factories.moderation import make_member, make_office
from tests.factories.reorganisations import make_plan

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def test_the_page_says_when_the_plan_is_carried_out(seat):
    agency = make_office("SYT").agency
    admin = make_member(make_office("SNV").agency, Role.NETWORK_ADMIN)
    plan = make_plan(("giai_the", agency, None))
    execution.start(plan=plan, actor=admin, now=timezone.now())
    screen = seat(admin)
    screen.goto(reverse("reorganisation:plan", args=[plan.pk]))
    status = screen.get_by_role("status").filter(has_text="Việc này tự chạy")
    status.wait_for()
    execution.carry_on(now=timezone.now())
    screen.get_by_role("status").filter(has_text="Đã thực hiện xong").wait_for()
    screen.get_by_role("link", name="Hoàn tác").wait_for()
