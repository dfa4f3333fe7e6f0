"""The overseer acts for an agency: with a reason, for an hour, in the open."""

import datetime as dt
from copy import deepcopy
from importlib import import_module

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from network.accounts.models import User
from network.agencies.models import AGENCY_ROLES, Act, AuditAction, AuditEntry, Role
from network.agencies.people.invitations import invite
from network.agencies.people.terms import Terms
from network.agencies.scope import scope_of
from network.agencies.selectors import memberships_in
from sites.models import AgencyHomePage
from tests.factories.accounts import signed_in
from tests.factories.owning import owning
from tests.factories.people import make_agency, make_member, serve
from tests.factories.sections import make_place

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("guarded")]
ACTS = "/admin/lam-thay/"
REASON = "Cơ quan chưa có cán bộ, đăng hộ thông báo"
_AGENCIES = import_module("network.agencies.migrations.0001_squashed_0012_agency_kind_index")
FORMER_VIEW = _AGENCIES.GROUPS.replace("CREATE VIEW", "CREATE OR REPLACE VIEW")
BANNER = 'class="act-banner"'


@pytest.fixture(scope="module")
def agency_of_module(once):
    return once(make_agency, "Sở Y tế")


@pytest.fixture(scope="module")
def overseer_of_module(once):
    return once(lambda: make_member(make_agency("Sở Tư pháp"), Role.OVERSEER, name="Lê Giám Sát"))


@pytest.fixture
def agency(agency_of_module, db):
    """An agency."""
    return deepcopy(agency_of_module)


@pytest.fixture
def overseer(client: Client, overseer_of_module, db) -> User:
    """An overseer, signed in."""
    user = deepcopy(overseer_of_module)
    signed_in(client, user)
    return user


def start(client: Client, agency, reason: str = REASON):
    """Return the answer to the posted reason."""
    return client.post(reverse("agencies_acts:start", args=[agency.pk]), {"reason": reason})


def place_in(agency):
    """Return a menu entry of the agency's section."""
    home = AgencyHomePage.objects.get(agency=agency)
    return make_place(home, title=f"Tin của {agency.name}", slug="tin")


def edit(client: Client, page):
    """Return the answer to a page that is posted from its editor."""
    form = {"title": "Tin mới", "slug": page.slug, "comments-TOTAL_FORMS": "0"}
    form |= {"comments-INITIAL_FORMS": "0"}
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form)


def lines(action: AuditAction) -> list[AuditEntry]:
    """Return the lines of the log about this, oldest first."""
    return list(AuditEntry.objects.filter(action=action).order_by("pk"))


def test_overseer_finds_an_agency_without_accents_and_starts(client, overseer, agency):
    make_agency("Sở Nội vụ")
    page = client.get(f"{ACTS}?q=so y te").content.decode()
    assert "Sở Y tế" in page
    assert "Nội vụ" not in page
    assert start(client, agency).status_code == 302
    act = Act.objects.get()
    assert (act.user, act.agency, act.reason) == (overseer, agency, REASON)
    assert lines(AuditAction.ACT_STARTED)[0].detail["reason"] == REASON


@pytest.mark.parametrize("reason", ["", "ngắn", " " * 20])
def test_no_act_without_a_reason(client, overseer, agency, reason):
    assert start(client, agency, reason).context["form"].errors["reason"]
    assert not Act.objects.exists()


@pytest.mark.parametrize("role", [Role.AGENCY_ADMIN, Role.NETWORK_ADMIN, Role.REPORT_VIEWER])
def test_nobody_else_may_act(client, agency, role):
    signed_in(client, make_member(agency, role))
    assert client.get(ACTS).status_code in (302, 403)
    assert start(client, make_agency()).status_code in (302, 403)
    assert not Act.objects.exists()


def test_writes_are_refused_before_and_after_and_pass_during_an_act(client, overseer, agency):
    page = place_in(agency)
    assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
    assert edit(client, page).status_code == 403
    start(client, agency)
    assert edit(client, page).status_code == 302
    client.post(reverse("agencies_acts:end"))
    assert edit(client, page).status_code == 403
    assert [line.actor for line in lines(AuditAction.ACT_ENDED)] == [overseer]


def test_an_act_is_over_after_an_hour_by_itself(client, overseer, agency):
    page = place_in(agency)
    start(client, agency)
    act = Act.objects.get()
    assert act.ends_at - act.started_at == dt.timedelta(hours=1)
    hour = dt.timedelta(hours=1, seconds=1)
    Act.objects.update(started_at=act.started_at - hour, ends_at=act.ends_at - hour)
    assert edit(client, page).status_code == 403
    assert BANNER not in client.get("/admin/").content.decode()


def test_an_act_opens_no_other_agency(client, overseer, agency):
    start(client, agency)
    assert edit(client, place_in(make_agency("Sở Nội vụ"))).status_code == 404


def test_what_is_posted_is_journalled_with_its_object(client, overseer, agency):
    page = place_in(agency)
    edit(client, page)
    assert not lines(AuditAction.ACTED)
    start(client, agency)
    edit(client, page)
    line = lines(AuditAction.ACTED)[0]
    assert (line.actor, line.agency) == (overseer, agency)
    assert (line.detail["method"], line.detail["url"]) == ("POST", "wagtailadmin_pages:edit")
    assert "Tin của Sở Y tế" in line.subject
    client.get("/admin/")
    assert len(lines(AuditAction.ACTED)) == 1


def test_what_is_refused_during_an_act_is_journalled_without_foreign_names(
    client, overseer, agency
):
    start(client, agency)
    edit(client, place_in(make_agency("Sở Bí Mật")))
    line = lines(AuditAction.REFUSED)[0]
    assert line.agency == agency
    assert "Bí Mật" not in f"{line.subject} {line.detail}"


def test_the_agency_reads_in_its_log_what_was_done(client, overseer, agency):
    start(client, agency)
    edit(client, place_in(agency))
    theirs = signed_in(Client(), make_member(agency, Role.AGENCY_ADMIN))
    page = theirs.get("/admin/nhat-ky/").content.decode()
    assert REASON in page
    assert "Lê Giám Sát" in page
    assert "Tin của Sở Y tế" in page


@pytest.mark.parametrize(
    "name",
    ["wagtailadmin_home", "wagtailadmin_account", "agencies_audit:index", "wagtailimages:index"],
)
def test_banner_stands_on_every_page_and_ends_the_act(client, overseer, agency, name):
    assert BANNER not in client.get(reverse(name)).content.decode()
    start(client, agency)
    page = client.get(reverse(name)).content.decode()
    assert BANNER in page
    assert "Sở Y tế" in page
    assert f"{timezone.localtime(Act.objects.get().ends_at):%H:%M}" in page
    assert reverse("agencies_acts:end") in page
    client.post(reverse("agencies_acts:end"))
    assert BANNER not in client.get(reverse(name)).content.decode()


def test_banner_stands_on_the_page_editor(client, overseer, agency):
    start(client, agency)
    url = reverse("wagtailadmin_pages:edit", args=[place_in(agency).pk])
    assert BANNER in client.get(url).content.decode()


def test_banner_costs_one_query(client, agency):
    signed_in(client, make_member(agency, Role.AUTHOR))
    client.get("/admin/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/admin/")
    loads_act = [
        query for query in queries.captured_queries if '"agencies_act"."reason"' in query["sql"]
    ]
    assert len(loads_act) == 1


def test_a_second_act_ends_the_first(client, overseer, agency):
    other, page = make_agency("Sở Nội vụ"), place_in(agency)
    start(client, agency)
    start(client, other)
    assert edit(client, page).status_code == 404
    assert "Sở Nội vụ" in client.get("/admin/").content.decode()
    assert Act.objects.get(agency=agency).ends_at <= timezone.now()


def test_during_an_act_the_person_has_the_roles_of_the_agency_alone(client, overseer, agency):
    own, other = make_agency("Sở Nội vụ"), make_agency("Sở Tài chính")
    serve(overseer, own, Role.APPROVER)
    serve(overseer, own, Role.NETWORK_ADMIN)
    start(client, agency)
    scope = scope_of(overseer)
    assert scope.roles == frozenset(AGENCY_ROLES)
    assert scope.agency_roles == {agency.pk: frozenset(AGENCY_ROLES)}
    assert not memberships_in(user=overseer, agency=own, day=timezone.localdate())
    assert edit(client, place_in(own)).status_code == 404
    assert client.get(reverse("agencies_acts:index")).status_code == 403
    page = place_in(other)
    assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 404
    client.post(reverse("agencies_acts:end"))
    assert scope_of(overseer).roles == {Role.OVERSEER, Role.NETWORK_ADMIN, Role.APPROVER}
    assert Role.APPROVER in memberships_in(user=overseer, agency=own, day=timezone.localdate())


def test_with_the_former_view_the_person_decides_for_the_network_during_an_act(
    client, overseer, agency
):
    """Puts the view back that had no rule for open acts, and sees both kinds of roles at once."""
    start(client, agency)
    with owning(), connection.cursor() as cursor:
        cursor.execute(FORMER_VIEW)
    assert scope_of(overseer).roles == {*AGENCY_ROLES, Role.OVERSEER}


def test_the_page_of_the_person_who_acts_offers_no_screen_of_the_overseer(client, overseer, agency):
    menu = client.get("/admin/").content.decode()
    assert ACTS in menu
    start(client, agency)
    assert ACTS not in client.get("/admin/").content.decode().replace(f"{ACTS}ket-thuc/", "")


def test_an_act_cannot_be_made_to_last_by_inviting_oneself(client, overseer, agency):
    start(client, agency)
    with pytest.raises(PermissionDenied):
        invite(
            agency=agency,
            email=overseer.email.upper(),
            role=Role.APPROVER,
            terms=Terms("1", timezone.localdate()),
            actor=overseer,
            now=timezone.now(),
        )


def test_nor_by_changing_a_role_of_ones_own(client, overseer, agency):
    row = serve(overseer, agency, Role.AUTHOR)
    start(client, agency)
    today = timezone.localdate().strftime("%d/%m/%Y")
    form = {"role": Role.APPROVER, "decision_number": "1", "valid_from": today}
    client.post(reverse("agencies_people:change", args=[row.pk]), form)
    assert overseer.memberships.get(agency=agency).role == Role.AUTHOR


def test_list_of_agencies_costs_the_same_for_few_and_many(client, overseer, agency):
    client.get(ACTS)
    with CaptureQueriesContext(connection) as few:
        client.get(ACTS)
    for _ in range(5):
        make_agency()
    with CaptureQueriesContext(connection) as many:
        client.get(ACTS)
    assert len(many) == len(few)
