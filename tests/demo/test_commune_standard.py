"""The demo shows the commune standard for its communes, and adds nothing the second time."""

import pytest
from django.utils import timezone

from network.agencies.models import AgencyKind
from network.commune_standard.models import CommuneResult, HandFigure
from network.demo.commune_standard import load
from tests.factories.people import make_agency

pytestmark = pytest.mark.django_db


def test_each_commune_has_its_results_and_a_second_start_adds_nothing():
    for number in range(3):
        agency = make_agency(f"Ủy ban nhân dân xã Mẫu {number}")
        agency.kind = AgencyKind.UBND_XA
        agency.save()
    for _start in range(2):
        load(timezone.now())
        assert (CommuneResult.objects.count(), HandFigure.objects.count()) == (3 * 14, 2 * 4)
    assert set(CommuneResult.objects.values_list("status", flat=True)) == {
        "met",
        "not_met",
        "unknown",
    }
