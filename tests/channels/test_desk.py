"""The officer's way from registering a page to its approval, through the buttons."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from network.agencies.models import Membership, Role
from network.agencies.services import grant_membership
from network.channels.models import Channel, ChannelState, SafetyItem
from tests.factories.accounts import signed_in
from tests.factories.cases import screenshot
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
            # As it is copied from a page whose name is written to be read backwards.
            "name": "Phổ biến\u202e  pháp\u200b luật\x07",
            "url": "https://m.facebook.com/PBGDPL.GiaLai?fbclid=1",
        },
    )
    assert answer.status_code == 302, answer.context["form"].errors
    channel = Channel.objects.get()
    assert channel.url == "https://www.facebook.com/pbgdpl.gialai"
    assert channel.name == "Phổ biến pháp luật"
    page = client.get(reverse("channels_desk:channel", args=[channel.pk])).content.decode()
    assert "hai quản trị viên toàn quyền" in page
    for person in (office.author, office.agency_admin):
        contact = "stp@example.gov.vn"
        act(client, "add_admin", channel, person=person.pk, share="full", contact=contact)
    # Nothing is ticked in advance; some points ask for a picture.
    attest = reverse("channels_desk:attest", args=[channel.pk])
    offered = client.get(attest)
    assert "checked" not in str(offered.context["form"]["items"])
    required = list(SafetyItem.objects.filter(is_required=True).values_list("pk", flat=True))
    seen = {"items": required, "note": "Đã xem trong phần cài đặt."}
    assert "ảnh chụp màn hình" in client.post(attest, seen).content.decode()
    assert not channel.attestations.exists()
    together = client.post(attest, seen | {"file": screenshot()}).context["form"]
    assert "ảnh riêng" in str(together.errors)
    pictured = SafetyItem.objects.filter(is_required=True, asks_picture=True)
    *others, last = [{"items": [each.pk], "note": seen["note"]} for each in pictured]
    for point in others:
        act(client, "attest", channel, file=screenshot("mot.png"), **point)
    used = SimpleUploadedFile("hai.png", channel.attestations.exclude(picture="")[0].picture.read())
    assert "ảnh mới" in str(client.post(attest, last | {"file": used}).context["form"].errors)
    act(client, "attest", channel, file=screenshot(), **last)
    rest = SafetyItem.objects.filter(is_required=True, asks_picture=False)
    act(client, "attest", channel, **seen | {"items": rest.values_list("pk", flat=True)})
    one = SafetyItem.objects.get(key="ra-soat-nguoi")
    alone = client.get(f"{attest}?diem={one.pk}").context["form"]["items"]
    assert [each.data["value"].value for each in alone] == [one.pk]
    assert "checked" not in str(alone)
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


def test_what_was_seen_may_be_a_picture_that_nobody_else_opens(
    client, office, django_capture_on_commit_callbacks
):
    channel = add_channel(office.agency, office.author, url="fb.com/x123")
    items = SafetyItem.objects.filter(asks_picture=False)
    first, second = map(str, items.values_list("pk", flat=True)[:2])
    form = reverse("channels_desk:attest", args=[channel.pk])
    signed_in(client, office.author)
    seen = {"items": [first, second], "note": "Đã xem."}
    disguised = SimpleUploadedFile("cai-dat.png", b"<script>alert(1)</script>")
    refused = client.post(form, seen | {"file": disguised}).context["form"]
    assert "hỏng" in str(refused.errors)
    assert not channel.attestations.exists()
    client.post(form, seen | {"file": screenshot()})
    links = [
        reverse("channels_desk:attested_picture", args=[row.pk])
        for row in channel.attestations.all()
    ]
    page = client.get(reverse("channels_desk:channel", args=[channel.pk])).content.decode()
    assert [link in page for link in links] == [True, True]
    shown = client.get(links[0])
    assert shown["Content-Type"] == "image/png"
    assert "no-store" in shown["Cache-Control"]
    stored = channel.attestations.first().picture
    assert client.get(f"/media/{stored.name}").status_code == 404
    signed_in(client, make_office("SYT").approver)
    assert client.get(links[0]).status_code == 404
    # Looked at anew, the words stand for themselves again; the picture goes with its last point.
    signed_in(client, office.agency_admin)
    for item, is_kept in ((first, True), (second, False)):
        with django_capture_on_commit_callbacks(execute=True):
            act(client, "attest", channel, items=[item], note="Đã xem lại.")
        assert channel.attestations.get(item=item).picture == ""
        assert stored.storage.exists(stored.name) is is_kept


def test_another_agency_s_channel_is_not_found(client, office):
    channel = add_channel(office.agency, office.author, url="fb.com/x123")
    secure(channel, office.author)
    signed_in(client, make_office("SYT").agency_admin)
    for name in ("channel", "edit", "attest", "file"):
        assert client.get(reverse(f"channels_desk:{name}", args=[channel.pk])).status_code == 404


def test_a_colleague_in_two_agencies_keeps_the_pages_of_both_until_the_last_day(client, office):
    other = make_office("SYT")
    both = office.author
    grant_membership(
        user=both, agency=other.agency, role=Role.AUTHOR, valid_from=dt.date(2026, 1, 1)
    )
    own = add_channel(office.agency, both, url="fb.com/tuphap", name="Tư pháp")
    theirs = add_channel(other.agency, other.author, url="fb.com/yte", name="Y tế")
    signed_in(client, both)
    text = client.get(reverse("channels_desk:index")).content.decode()
    assert "Tư pháp" in text
    assert "Y tế" in text
    form = client.get(reverse("channels_desk:register")).context["form"]
    assert set(form.fields["agency"].queryset) == {office.agency, other.agency}
    assert not form.initial.get("office")
    secure(theirs, both)
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    Membership.objects.filter(user=both, agency=other.agency).update(valid_to=yesterday)
    assert client.get(reverse("channels_desk:channel", args=[theirs.pk])).status_code == 404
    assert client.get(reverse("channels_desk:channel", args=[own.pk])).status_code == 200
    # Who stays reads whose keys are to be handed over, and is not offered the person any more.
    signed_in(client, other.author)
    page = client.get(reverse("channels_desk:channel", args=[theirs.pk])).content.decode()
    assert f"{both.get_full_name()} không còn công tác" in page
    add = client.get(reverse("channels_desk:add_admin", args=[theirs.pk])).context["form"]
    assert both not in add.fields["person"].queryset
