"""The network admin's list of agencies, with its filters, and the form of one."""

import datetime as dt
from copy import deepcopy

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from network.accounts.models import User
from network.agencies.models import Agency, Role, Succession
from network.agencies.naming import with_code
from network.agencies.succession import set_successors
from tests.factories.accounts import signed_in
from tests.factories.people import make_agency, make_member

pytestmark = pytest.mark.django_db
LIST = reverse("agencies_agency_modeladmin_index")


def make_keeper() -> User:
    home = make_agency("Sở Tư pháp")
    make_member(home, Role.AGENCY_ADMIN)
    return make_member(home, Role.NETWORK_ADMIN)


@pytest.fixture(scope="module")
def keeper_of_module(once):
    return once(make_keeper)


@pytest.fixture
def desk(client, keeper_of_module, db):
    """The browser of a network admin, whose home agency has an admin of its own."""
    client.raise_request_exception = False
    return signed_in(client, deepcopy(keeper_of_module))


@pytest.mark.parametrize(
    "query",
    [
        "memberships__user__password__startswith=p",
        "invitations__email__startswith=a",
        "audit_entries__subject__contains=x",
        "collection__name=x",
        "kind__foo=1",
        "kind=khong-co",
    ],
)
def test_list_answers_to_its_own_filters_alone(desk, query):
    answer = desk.get(f"{LIST}?{query}")
    assert (answer.status_code, answer.headers.get("Location")) == (302, LIST)


def test_its_own_filters_work(desk):
    make_agency("Sở Y tế")
    assert "Sở Y tế" in desk.get(f"{LIST}?kind=so").content.decode()
    assert "Sở Y tế" not in desk.get(f"{LIST}?kind=ubnd_xa").content.decode()
    assert "Sở Tư pháp" not in desk.get(f"{LIST}?q=Y+tế").content.decode()


@pytest.mark.parametrize("key", ["x", "1;2", "-1", "9" * 30])
@pytest.mark.parametrize("action", ["edit", "delete", "history"])
def test_an_address_without_a_number_is_not_found(desk, action, key):
    assert desk.get(f"{LIST}{action}/{key}/").status_code == 404


def test_an_agency_is_never_deleted(desk):
    agency = make_agency("Sở Y tế")
    answer = desk.post(reverse("agencies_agency_modeladmin_delete", args=[agency.pk]))
    assert answer.status_code in (302, 403)
    agency.refresh_from_db()


def form_of(desk, agency) -> dict[str, str]:
    """Return what the form of an agency sends when nothing is changed."""
    page = BeautifulSoup(desk.get(edit(agency)).content, "html.parser")
    form = page.select_one("main form[method=post]") or page.select("form[method=POST]")[-1]
    sent = {field["name"]: field.get("value", "") for field in form.select("input[name]")}
    sent |= {field["name"]: field.text.strip() for field in form.select("textarea")}
    for field in form.select("select"):
        chosen = field.select_one("option[selected]")
        sent[field["name"]] = chosen["value"] if chosen else ""
    return sent


def edit(agency) -> str:
    return reverse("agencies_agency_modeladmin_edit", args=[agency.pk])


def test_who_goes_on_with_the_work_is_written_by_name_or_code(desk):
    former, heir = make_agency("Sở Thông tin"), make_agency("Sở Khoa học")
    other = make_agency("Sở Nội vụ")
    sent = form_of(desk, former) | {
        "status": "merged",
        "valid_to": "28/02/2025",
        "successors": f"so khoa hoc\n\n {other.code} ",
    }
    assert desk.post(edit(former), sent).status_code == 302
    links = Succession.objects.filter(predecessor=former)
    assert {link.successor for link in links} == {heir, other}
    assert {(link.kind, link.date) for link in links} == {("sap_nhap", dt.date(2025, 3, 1))}
    again = form_of(desk, former)
    assert again["successors"].splitlines() == [
        f"Sở Khoa học ({heir.code})",
        f"Sở Nội vụ ({other.code})",
    ]
    # As by an import that came before the agency did.
    links.filter(successor=heir).update(legal_basis="Nghị quyết 5", predecessor=None)
    assert heir.name not in form_of(desk, former)["successors"]
    again["successors"] = with_code(heir)
    assert desk.post(edit(former), again).status_code == 302
    # What an import has told of the one that stays is still there.
    assert [link.legal_basis for link in links.all()] == ["Nghị quyết 5"]


def test_a_changed_address_moves_the_section_and_the_old_one_leads_on(desk):
    agency, other = make_agency("Sở Y tế"), make_agency("Sở Nội vụ")
    former = agency.home_page.url
    # Too long for a redirect.
    long = f"{agency.home_page.url_path}{'a' * 250}/"
    menu = agency.home_page.get_children()[0]
    Page.objects.filter(pk=menu.pk).update(slug="a" * 250, url_path=long)
    sent = form_of(desk, agency)
    answer = desk.post(edit(agency), sent | {"slug": other.slug})
    assert answer.context["form"].errors.keys() == {"slug"}
    assert desk.post(edit(agency), sent | {"slug": "so-y-te"}).status_code == 302
    assert desk.get("/so-y-te/").status_code == 200
    assert desk.get(former, follow=True).redirect_chain == [("/so-y-te/", 301)]


def test_two_former_bodies_of_one_name_keep_their_links():
    heir = make_agency("Sở Tư pháp mới")
    same = [make_agency("Sở Tư pháp"), make_agency("Sở Tư pháp")]
    for former in same:
        set_successors(agency=former, successors=[heir])
    assert {link.predecessor for link in Succession.objects.filter(successor=heir)} == set(same)


@pytest.mark.parametrize("line", ["Sở không có", "Sở", "Sở Thông tin"])
def test_a_line_that_names_nobody_or_several_or_itself_changes_nothing(desk, line):
    former = make_agency("Sở Thông tin")
    make_agency("Sở Khoa học")
    answer = desk.post(edit(former), form_of(desk, former) | {"successors": line})
    assert answer.status_code == 200
    assert f"“{line}”" in answer.content.decode()
    assert not Succession.objects.exists()


def test_only_an_agency_without_admin_can_be_given_its_first(desk):
    lonely, served = make_agency("Sở Y tế"), make_agency("Sở Nội vụ")
    make_member(served, Role.AGENCY_ADMIN)
    page = desk.get(LIST).content.decode()
    assert reverse("agencies_people:first_admin", args=[lonely.pk]) in page
    assert reverse("agencies_people:first_admin", args=[served.pk]) not in page


def test_list_costs_the_same_for_many_agencies(desk):
    make_agency()
    desk.get(LIST)
    with CaptureQueriesContext(connection) as few:
        desk.get(LIST)
    for _number in range(4):
        make_agency()
    with CaptureQueriesContext(connection) as many:
        desk.get(LIST)
    assert len(many) == len(few)


def test_an_agency_is_not_put_above_itself(client):
    agency = make_agency()
    signed_in(client, make_member(agency, Role.NETWORK_ADMIN))
    address = reverse("agencies_agency_modeladmin_edit", args=[agency.pk])
    shown = client.get(address).context["form"].initial
    form = {name: value for name, value in shown.items() if value is not None}
    response = client.post(address, form | {"parent": agency.pk})
    assert response.status_code == 200
    assert "cấp trên của chính mình" in response.content.decode()


@pytest.mark.parametrize("asked", ["dak song", "Đắk SONG", "song dak", "dac xong"])
def test_an_agency_is_found_without_accents(desk, asked):
    agency = make_agency("UBND xã Đăk Song")
    make_agency("UBND xã Song An")
    type(agency).objects.filter(pk=agency.pk).update(aliases=["Xã Đắc Xong"])
    shown = desk.get(LIST, {"q": asked}).content.decode()
    assert "UBND xã Đăk Song" in shown
    assert "UBND xã Song An" not in shown


@pytest.mark.parametrize("typed", ["", "Xã Đăk Song", "xa-dak-song"])
def test_the_address_of_a_new_agency_keeps_every_letter(desk, typed):
    address = reverse("agencies_agency_modeladmin_create")
    field = BeautifulSoup(desk.get(address).content, "html.parser").select_one("#id_slug")
    assert not field.has_attr("data-controller"), "the browser would make it x-k-song"
    names = {"name": "Ủy ban nhân dân xã Đăk Song", "short_name": "UBND xã Đăk Song"}
    more = {"code": "DS", "kind": "ubnd_xa", "status": "active", "slug": typed}
    assert desk.post(address, names | more).status_code == 302
    assert Agency.objects.get(code="DS").slug == "xa-dak-song"


@pytest.mark.parametrize("typed", ["", "…"])
def test_an_agency_keeps_an_address(desk, typed):
    agency = make_agency("Sở Y tế")
    answer = desk.post(edit(agency), form_of(desk, agency) | {"slug": typed})
    assert answer.context["form"].errors.keys() == {"slug"}
    assert Agency.objects.get(pk=agency.pk).slug == agency.slug


def test_the_closest_name_comes_first_in_each_search_for_agencies(desk):
    """The body that has the name now, before the one that goes on with a body of this name."""
    heir = make_agency("Phường Diên Hồng")
    make_agency("Phường Pleiku Đông")
    make_agency("Pleiku")
    Succession.objects.create(successor=heir, predecessor_name="Phường Pleiku", kind="hop_nhat")
    expected = ["Pleiku", "Phường Pleiku Đông", "Phường Diên Hồng"]
    found = desk.get(reverse("navigation:found"), {"q": "pleiku"})
    assert [row.label for row in found.context["rows"]][:3] == expected
    for address in (LIST, reverse("reorganisation:begin")):
        page = desk.get(address, {"q": "pleiku"}).content.decode()
        places = [page.index(f">{name}<") for name in expected]
        assert places == sorted(places), address


def test_the_superior_agency_is_chosen_among_those_that_exist_each_with_its_code(desk):
    former, current = (make_agency("Sở Tư pháp tỉnh Gia Lai") for _ in range(2))
    Agency.objects.filter(pk=former.pk).update(valid_to=dt.date(2025, 6, 30))
    page = BeautifulSoup(desk.get(edit(make_agency("Phòng A"))).content, "html.parser")
    offered = [each.get_text(strip=True) for each in page.select("#id_parent option")]
    assert with_code(Agency.objects.get(pk=current.pk)) in offered
    assert with_code(Agency.objects.get(pk=former.pk)) not in offered


@pytest.mark.parametrize("began", [None, timezone.localdate()])
@pytest.mark.parametrize("goes_on", [False, True])
def test_who_ends_an_agency_in_its_form_is_led_to_the_reorganisation(desk, began, goes_on):
    former, heir = make_agency("Sở Thông tin"), make_agency("Sở Khoa học")
    Agency.objects.filter(pk=former.pk).update(valid_from=began)
    if goes_on:
        # People would lose their role without an invitation.
        make_member(former, Role.AUTHOR)
    today = timezone.localdate().strftime("%d/%m/%Y")
    sent = form_of(desk, former) | {"status": "merged", "valid_to": today}
    answer = desk.post(edit(former), sent | {"successors": heir.code if goes_on else ""})
    assert answer.context["form"].errors.keys() == {"valid_to"}
    change = reverse("reorganisation:agency", args=[former.pk])
    page = BeautifulSoup(answer.content, "html.parser")
    way = page.select_one(f'.w-field__errors a[href="{change}"]')
    assert "kết thúc bằng đợt sắp xếp" in way.parent.text
    former.refresh_from_db()
    assert (former.status, former.valid_to) == ("active", None)
    assert not Succession.objects.exists()
    assert desk.get(change).status_code == 200


def test_an_agency_that_began_today_ends_by_a_plan_from_tomorrow_on(desk):
    agency, today = make_agency("Sở Thông tin"), timezone.localdate()
    Agency.objects.filter(pk=agency.pk).update(valid_from=today)
    change = reverse("reorganisation:agency", args=[agency.pk])
    form = {"kind": "giai_the", "legal_basis": "Nghị quyết 5/NQ-HĐND", "keeper": "Sở Tư pháp"}
    for days, is_blocked in ((0, True), (1, False)):
        day = (today + dt.timedelta(days=days)).strftime("%d/%m/%Y")
        shown = desk.post(change, form | {"effective_on": day}, follow=True)
        assert bool(shown.context["blocked"]) == is_blocked
        assert ("chọn ngày muộn hơn" in shown.content.decode()) == is_blocked


def test_the_recorded_last_day_of_an_ended_agency_is_corrected_in_its_form(desk):
    former = make_agency("Sở Thông tin")
    Agency.objects.filter(pk=former.pk).update(status="dissolved", valid_to=dt.date(2025, 2, 28))
    sent = form_of(desk, former) | {"valid_to": "27/02/2025"}
    assert desk.post(edit(former), sent).status_code == 302
    former.refresh_from_db()
    assert former.valid_to == dt.date(2025, 2, 27)
