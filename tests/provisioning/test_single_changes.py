"""A new name, a merger or the end of one agency, with the screens of a reorganisation."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from network.agencies.models import Agency, Role
from network.provisioning.models import ReorganisationPlan
from network.provisioning.reorganisation import execution
from tests.factories.accounts import run_jobs, signed_in
from tests.factories.moderation import make_member, make_office
from tests.factories.reorganisations import add_step, carry_out, make_plan

pytestmark = pytest.mark.django_db
TODAY = {"effective_on": timezone.localdate().strftime("%d/%m/%Y")}
BASIS = {"legal_basis": "Nghị quyết 12/NQ-HĐND"}


@pytest.fixture
def office():
    return make_office("STTTT").agency


@pytest.fixture
def desk(client, office):
    return signed_in(client, make_member(make_office("SKHCN").agency, Role.NETWORK_ADMIN))


def address(name, *keys):
    return reverse(f"reorganisation:{name}", args=keys)


def test_the_list_of_agencies_leads_to_the_change_of_one(desk, office):
    listed = desk.get(reverse("agencies_agency_modeladmin_index")).content.decode()
    assert address("agency", office.pk) in listed
    choice = desk.get(address("agency", office.pk)).content.decode()
    assert all(f"?kind={kind}" in choice for kind in ("doi_ten", "sap_nhap", "giai_the"))
    assert "?kind=chia_tach" not in choice


@pytest.mark.parametrize(
    ("kind", "asked", "words", "status"),
    [
        ("doi_ten", {"new_name", "new_short_name"}, {"new_name": "Sở Số hóa"}, "active"),
        ("sap_nhap", {"successor"}, {"successor": "skhcn"}, "merged"),
        ("giai_the", {"keeper"}, {"keeper": "SKHCN"}, "dissolved"),
    ],
)
def test_one_agency_changes_after_the_dry_run(desk, office, kind, asked, words, status):
    screen = address("agency", office.pk)
    fields = set(desk.get(screen, {"kind": kind}).context["form"].fields)
    assert fields == {"kind", "effective_on", "legal_basis", *asked}
    answer = desk.post(screen, {"kind": kind, **TODAY, **BASIS, **words})
    plan = ReorganisationPlan.objects.get()
    assert answer.url == address("plan", plan.pk)
    assert Agency.objects.get(pk=office.pk).status == "active"
    assert office.name in desk.get(address("start", plan.pk)).content.decode()
    begun = desk.post(address("start", plan.pk), follow=True)
    assert "tự chạy" in begun.content.decode()
    # The state alone says so, since a message would stay when all is done.
    assert not list(begun.context["messages"])
    run_jobs()
    office.refresh_from_db()
    plan.refresh_from_db()
    assert (plan.state, office.status) == ("done", status)


@pytest.mark.parametrize(
    "words",
    [
        {"kind": "doi_ten"},
        {"kind": "sap_nhap"},
        {"kind": "sap_nhap", "successor": "STTTT"},
        {"kind": "sap_nhap", "successor": "Không có"},
        {"kind": "chia_tach", "successor": "SKHCN"},
    ],
)
def test_a_change_that_cannot_be_makes_no_plan(desk, office, words):
    answer = desk.post(address("agency", office.pk), {**TODAY, **BASIS, **words})
    assert answer.status_code == 200
    assert not ReorganisationPlan.objects.exists()


def test_another_attempt_replaces_the_own_untouched_one(desk, office):
    into = {"kind": "sap_nhap", **TODAY, **BASIS}
    other = make_office("SYT").agency
    for heir in ("SKHCN", "SYT"):
        desk.post(address("agency", office.pk), into | {"successor": heir})
    plan = ReorganisationPlan.objects.get()
    assert plan.steps.get().successor == other
    # What somebody has gone on with, or wanted otherwise, stays.
    ReorganisationPlan.objects.update(name="Sáp nhập hai sở")
    desk.post(address("agency", office.pk), into | {"successor": "SYT"})
    desk.post(address("agency", office.pk), {"kind": "giai_the", "keeper": "SYT", **TODAY, **BASIS})
    assert ReorganisationPlan.objects.count() == 3


def test_an_ended_agency_has_no_such_screen(desk, office):
    Agency.objects.filter(pk=office.pk).update(valid_to=timezone.localdate())
    assert desk.get(address("agency", office.pk)).status_code == 404


@pytest.mark.parametrize(
    ("kind", "without"),
    [
        ("doi_ten", {"partial", "part", "predecessor_continues"}),
        ("giai_the", {"successor", "new_name", "partial", "part", "predecessor_continues"}),
        ("sap_nhap", {"new_name", "new_short_name", "predecessor_continues"}),
        ("chuyen_chuc_nang", {"new_name", "partial", "predecessor_continues"}),
    ],
)
def test_a_step_asks_only_for_what_its_kind_needs(desk, kind, without):
    screen = address("add_step", make_plan().pk)
    assert f"?kind={kind}" in desk.get(screen).content.decode()
    assert not without & set(desk.get(screen, {"kind": kind}).context["form"].fields)


def test_a_plan_in_preparation_is_edited_and_deleted(desk, office):
    plan = make_plan(("giai_the", office, None))
    later = timezone.localdate() + dt.timedelta(days=9)
    form = {"name": "Sắp xếp mới", **BASIS, "effective_on": later.strftime("%d/%m/%Y")}
    assert desk.post(address("edit", plan.pk), form).status_code == 302
    shown = desk.get(address("plan", plan.pk)).content.decode()
    # What cannot be done yet is no button.
    assert address("start", plan.pk) not in shown
    assert later.strftime("%d/%m/%Y") in shown
    assert desk.post(address("delete", plan.pk)).status_code == 302
    assert not ReorganisationPlan.objects.exists()


def test_a_plan_that_agencies_have_seen_is_neither_edited_nor_deleted(desk, office):
    plan = make_plan(("giai_the", office, None))
    ReorganisationPlan.objects.update(state="announced")
    form = {"name": "Sắp xếp mới", **BASIS, **TODAY}
    assert desk.post(address("edit", plan.pk), form).status_code == 200
    assert desk.post(address("delete", plan.pk)).status_code == 200
    plan.refresh_from_db()
    assert plan.name == "Sắp xếp 2026"


def test_a_large_plan_has_pages_and_a_search(desk, office, monkeypatch):
    monkeypatch.setattr("network.provisioning.reorganisation.views._ROWS_ON_PAGE", 2)
    others = [make_office(f"S{number}").agency for number in range(3)]
    plan = make_plan(*(("sap_nhap", other, office) for other in others))
    pages = [desk.get(address("plan", plan.pk), {"p": page}).context["rows"] for page in (1, 2)]
    assert [len(rows) for rows in pages] == [2, 2]
    found = desk.get(address("plan", plan.pk), {"q": "s1"}).context["rows"]
    assert [change.agency for change, *_rest in found] == [others[1]]
    first = desk.get(address("plan", plan.pk)).context["rows"][0]
    assert first[0].ends


def test_a_browser_asks_again_for_a_former_address_so_that_an_undone_name_heals(desk, office):
    former = f"/{office.slug}/"
    plan = make_plan()
    add_step(plan, "doi_ten", office, None, new_name="Sở Số hóa")
    carry_out(plan)
    moved = desk.get(former)
    assert (moved.status_code, moved["Cache-Control"]) == (301, "no-cache")
    assert moved.url == "/so-so-hoa/"
    plan.refresh_from_db()
    execution.undo(plan=plan, now=timezone.now())
    execution.carry_on(now=timezone.now())
    assert desk.get(former).status_code == 200
