"""The officer's way from registering a page to its approval, through the buttons."""

import pytest
from django.urls import reverse

from network.channels.models import Channel, ChannelState, SafetyItem
from tests.factories.accounts import signed_in
from tests.factories.channels import CONTACT, add_channel, approval_of, approved_plan, secure
from tests.factories.moderation import make_office

pytestmark = pytest.mark.django_db


def act(client, name, channel, **data):
    answer = client.post(reverse(f"channels_desk:{name}", args=[channel.pk]), data)
    assert answer.status_code == 302, answer.context["form"].errors
    channel.refresh_from_db()


def test_from_registering_to_the_register(client, office):
    approved_plan(office.agency, office.author, office.approver)
    signed_in(client, office.author)
    answer = client.post(
        reverse("channels_desk:register"),
        {
            **CONTACT,
            "agency": office.agency.pk,
            "kind": "page",
            "name": "Phổ biến pháp luật",
            "url": "https://m.facebook.com/PBGDPL.GiaLai?fbclid=1",
        },
    )
    assert answer.status_code == 302, answer.context["form"].errors
    channel = Channel.objects.get()
    assert channel.url == "https://www.facebook.com/pbgdpl.gialai"
    page = client.get(reverse("channels_desk:channel", args=[channel.pk])).content.decode()
    assert "hai quản trị viên toàn quyền" in page
    for person in (office.author, office.agency_admin):
        contact = "stp@example.gov.vn"
        act(client, "add_admin", channel, person=person.pk, share="full", contact=contact)
    # What is missing is ticked already: one form for all that was looked at together.
    offered = client.get(reverse("channels_desk:attest", args=[channel.pk])).context["form"]
    missing = [item.pk for item in offered.initial["items"]]
    assert missing == list(SafetyItem.objects.filter(is_required=True).values_list("pk", flat=True))
    act(client, "attest", channel, items=missing, note="Đã xem trong phần cài đặt.")
    act(client, "submit", channel)
    assert channel.state == ChannelState.AWAITING
    signed_in(client, office.approver)
    act(client, "approve", channel, **approval_of())
    assert channel.state == ChannelState.ACTIVE
    assert channel.url in client.get("/trang-chinh-thuc/").content.decode()


def test_a_name_like_another_agency_s_is_shown_before_approval(client, office):
    make_office("SYT")
    channel = add_channel(office.agency, office.author, url="fb.com/x123", name="So SYT Official")
    signed_in(client, office.approver)
    page = client.get(reverse("channels_desk:channel", args=[channel.pk])).content.decode()
    assert "Sở SYT" in page


def test_another_agency_s_channel_is_not_found(client, office):
    channel = add_channel(office.agency, office.author, url="fb.com/x123")
    secure(channel, office.author)
    signed_in(client, make_office("SYT").agency_admin)
    for name in ("channel", "edit", "attest", "file"):
        assert client.get(reverse(f"channels_desk:{name}", args=[channel.pk])).status_code == 404
