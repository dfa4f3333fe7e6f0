"""The hard cases of a reorganisation against a table of expected results."""

import datetime as dt
import unicodedata

import pytest
from django.utils import timezone

from network.agencies.models import Agency, Role, Succession
from network.agencies.succession import sole_successor
from network.provisioning.reorganisation import execution, services
from network.provisioning.reorganisation.names import proposals
from network.provisioning.reorganisation.planning import planned_changes
from tests.factories.moderation import make_member
from tests.factories.reorganisations import carry_out, make_plan

pytestmark = pytest.mark.django_db
DAY, YEAR_LATER = dt.date(2025, 7, 1), dt.date(2026, 7, 1)
# Kind, former and receiving agency, in part, goes on.
STEPS = (
    # One name for three bodies.
    ("hop_nhat", "STP-GL", "STP-2025", False, False),
    ("hop_nhat", "STP-BD", "STP-2025", False, False),
    # A commune from parts of two, one of which is divided between two.
    ("chia_tach", "X1", "C1", True, False),
    ("chia_tach", "X2", "C1", True, False),
    ("chia_tach", "X2", "C2", True, False),
    # A district across whose borders a commune was formed.
    ("chia_tach", "H1", "C1", True, False),
    ("chia_tach", "H2", "C1", True, False),
    ("chia_tach", "H2", "C2", True, False),
    # Absorbed; separated from a body that goes on; a function that passes; dissolved.
    ("sap_nhap", "A", "B", False, False),
    ("chia_tach", "T", "N", True, True),
    ("chuyen_chuc_nang", "F", "B", True, False),
    ("giai_the", "G", None, False, False),
    # A chain in one plan: the middle body receives and ends on the same day.
    ("sap_nhap", "CH1", "CH2", False, False),
    ("hop_nhat", "CH2", "CH3", False, False),
)
UNCHANGED = [f"UNCHANGED-{number}" for number in range(9)]
# The state, and who alone goes on with the work, after the plan and a second one a year later, by
# which B goes into Z.
EXPECTED = {
    "STP-GL": ("merged", "STP-2025"),
    "STP-BD": ("merged", "STP-2025"),
    "STP-2025": ("active", "STP-2025"),
    "X1": ("merged", None),
    "X2": ("merged", None),
    "H1": ("merged", None),
    "H2": ("merged", None),
    "C1": ("active", "C1"),
    "A": ("merged", "Z"),
    "B": ("merged", "Z"),
    "Z": ("active", "Z"),
    "T": ("active", "T"),
    "N": ("active", "N"),
    "F": ("active", "F"),
    "G": ("dissolved", None),
    "CH1": ("merged", "CH3"),
    "CH2": ("merged", "CH3"),
    "CH3": ("active", "CH3"),
    **{code: ("active", code) for code in UNCHANGED},
}


def make_agencies():
    codes = [*EXPECTED, "C2"]
    # Their kind gets no section, which would take most of the time.
    rows = [
        Agency(
            code=code, name=f"Hội đồng {code}", short_name=code, kind="hoi_dong", slug=code.lower()
        )
        for code in codes
    ]
    return {row.code: row for row in Agency.objects.bulk_create(rows)}


def test_each_agency_ends_as_the_table_says():
    agencies = make_agencies()
    Agency.objects.filter(code__startswith="STP").update(name="Sở Tư pháp tỉnh Gia Lai")
    unchanged = Agency.objects.filter(code__in=UNCHANGED).order_by("pk")
    before = list(unchanged.values())
    actor = make_member(agencies["UNCHANGED-0"], Role.NETWORK_ADMIN)
    plan = make_plan(day=DAY)
    for kind, former, heir, partial, goes_on in STEPS:
        services.add_step(
            plan=plan,
            kind=kind,
            predecessor=agencies[former],
            successor=agencies.get(heir),
            partial=partial,
            predecessor_continues=goes_on,
            keeper=agencies["Z"],
        )
    carry_out(plan, actor)
    second = make_plan(("sap_nhap", agencies["B"], agencies["Z"]), day=YEAR_LATER)
    carry_out(second, actor)
    assert {(part.state, part.error) for part in [*plan.parts.all(), *second.parts.all()]} == {
        ("done", "")
    }
    found = {}
    for agency in Agency.objects.filter(code__in=EXPECTED):
        heir = sole_successor(agency, timezone.localdate())
        found[agency.code] = (agency.status, heir and heir.code)
    assert found == EXPECTED
    active = Agency.objects.filter(name="Sở Tư pháp tỉnh Gia Lai", status="active")
    assert active.count() == 1
    assert not Succession.objects.filter(predecessor=None).exists()
    assert list(unchanged.values()) == before
    assert len(before) == 9


def test_a_former_body_without_a_section_gives_up_its_address_too():
    agencies = make_agencies()
    Agency.objects.filter(code="STP-GL").update(slug="stp")
    plan = make_plan(("hop_nhat", agencies["STP-GL"], agencies["STP-2025"]), day=DAY)
    rows = Agency.objects.filter(code__in=["STP-GL", "STP-2025"]).order_by("code")
    carry_out(plan, make_member(agencies["UNCHANGED-0"], Role.NETWORK_ADMIN))
    assert list(rows.values_list("code", "slug")) == [
        ("STP-2025", "stp"),
        ("STP-GL", "stp-truoc-2025"),
    ]
    execution.undo(plan=plan, now=timezone.now())
    execution.carry_on(now=timezone.now())
    assert list(rows.values_list("code", "slug")) == [("STP-2025", "stp-2025"), ("STP-GL", "stp")]


def test_a_name_in_another_form_of_unicode_means_the_same_body():
    name = "Ủy ban nhân dân xã Đăk Đoa"
    former = Agency.objects.create(code="F1", name=name, short_name="F1", kind="ubnd_xa", slug="f1")
    heir = Agency.objects.create(code="H9", name="Xã mới", kind="ubnd_xa", slug="h9")
    decomposed = unicodedata.normalize("NFD", "Xã Đăk Đoa")
    assert decomposed != "Xã Đăk Đoa"
    link = Succession.objects.create(
        successor=heir, predecessor_name=decomposed, kind="hop_nhat", date=DAY
    )
    assert [(each.link, each.agency) for each in proposals()] == [(link, former)]


def blocked(*steps, **agencies):
    plan = make_plan(*((kind, agencies[a], agencies.get(b)) for kind, a, b in steps))
    return {change.agency.code for change in planned_changes(plan) if change.is_blocked}


def test_contradictions_are_found_before_anything_happens():
    agencies = {code: row for code, row in make_agencies().items() if code.isalpha()}
    assert blocked(("sap_nhap", "A", "B"), ("sap_nhap", "A", "Z"), **agencies) == {"A"}
    assert blocked(("sap_nhap", "A", "B"), ("sap_nhap", "B", "A"), **agencies) == {"A", "B"}
    Agency.objects.filter(code="G").update(valid_to=dt.date(2020, 1, 1))
    agencies["G"].refresh_from_db()
    assert blocked(("sap_nhap", "G", "B"), **agencies) == {"G"}
    assert blocked(("sap_nhap", "A", "G"), **agencies) == {"G"}


def test_a_plan_that_ends_the_overseers_own_agency_says_so():
    agencies = make_agencies()
    make_member(agencies["A"], Role.OVERSEER)
    plan = make_plan(("sap_nhap", agencies["A"], agencies["B"]))
    former, heir = planned_changes(plan)
    assert (len(former.problems), len(heir.problems)) == (1, 1)
    assert not former.is_blocked


def test_a_divided_district_becomes_steps_to_the_communes_formed_from_its_units():
    rows = [
        ("KB", "Ủy ban nhân dân huyện Kbang", "ubnd_huyen"),
        ("KP", "Ủy ban nhân dân huyện Krông Pa", "ubnd_huyen"),
        ("C-KB", "Ủy ban nhân dân xã Kbang", "ubnd_xa"),
        ("C-TT", "Ủy ban nhân dân xã Tơ Tung", "ubnd_xa"),
    ]
    made = {
        code: Agency.objects.create(
            code=code, name=name, short_name=name, kind=kind, slug=code.lower()
        )
        for code, name, kind in rows
    }
    for heir, unit in (("C-KB", "Thị trấn Kbang"), ("C-KB", "Xã Lơ Ku"), ("C-TT", "Xã Tơ Tung")):
        Succession.objects.create(
            successor=made[heir],
            predecessor_name=unit,
            predecessor_area="Huyện Kbang, Tỉnh Gia Lai",
            date=DAY,
            kind="hop_nhat",
        )
    plan = make_plan(day=DAY)
    assert services.add_linked_steps(plan=plan) == 2
    assert services.add_linked_steps(plan=plan) == 0
    steps = plan.steps.values_list(
        "kind", "predecessor__code", "successor__code", "partial", "part"
    )
    assert set(steps) == {
        ("chia_tach", "KB", "C-KB", True, "Thị trấn Kbang, Xã Lơ Ku"),
        ("chia_tach", "KB", "C-TT", True, "Xã Tơ Tung"),
    }
