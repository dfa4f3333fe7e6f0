"""The demo's reports: every state is there, and twice adds nothing."""

import pytest
from django.utils import timezone

from network.agencies.models import Agency, Role
from network.demo import reporting as demo
from network.reporting.models import (
    Consolidation,
    Correction,
    Period,
    Report,
    ReportState,
    Value,
)
from network.reporting.selectors import one_year_before
from tests.factories.moderation import make_member, make_office

pytestmark = pytest.mark.django_db


def test_the_demo_has_what_is_locked_six_months_with_three_missing_and_an_open_year():
    make_member(make_office("STP").agency, Role.OVERSEER)
    Agency.objects.bulk_create(
        Agency(code=f"X{number}", name=f"Xã {number}", slug=f"x{number}", kind="ubnd_xa")
        for number in range(9)
    )
    demo.load(timezone.now())
    demo.load(timezone.now())
    assert Period.objects.count() == 4
    before, official, half, open_year = Period.objects.order_by("pk")
    assert one_year_before(half) == before
    assert set(before.reports.values_list("state", flat=True)) == {ReportState.LOCKED}
    assert set(official.reports.values_list("state", flat=True)) == {ReportState.LOCKED}
    # What was before the system is not counted as nothing.
    past = Value.objects.filter(report__period__in=(before, official))
    assert past.exists() and not past.filter(actual=0).exists()
    states = sorted(half.reports.values_list("state", flat=True))
    assert states == ["accepted"] * 5 + ["draft"] * 3 + ["returned", "submitted"]
    assert set(open_year.reports.values_list("state", flat=True)) == {ReportState.DRAFT}
    assert Correction.objects.count() == 1
    assert Consolidation.objects.exclude(sent_on=None).count() == 2
    assert half.consolidations.count() == 2
    assert not Report.objects.exclude(state="draft").filter(signed_file="").exists()
