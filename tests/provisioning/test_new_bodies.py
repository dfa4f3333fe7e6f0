"""Agencies are consolidated into one that the network does not have yet."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from network.agencies.models import Agency, AgencyStatus, AuditEntry, Role, Succession
from network.provisioning.reorganisation import execution
from network.provisioning.reorganisation.steps_file import add_steps_from_file
from tests.factories.accounts import signed_in
from tests.factories.moderation import make_member, make_office
from tests.factories.reorganisations import carry_out, make_plan

pytestmark = pytest.mark.django_db
NEW = "Xã Ia Mới"


@pytest.fixture
def communes():
    return [make_office(code).agency for code in ("IAA", "IAB")]


@pytest.fixture
def plan():
    return make_plan()


@pytest.fixture
def desk(client):
    return signed_in(client, make_member(make_office("SKHCN").agency, Role.NETWORK_ADMIN))


def consolidate(desk, plan, former, **fields):
    step = {"kind": "hop_nhat", "predecessor": former.code, "new_name": NEW, **fields}
    return desk.post(reverse("reorganisation:add_step", args=[plan.pk]), step)


def test_two_communes_become_a_new_one(desk, plan, communes):
    for former in communes:
        assert consolidate(desk, plan, former).status_code == 302
    new = Agency.objects.get(name=NEW)
    assert (new.kind, new.slug, new.valid_from) == ("so", "xa-ia-moi", plan.effective_on)
    assert {step.successor for step in plan.steps.all()} == {new}
    carry_out(plan)
    former = Agency.objects.filter(pk__in=[each.pk for each in communes])
    assert {each.status for each in former} == {AgencyStatus.MERGED}
    assert Succession.objects.filter(successor=new).count() == 2
    new.refresh_from_db()
    assert (new.name, new.home_page.title) == (NEW, NEW)


def test_the_form_says_that_a_new_agency_may_be_named(desk, plan, communes):
    address = reverse("reorganisation:add_step", args=[plan.pk])
    assert "Hoặc tên cơ quan mới" in desk.get(f"{address}?kind=hop_nhat").content.decode()
    assert "Hoặc tên cơ quan mới" not in desk.get(f"{address}?kind=sap_nhap").content.decode()


def test_a_file_names_a_new_agency_in_each_line(plan, communes):
    rows = [f"hợp nhất,{former.code},{NEW}" for former in communes]
    file = "\n".join(["Hình thức,Mã cơ quan cũ,Tên mới", *rows])
    assert add_steps_from_file(plan=plan, data=file.encode()) == 2
    assert Agency.objects.filter(name=NEW).count() == 1


def test_another_agency_of_this_short_name_keeps_its_address_and_outlives_it(desk, plan, communes):
    day = plan.effective_on
    other = Agency.objects.create(
        code="CU", name="Cũ", short_name=NEW, kind="so", slug="xa-ia-moi", valid_from=day
    )
    consolidate(desk, plan, communes[0])
    step = plan.steps.get()
    assert step.successor != other
    assert step.successor.slug == f"xa-ia-moi-{timezone.localdate().year}"
    desk.post(reverse("reorganisation:remove_step", args=[plan.pk, step.pk]))
    assert [*Agency.objects.filter(short_name=NEW)] == [other]


def test_an_agency_that_no_step_names_any_more_is_gone(desk, plan, communes):
    for former in communes:
        consolidate(desk, plan, former)
    first, second = plan.steps.all()
    for step, left in ((first, 1), (second, 0)):
        desk.post(reverse("reorganisation:remove_step", args=[plan.pk, step.pk]))
        assert Agency.objects.filter(name=NEW).count() == left
    consolidate(desk, plan, communes[0])
    desk.post(reverse("reorganisation:delete", args=[plan.pk]))
    assert not Agency.objects.filter(name=NEW).exists()


def test_a_name_without_letters_is_refused_and_adds_nothing(desk, plan, communes):
    before = Agency.objects.count()
    answer = consolidate(desk, plan, communes[0], new_name="—")
    assert (answer.status_code, Agency.objects.count()) == (200, before)
    assert not plan.steps.exists()


def test_the_name_of_an_agency_that_goes_on_is_refused_before_anything_is_saved(
    desk, plan, communes
):
    other = make_office("SYT").agency
    before = Agency.objects.count()
    answer = consolidate(desk, plan, communes[0], new_name=other.name.upper())
    assert (answer.status_code, Agency.objects.count()) == (200, before)
    assert f"{other.name} (SYT) đã có tên này" in answer.content.decode()
    assert not plan.steps.exists()


def test_the_name_of_an_agency_that_the_plan_ends_is_free(desk, plan, communes):
    first, second = communes
    for former in (first, second):
        assert consolidate(desk, plan, former, new_name=first.name).status_code == 302
    new = Agency.objects.exclude(pk=first.pk).get(name=first.name)
    assert {step.successor for step in plan.steps.all()} == {new}


def rename(desk, plan, step, name):
    form = {"new_name": name, "new_short_name": ""}
    return desk.post(reverse("reorganisation:new_name", args=[plan.pk, step.pk]), form)


def test_a_mistyped_name_of_a_new_agency_is_corrected_in_all_steps(desk, plan, communes):
    for former in communes:
        consolidate(desk, plan, former, new_name="Xã Ia Mooi")
    step = plan.steps.first()
    shown = desk.get(reverse("reorganisation:plan", args=[plan.pk])).content.decode()
    assert reverse("reorganisation:new_name", args=[plan.pk, step.pk]) in shown
    assert rename(desk, plan, step, NEW).status_code == 302
    new = Agency.objects.get(name=NEW)
    assert (new.code, new.slug, new.short_name) == ("XA-IA-MOI", "xa-ia-moi", NEW)
    assert [(row.new_name, row.successor) for row in plan.steps.all()] == [(NEW, new)] * 2
    assert AuditEntry.objects.filter(action="agency_reorg_body_named").count() == 1
    carry_out(plan)
    assert rename(desk, plan, step, "Xã Khác").status_code == 200
    assert not Agency.objects.filter(name="Xã Khác").exists()


def test_a_wrong_correction_of_a_name_changes_nothing(desk, plan, communes):
    other, name = make_office("SYT").agency, "Xã Kia"
    consolidate(desk, plan, communes[0])
    consolidate(desk, plan, communes[1], new_name=name)
    step = plan.steps.first()
    for wrong in (other.name.upper(), name, "—"):
        assert rename(desk, plan, step, wrong).status_code == 200
    assert Agency.objects.get(name=NEW) == plan.steps.first().successor
    assert rename(desk, make_plan(), step, "Xã Khác").status_code == 404


def test_the_new_name_of_a_renamed_agency_is_corrected(desk, plan, communes):
    make = reverse("reorganisation:add_step", args=[plan.pk])
    desk.post(make, {"kind": "doi_ten", "predecessor": communes[0].code, "new_name": "Xã A1"})
    step = plan.steps.get()
    assert rename(desk, plan, step, "Xã A2").status_code == 302
    step.refresh_from_db()
    assert (step.new_name, step.successor) == ("Xã A2", None)


def test_who_added_and_deleted_the_new_agency_is_in_the_journal(desk, plan, communes):
    for former in communes:
        consolidate(desk, plan, former)
    desk.post(reverse("reorganisation:delete", args=[plan.pk]))
    entries = AuditEntry.objects.filter(subject=f"{NEW} (XA-IA-MOI)").order_by("pk")
    assert [entry.action for entry in entries] == [
        "agency_reorg_founded",
        "agency_reorg_discarded",
    ]
    assert {entry.actor_name for entry in entries} != {""}
    assert {entry.detail["basis"] for entry in entries} == {plan.legal_basis}
    shown = desk.get(reverse("agencies_audit:index")).content.decode()
    assert "Thêm cơ quan theo đợt sắp xếp" in shown


def move(desk, plan, day):
    form = {"legal_basis": plan.legal_basis, "effective_on": day.strftime("%d/%m/%Y")}
    assert desk.post(reverse("reorganisation:edit", args=[plan.pk]), form).status_code == 302


def test_a_new_agency_begins_on_the_day_to_which_its_plan_was_moved(desk, plan, communes):
    today = timezone.localdate()
    for former in communes:
        consolidate(desk, plan, former)
    for day in (today + dt.timedelta(days=400), today - dt.timedelta(days=3)):
        move(desk, plan, day)
        assert Agency.objects.get(name=NEW).valid_from == day
    plan.refresh_from_db()
    carry_out(plan)
    former = Agency.objects.filter(pk__in=[each.pk for each in communes])
    assert {each.valid_to for each in former} == {day - dt.timedelta(days=1)}
    execution.undo(plan=plan, now=timezone.now())
    execution.carry_on(now=timezone.now())
    plan.refresh_from_db()
    new = Agency.objects.get(name=NEW)
    assert (plan.state, new.valid_from, new.valid_to) == ("undone", day, None)
    assert {each.valid_to for each in former.all()} == {None}


def test_only_the_dated_address_that_the_plan_has_given_follows_its_day(desk, plan, communes):
    day = plan.effective_on
    later = day.replace(year=day.year + 1, day=1)
    for short, slug in (("Xã Ia Mới", "xa-ia-moi"), (f"Hội đồng {day.year}", "")):
        if slug:
            Agency.objects.create(code="CU", name="Cũ", short_name="Cũ", kind="so", slug=slug)
        consolidate(desk, plan, communes[0], new_name=f"{short} tỉnh", new_short_name=short)
    move(desk, plan, later)
    slugs = set(plan.steps.values_list("successor__slug", flat=True))
    assert slugs == {f"xa-ia-moi-{later.year}", f"hoi-dong-{day.year}"}


def test_what_a_person_has_changed_of_a_new_agency_stays_when_its_plan_moves(desk, plan, communes):
    own = plan.effective_on - dt.timedelta(days=7)
    consolidate(desk, plan, communes[0])
    Agency.objects.filter(name=NEW).update(valid_from=own)
    move(desk, plan, plan.effective_on + dt.timedelta(days=9))
    assert Agency.objects.get(name=NEW).valid_from == own
