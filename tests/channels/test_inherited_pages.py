"""Pages on social networks of an agency that has ended: its successors close or take them over."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from network.agencies.models import AuditEntry, Role
from network.channels.models import Channel, ChannelState
from network.channels.register.inheriting import settle_channel
from tests.factories.accounts import signed_in
from tests.factories.channels import add_channel
from tests.factories.files import photograph
from tests.factories.moderation import make_member, make_office
from tests.factories.reorganisations import carry_out, make_plan

pytestmark = pytest.mark.django_db
LIST = reverse("channels_desk:inherited")
NOTE = "Xem trang của Sở Khoa học và Công nghệ."


@pytest.fixture
def heir():
    return make_office("SKHCN")


@pytest.fixture
def channel(heir):
    """The page of an agency that has merged into SKHCN."""
    former = make_office("STTTT")
    leader = make_member(former.agency, Role.APPROVER)
    made = add_channel(
        former.agency, former.author, leader=leader, url="facebook.com/stttt", name="Sở TTTT"
    )
    carry_out(make_plan(("sap_nhap", former.agency, heir.agency)))
    return made


def form(state=ChannelState.HANDED_OVER, **words):
    picture = SimpleUploadedFile("bien-ban.png", photograph())
    return {"state": state, "note": NOTE, "evidence": picture} | words


def settle(channel):
    return reverse("channels_desk:settle", args=[channel.pk])


@pytest.mark.parametrize("state", [ChannelState.HANDED_OVER, ChannelState.CLOSED])
def test_the_successor_settles_a_page_with_evidence(client, heir, channel, state):
    desk = signed_in(client, heir.agency_admin)
    assert LIST in desk.get(reverse("channels_desk:index")).content.decode()
    assert settle(channel) in desk.get(LIST).content.decode()
    assert channel.agency.name in desk.get(settle(channel)).content.decode()
    assert desk.post(settle(channel), form(state)).url == LIST
    channel.refresh_from_db()
    assert (channel.state, channel.ending_note) == (state, NOTE)
    assert channel.ended_on == timezone.localdate()
    assert channel.ending_file
    assert AuditEntry.objects.filter(action="channel_ended", agency=channel.agency).exists()
    assert settle(channel) not in desk.get(LIST).content.decode()
    assert desk.get(settle(channel)).status_code == 404


@pytest.mark.parametrize(
    "words",
    [
        {"evidence": ""},
        {"evidence": SimpleUploadedFile("x.exe", b"MZ")},
        {"state": ChannelState.MERGED},
        {"note": ""},
    ],
    ids=lambda words: next(iter(words)),
)
def test_without_evidence_nothing_changes(client, heir, channel, words):
    signed_in(client, heir.agency_admin)
    assert client.post(settle(channel), form(**words)).status_code == 200
    channel.refresh_from_db()
    assert channel.state == ChannelState.ACTIVE


def test_nobody_else_settles_it(client, heir, channel):
    for person in (heir.author, make_office("SYT").agency_admin):
        signed_in(client, person)
        assert client.post(settle(channel), form()).status_code == 404
        with pytest.raises(ValidationError):
            settle_channel(channel_id=channel.pk, user=person, now=timezone.now(), **form())
    channel.refresh_from_db()
    assert channel.state == ChannelState.ACTIVE


def test_only_who_reads_the_channel_reads_the_evidence(client, heir, channel):
    signed_in(client, heir.agency_admin)
    client.post(settle(channel), form())
    address = reverse("channels_desk:ending_file", args=[channel.pk])
    signed_in(client, make_office("SYT").agency_admin)
    assert client.get(address).status_code == 404
    signed_in(client, make_member(heir.agency, Role.OVERSEER))
    assert client.get(address).status_code == 200
    assert (
        address in client.get(reverse("channels_desk:channel", args=[channel.pk])).content.decode()
    )


def test_an_agency_that_exists_keeps_its_own_pages(client, heir):
    leader = make_member(heir.agency, Role.APPROVER)
    own = add_channel(heir.agency, heir.author, leader=leader, url="facebook.com/skhcn")
    signed_in(client, heir.agency_admin)
    assert client.post(settle(own), form()).status_code == 404
    assert Channel.objects.get(pk=own.pk).state == ChannelState.ACTIVE
