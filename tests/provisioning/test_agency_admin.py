"""The network admin's list of agencies: takes its own filters alone, and leads to a first admin."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from network.agencies.models import Role
from tests.factories.accounts import signed_in
from tests.factories.people import make_agency, make_member

pytestmark = pytest.mark.django_db
LIST = reverse("agencies_agency_modeladmin_index")


@pytest.fixture
def desk(client):
    """The browser of a network admin, whose home agency has an admin of its own."""
    home = make_agency("Sở Tư pháp")
    make_member(home, Role.AGENCY_ADMIN)
    client.raise_request_exception = False
    return signed_in(client, make_member(home, Role.NETWORK_ADMIN))


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
