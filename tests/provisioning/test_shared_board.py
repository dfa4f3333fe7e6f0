"""Sections that a plan opens get the menu of their kind and the plan's shared editorial board."""

import pytest
from django.urls import reverse
from django.utils import timezone

from network.agencies.models import Agency, Role
from network.moderation.models import EditorialRules
from network.moderation.selectors import editorial_rules_of
from network.provisioning.models import ReorganisationPlan
from sites.models import AgencyHomePage
from tests.factories.accounts import signed_in
from tests.factories.moderation import make_member, make_office
from tests.factories.reorganisations import add_step, carry_out

pytestmark = pytest.mark.django_db


@pytest.fixture
def department():
    return make_office("STP").agency


def make_commune(code):
    name = f"Ủy ban nhân dân xã {code}"
    return Agency.objects.create(
        code=code, name=name, short_name=name, kind="ubnd_xa", slug=f"xa-{code.lower()}"
    )


def test_new_communes_share_the_board_of_the_plan(client, department):
    district = make_office("H1").agency
    communes = [make_commune("X1"), make_commune("X2")]
    desk = signed_in(client, make_member(department, Role.NETWORK_ADMIN))
    form = {
        "name": "Kết thúc cấp huyện",
        "legal_basis": "Nghị quyết 1664/NQ-UBTVQH15",
        "effective_on": timezone.localdate().strftime("%d/%m/%Y"),
        "board": "STP",
    }
    assert desk.post(reverse("reorganisation:add"), form).status_code == 302
    plan = ReorganisationPlan.objects.get()
    for commune in communes:
        add_step(plan, "chia_tach", district, commune, partial=True)
    shown = desk.get(reverse("reorganisation:plan", args=[plan.pk])).content.decode()
    assert department.name in shown
    carry_out(plan)
    assert {editorial_rules_of(each).board for each in communes} == {department}
    homes = AgencyHomePage.objects.filter(agency__in=communes)
    menus = [[page.slug for page in home.get_children()] for home in homes]
    assert len(menus) == 2
    assert menus[0] == menus[1] != []


def test_an_open_section_keeps_its_own_rules(department):
    former, heir = make_office("A").agency, make_office("B").agency
    plan = ReorganisationPlan.objects.create(
        name="Sáp nhập",
        legal_basis="Nghị quyết 1",
        effective_on=timezone.localdate(),
        created_at=timezone.now(),
        board=department,
    )
    add_step(plan, "sap_nhap", former, heir)
    carry_out(plan)
    assert not EditorialRules.objects.filter(agency=heir).exclude(board=None).exists()
