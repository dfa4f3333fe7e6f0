"""Everybody's roles, read by the overseer: who, where, as what, with a second factor or not."""

import csv
from copy import deepcopy

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from network.agencies.models import Agency, AuditEntry, Membership, Role
from tests.factories.accounts import make_enrolled_user, make_user, signed_in
from tests.factories.people import make_agency, make_member, serve

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("with_and_without_guard")]
OVERVIEW = reverse("agencies_people:overview")
EXPORT = reverse("agencies_people:overview_export")
AGENCIES = reverse("agencies_agency_modeladmin_index")


@pytest.fixture(scope="module")
def health_of_module(once):
    return once(make_agency, "Sở Y tế")


@pytest.fixture(scope="module")
def overseer_of_module(once):
    return once(lambda: make_member(make_agency("Sở Tư pháp"), Role.OVERSEER, name="Tạ Ngọc"))


@pytest.fixture
def health(health_of_module, db) -> Agency:
    return deepcopy(health_of_module)


@pytest.fixture
def overseer(client, overseer_of_module, db) -> Client:
    """Somebody who oversees the network, signed in."""
    return signed_in(client, deepcopy(overseer_of_module))


def names(client: Client, **query: str) -> list[str]:
    """Return who is listed, in the list's order."""
    rows = client.get(OVERVIEW, query).context["object_list"]
    return [row.user.get_full_name() for row in rows]


def test_the_overseer_reads_people_of_all_agencies_and_changes_none(overseer, health):
    lan = make_user(last_name="Nguyễn Thị", first_name="Lan", email="lan@example.gov.vn")
    row = serve(lan, health, Role.APPROVER)
    shown = overseer.get(OVERVIEW).content.decode()
    for words in ("Nguyễn Thị Lan", "lan@example.gov.vn", "Sở Y tế", "12/QĐ-STP", "Chưa bật"):
        assert words in shown
    for name in ("change", "end", "reset_factor", "reset_network_factor"):
        address = reverse(f"agencies_people:{name}", args=[row.pk])
        assert address not in shown
        assert overseer.post(address).status_code in (302, 403, 404)
    assert Membership.objects.filter(pk=row.pk, valid_to=None).exists()


def test_a_second_factor_is_told_and_nothing_of_it(overseer, health):
    serve(make_enrolled_user("lan", last_name="Lan"), health)
    serve(make_user("mai", last_name="Mai"), health)
    assert names(overseer, state="unsafe") == ["Mai"]
    shown = overseer.get(OVERVIEW, {"q": "lan"}).content.decode()
    assert "Đã bật" in shown
    assert "secret" not in shown.lower()


@pytest.mark.parametrize("typed", ["dang thi", "ĐẶNG THỊ", "Đặng  Thị", "hoa@", "thi hoa"])
def test_people_are_found_without_accents(overseer, health, typed):
    make_member(health, name="Đặng Thị Hoà", username="hoa@so-y-te")
    make_member(health, name="Lê Văn Bình")
    assert names(overseer, q=typed) == ["Đặng Thị Hoà"]


def test_agencies_roles_and_what_is_over_are_asked_for(overseer, health):
    make_member(health, Role.AUTHOR, name="Lê Văn An")
    make_member(health, Role.APPROVER, name="Lê Văn Bình")
    serve(make_user(last_name="Lê Văn", first_name="Cũ"), health, begins=-9, ends=-1)
    assert names(overseer, agency="so y te") == ["Lê Văn An", "Lê Văn Bình"]
    assert names(overseer, agency="so y te", role="approver") == ["Lê Văn Bình"]
    assert names(overseer, state="ended") == ["Lê Văn Cũ"]
    assert names(overseer, agency="khong co") == []


def test_names_stand_in_the_order_of_the_alphabet(overseer, health):
    for name in ("Lê Văn Đông", "Lê Văn Dung", "Lê Văn Ân", "Lê Văn Anh"):
        make_member(health, name=name)
    given = [name.split()[-1] for name in names(overseer, agency="so y te")]
    assert given == ["Anh", "Ân", "Dung", "Đông"]


def test_the_file_holds_what_the_list_shows_and_no_formula(overseer, health):
    make_member(health, name="=HYPERLINK Hiểm")
    make_member(health, name="Lê Văn Bình")
    answer = overseer.get(EXPORT, {"agency": "so y te"})
    text = b"".join(answer.streaming_content).decode().lstrip("\ufeff")
    head, *rows = csv.reader(text.splitlines())
    assert head[:4] == ["Họ và tên", "Email", "Cơ quan", "Vai trò"]
    assert [row[0] for row in rows] == ["Lê Văn Bình", "'=HYPERLINK Hiểm"]
    assert ".csv" in answer["Content-Disposition"]


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.AGENCY_ADMIN, Role.REPORT_VIEWER])
def test_nobody_else_reads_it(client, health, role):
    signed_in(client, make_member(health, role))
    for address in (OVERVIEW, EXPORT, reverse("agencies_people:overview_results")):
        assert client.get(address).status_code in (302, 403)


def test_the_list_costs_the_same_in_a_network_of_any_size(overseer, health):
    costs = []
    for _ in range(2):
        for number in range(3):
            make_member(make_agency(), Role.AGENCY_ADMIN, name=f"Lê Văn {number}")
        with CaptureQueriesContext(connection) as queries:
            overseer.get(OVERVIEW)
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_the_overseer_reads_the_agencies_and_changes_none(overseer, health):
    shown = overseer.get(AGENCIES, {"q": "Y tế"}).content.decode()
    looking = reverse("agencies_agency_modeladmin_inspect", args=[health.pk])
    assert looking in shown
    assert "Sở Y tế" in overseer.get(looking).content.decode()
    editing = reverse("agencies_agency_modeladmin_edit", args=[health.pk])
    assert editing not in shown
    assert reverse("agencies_people:first_admin", args=[health.pk]) not in shown
    assert overseer.post(editing, {"name": "Khác"}).status_code in (302, 403)
    health.refresh_from_db()
    assert health.name == "Sở Y tế"
    assert not AuditEntry.objects.filter(agency=health).exists()
