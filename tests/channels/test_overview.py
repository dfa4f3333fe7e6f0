"""How the channels of all agencies stand in numbers, and what waits on the start pages."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from network.agencies.models import Role
from network.channels.models import Attestation, Channel, ChannelState
from network.channels.register import services
from network.channels.register.tallies import tallies
from tests.factories.accounts import signed_in
from tests.factories.channels import add_channel, secure
from tests.factories.moderation import make_member, make_office

pytestmark = pytest.mark.django_db
OVERVIEW = "channels_desk:overview"


@pytest.fixture
def network(office):
    """Return three agencies: one in order, one with a lapsed and a waiting page, one with none."""
    health, finance = make_office("SYT"), make_office("TC")
    fine = add_channel(
        office.agency, office.author, leader=office.approver, url="fb.com/tuphap", name="Tư pháp"
    )
    lapsed = add_channel(
        health.agency, health.author, leader=health.approver, url="fb.com/yte", name="Y tế"
    )
    secure(fine, office.author, office.agency_admin)
    secure(lapsed, health.author, health.agency_admin)
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    lapsed.attestations.update(confirmed_on=yesterday - dt.timedelta(days=90), expires_on=yesterday)
    add_channel(
        health.agency, health.author, url="zalo.me/1234567", state="awaiting", name="Zalo y tế"
    )
    return {"STP": office, "SYT": health, "TC": finance}


def listed(client, **asked):
    """Return the names of the agencies that the overview shows."""
    text = client.get(reverse(OVERVIEW), asked).content.decode()
    return [name for name in ("Sở STP", "Sở SYT", "Sở TC") if f">{name}</a>" in text]


def test_the_overseer_finds_who_lacks_what(client, network):
    signed_in(client, make_member(network["STP"].agency, Role.OVERSEER))
    assert listed(client) == ["Sở STP", "Sở SYT", "Sở TC"]
    assert listed(client, need="none") == ["Sở TC"]
    assert listed(client, need="to_confirm") == ["Sở SYT"]
    assert listed(client, need="awaiting") == ["Sở SYT"]
    assert listed(client, need="ending") == []
    Attestation.objects.filter(channel__agency=network["STP"].agency).update(
        expires_on=timezone.localdate() + dt.timedelta(days=2)
    )
    assert listed(client, need="ending") == ["Sở STP"]
    table = b"".join(client.get(reverse(f"{OVERVIEW}_export")).streaming_content).decode()
    [line] = [line for line in table.splitlines() if "Sở SYT" in line]
    assert line.split(",")[1:5] == ["1", "1", "1", "0"]
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "need=none" in home


def test_the_overview_is_the_overseer_s(client, network):
    for person in network["SYT"].people.values():
        signed_in(client, person)
        assert client.get(reverse(OVERVIEW)).status_code != 200


def test_who_keeps_a_page_finds_it_on_the_start_page_with_what_is_missing(client, network):
    health = network["SYT"]
    shown = {}
    for role, person in health.people.items():
        signed_in(client, person)
        shown[role] = client.get(reverse("wagtailadmin_home")).content.decode()
    lapsed = Channel.objects.get(name="Y tế", state=ChannelState.ACTIVE)
    waiting = Channel.objects.get(name="Zalo y tế")
    leads_to = {
        role: [
            channel.name
            for channel in (lapsed, waiting)
            if reverse("channels_desk:channel", args=[channel.pk]) in text
        ]
        for role, text in shown.items()
    }
    assert leads_to == {
        "author": ["Y tế"],
        "agency_admin": ["Y tế"],
        "approver": ["Zalo y tế"],
        "appraiser": [],
    }
    # What citizens read already stands out.
    own = shown["author"].partition(reverse("channels_desk:channel", args=[lapsed.pk]))[0]
    assert "<b>Cần xác nhận lại</b>" in own.rpartition("<li>")[2]
    signed_in(client, health.author)
    text = client.get(reverse("channels_desk:index"), {"state": "to_confirm"}).content.decode()
    assert "Cần xác nhận lại" in text
    assert "Zalo y tế" not in text


def test_a_returned_page_goes_back_to_the_start_page_of_who_keeps_it(client, network):
    health = network["SYT"]
    waiting = Channel.objects.get(name="Zalo y tế")
    services.return_channel(
        channel_id=waiting.pk, reason="Thiếu quy chế.", user=health.approver, now=timezone.now()
    )
    signed_in(client, health.author)
    assert "Thiếu quy chế." in client.get(reverse("wagtailadmin_home")).content.decode()
    own = client.get(reverse("channels_desk:channel", args=[waiting.pk])).content.decode()
    assert "Thiếu quy chế." in own.partition("Lịch sử")[0]
    signed_in(client, health.approver)
    assert "Thiếu quy chế." not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_the_numbers_cost_the_same_for_many(network, django_assert_max_num_queries):
    office = network["STP"]
    for number in range(20):
        channel = add_channel(
            office.agency, office.author, leader=office.approver, url=f"fb.com/trang{number}"
        )
        secure(channel, office.author)
    with django_assert_max_num_queries(10):
        found = tallies(Channel.objects.all(), timezone.localdate())
    assert found[office.agency.pk].to_confirm == 20
