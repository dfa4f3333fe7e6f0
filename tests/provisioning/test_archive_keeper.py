"""Who answers for the pages of an agency that was closed: proposed, shown, and able to correct."""

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from network.agencies.models import Agency, AuditEntry, Role, Succession
from network.provisioning.models import ReorganisationPlan
from network.provisioning.reorganisation import execution
from network.provisioning.reorganisation.keeping import name_keeper
from tests.factories.accounts import run_jobs, signed_in
from tests.factories.moderation import end, make_draft, make_member, make_office, publish
from tests.factories.reorganisations import add_step, carry_out, make_plan

pytestmark = pytest.mark.django_db
TODAY = {"effective_on": timezone.localdate().strftime("%d/%m/%Y")}
BASIS = {"legal_basis": "Nghị quyết 12/NQ-HĐND"}
UNKEPT = f"{reverse('agencies_agency_modeladmin_index')}?wants=keeper"


@pytest.fixture
def closed():
    office = make_office("STTTT")
    Agency.objects.filter(pk=office.agency.pk).update(
        phone="0269 3000 111", email="cu@example.vn", responsible_person="Đinh Quốc Đạt"
    )
    office.agency.refresh_from_db()
    return office


@pytest.fixture
def keeper():
    office = make_office("STP")
    Agency.objects.filter(pk=office.agency.pk).update(phone="0269 3000 222")
    make_member(office.agency, Role.OVERSEER)
    return office


@pytest.fixture
def plan(closed, keeper):
    plan = make_plan()
    add_step(plan, "giai_the", closed.agency, None, keeper=keeper.agency)
    return plan


def may_edit(client, person, page):
    answer = signed_in(client, person).get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    return answer.status_code == 200


def test_closing_asks_who_keeps_the_archive_and_proposes_the_overseeing_agency(
    client, closed, keeper
):
    desk = signed_in(client, make_member(None, Role.NETWORK_ADMIN))
    screen = reverse("reorganisation:agency", args=[closed.agency.pk])
    form = {"kind": "giai_the", **TODAY, **BASIS}
    asked = desk.get(screen, {"kind": "giai_the"}).context["form"]
    assert asked["keeper"].value() == "Sở STP (STP)"
    for wrong in ("", "STTTT", "Không có"):
        assert desk.post(screen, form | {"keeper": wrong}).status_code == 200
    assert not ReorganisationPlan.objects.exists()
    desk.post(screen, form | {"keeper": asked["keeper"].value()})
    plan = ReorganisationPlan.objects.get()
    shown = desk.get(reverse("reorganisation:plan", args=[plan.pk])).content.decode()
    assert "Sở STP phụ trách phần lưu trữ" in shown


def test_citizens_read_who_keeps_the_archive_and_not_whom_nobody_reaches(client, closed, plan):
    article = publish(make_draft(closed), closed)
    carry_out(plan)
    for address in (closed.home.url, article.url):
        page = client.get(address).content.decode()
        assert "Sở STP" in page
        assert "0269 3000 222" in page
        for dead in ("0269 3000 111", "cu@example.vn", "Đinh Quốc Đạt"):
            assert dead not in page
        assert f"co-quan={closed.agency.slug}" not in page


def test_following_a_closed_agency_leads_to_the_keeper(client, closed, keeper, plan):
    follow = reverse("following:ask")
    before = client.get(follow, {"co-quan": closed.agency.slug}).context["form"]
    assert before.ticked["agencies"] == {closed.agency.slug}
    carry_out(plan)
    after = client.get(follow, {"co-quan": closed.agency.slug}).context["form"]
    assert after.ticked["agencies"] == {keeper.agency.slug}
    listed = {each.slug for group in after.agency_groups for each in group.things}
    assert listed == {keeper.agency.slug}


def test_the_keeper_corrects_the_archive_until_the_end_is_undone(client, closed, keeper, plan):
    page = publish(make_draft(closed), closed)
    other = make_office("SYT")
    assert not may_edit(client, keeper.author, page)
    carry_out(plan)
    run_jobs()
    assert may_edit(client, keeper.author, page)
    assert not may_edit(client, other.author, page)
    assert not may_edit(client, closed.author, page)
    told = {to for letter in mail.outbox for to in letter.to}
    assert keeper.approver.email in told
    execution.undo(plan=plan, now=timezone.now())
    execution.carry_on(now=timezone.now())
    assert not may_edit(client, keeper.author, page)
    assert may_edit(client, closed.author, page)
    closed.agency.refresh_from_db()
    assert closed.agency.archive_keeper is None


def test_the_archive_passes_on_when_its_keeper_is_merged(client, closed, keeper, plan):
    page = publish(make_draft(closed), closed)
    carry_out(plan)
    heir = make_office("SNV")
    carry_out(make_plan(("sap_nhap", keeper.agency, heir.agency)))
    assert may_edit(client, heir.author, page)
    assert not may_edit(client, keeper.author, page)


def test_without_an_agency_that_goes_on_nothing_is_closed(client, closed, keeper, plan):
    add_step(plan, "sap_nhap", keeper.agency, make_office("SNV").agency)
    desk = signed_in(client, make_member(None, Role.NETWORK_ADMIN))
    shown = desk.get(reverse("reorganisation:plan", args=[plan.pk])).content.decode()
    assert "Không còn ai phụ trách phần lưu trữ" in shown
    desk.post(reverse("reorganisation:start", args=[plan.pk]))
    plan.refresh_from_db()
    assert plan.state == "prepared"


def keeper_screen(agency):
    return reverse("reorganisation:keeper", args=[agency.pk])


def edit_screen(agency):
    return reverse("agencies_agency_modeladmin_edit", args=[agency.pk])


@pytest.fixture
def desk(client, keeper):
    return signed_in(client, make_member(keeper.agency, Role.NETWORK_ADMIN))


def unkept(desk):
    return {agency.code for agency in desk.get(UNKEPT).context["object_list"]}


def test_an_agency_closed_earlier_gets_a_keeper(client, desk, closed, keeper):
    page = publish(make_draft(closed), closed)
    end(closed)
    assert keeper.agency.name not in client.get(closed.home.url).content.decode()
    assert f'href="{UNKEPT}"' in desk.get(reverse("wagtailadmin_home")).content.decode()
    assert keeper_screen(closed.agency) in desk.get(UNKEPT).content.decode()
    assert keeper_screen(closed.agency) in desk.get(edit_screen(closed.agency)).content.decode()
    assert unkept(desk) == {"STTTT"}
    asked = desk.get(keeper_screen(closed.agency)).context["form"]
    assert asked["keeper"].value() == "Sở STP (STP)"
    answer = desk.post(keeper_screen(closed.agency), {"keeper": asked["keeper"].value()})
    assert (answer.status_code, unkept(desk)) == (302, set())
    assert "Sở STP phụ trách phần lưu trữ" in desk.get(edit_screen(closed.agency)).content.decode()
    entry = AuditEntry.objects.get(action="archive_keeper_named")
    assert (entry.agency, entry.subject) == (closed.agency, "Sở STP (STP)")
    foot = client.get(closed.home.url).content.decode()
    assert "0269 3000 222" in foot
    assert may_edit(client, keeper.author, page)


def test_another_keeper_takes_the_place_of_the_first(client, desk, closed, keeper):
    page = publish(make_draft(closed), closed)
    end(closed)
    other = make_office("SYT")
    for code in ("STP", "SYT"):
        assert desk.post(keeper_screen(closed.agency), {"keeper": code}).status_code == 302
    assert may_edit(client, other.author, page)
    assert not may_edit(client, keeper.author, page)


@pytest.mark.parametrize("words", ["", "STTTT", "CU", "Không có"])
def test_only_an_agency_that_goes_on_becomes_keeper(desk, closed, words):
    end(make_office("CU"))
    end(closed)
    assert desk.post(keeper_screen(closed.agency), {"keeper": words}).status_code == 200
    closed.agency.refresh_from_db()
    assert closed.agency.archive_keeper is None


def test_an_agency_that_exists_or_has_a_successor_needs_no_keeper(desk, closed, keeper):
    assert desk.get(keeper_screen(closed.agency)).status_code == 404
    assert unkept(desk) == set()
    end(closed, keeper)
    assert desk.get(keeper_screen(closed.agency)).status_code == 404
    assert keeper_screen(closed.agency) not in desk.get(edit_screen(closed.agency)).content.decode()
    assert unkept(desk) == set()


def test_a_keeper_is_refused_once_somebody_goes_on_with_the_work(closed, keeper):
    end(closed)
    actor = make_member(None, Role.NETWORK_ADMIN)
    chosen = {"agency": closed.agency, "actor": actor, "now": timezone.now()}
    with pytest.raises(ValidationError, match="lưu trữ"):
        name_keeper(keeper=closed.agency, **chosen)
    Succession.objects.create(
        successor=keeper.agency, predecessor=closed.agency, predecessor_name="x", kind="sap_nhap"
    )
    with pytest.raises(ValidationError, match="tiếp tục công việc"):
        name_keeper(keeper=keeper.agency, **chosen)


def test_an_overseer_names_nobody(client, closed, keeper):
    end(closed)
    overseer = signed_in(client, make_member(keeper.agency, Role.OVERSEER))
    assert overseer.get(keeper_screen(closed.agency)).status_code in (302, 403, 404)
    assert overseer.post(keeper_screen(closed.agency), {"keeper": "STP"}).status_code != 200
    closed.agency.refresh_from_db()
    assert closed.agency.archive_keeper is None
