"""The overseer allows urgent publication, the network admin names a board; nobody else does."""

import pytest
from django.urls import reverse

from network.agencies.models import AuditEntry, Role
from network.moderation.models import EditorialRules
from tests.factories.accounts import signed_in
from tests.factories.moderation import make_member, make_office

pytestmark = pytest.mark.django_db


def address(name: str, office) -> str:
    return reverse(f"moderation_rules:{name}", args=[office.agency.pk])


def test_the_overseer_allows_urgent_publication_and_the_agency_reads_it(client, office):
    overseer = make_member(office.agency, Role.OVERSEER)
    signed_in(client, overseer)
    answer = client.post(
        address("urgent", office), {"urgent_allowed": "on", "urgent_hours": "6"}, follow=True
    )
    assert "6 giờ" in answer.content.decode()
    rules = EditorialRules.objects.get(agency=office.agency)
    assert (rules.urgent_allowed, rules.urgent_hours) == (True, 6)
    entry = AuditEntry.objects.get(action="rules_changed")
    assert (entry.agency, entry.actor_id) == (office.agency, overseer.pk)


def test_hours_beyond_three_days_are_refused(client, office):
    signed_in(client, make_member(office.agency, Role.OVERSEER))
    form = {"urgent_allowed": "on", "urgent_hours": "100"}
    assert client.post(address("urgent", office), form).status_code == 200
    assert not EditorialRules.objects.exists()


@pytest.mark.parametrize(
    "words", ["SYT", "sở syt", "syt"], ids=["code", "folded name", "small letters"]
)
def test_the_network_admin_names_a_board_by_code_or_name(client, office, words):
    board = make_office("SYT").agency
    signed_in(client, make_member(office.agency, Role.NETWORK_ADMIN))
    client.post(address("board", office), {"board": words})
    assert EditorialRules.objects.get(agency=office.agency).board == board
    client.post(address("board", office), {"board": ""})
    assert EditorialRules.objects.get(agency=office.agency).board is None


@pytest.mark.parametrize("words", ["không có", "Sở", "STP"], ids=["unknown", "several", "itself"])
def test_what_names_no_single_other_agency_is_refused(client, office, words):
    make_office("SYT")
    make_office("SXD")
    signed_in(client, make_member(office.agency, Role.NETWORK_ADMIN))
    assert client.post(address("board", office), {"board": words}).status_code == 200
    assert not EditorialRules.objects.filter(board__isnull=False).exists()


@pytest.mark.parametrize("name", ["urgent", "board"])
def test_an_agency_changes_nothing_of_it(client, office, name):
    signed_in(client, office.agency_admin)
    form = {"urgent_allowed": "on", "urgent_hours": "6", "board": "SYT"}
    assert client.post(address(name, office), form).status_code in (302, 403, 404)
    assert not EditorialRules.objects.exists()


def test_neither_does_what_is_the_other_s(client, office):
    signed_in(client, make_member(office.agency, Role.NETWORK_ADMIN))
    form = {"urgent_allowed": "on", "urgent_hours": "6"}
    assert client.post(address("urgent", office), form).status_code in (302, 403)
    assert not EditorialRules.objects.exists()
