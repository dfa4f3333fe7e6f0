"""Who calls a page official shows a code on it; the Department can doubt a page in public."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from network.agencies.models import Role
from network.channels.cases import services as case_services
from network.channels.models import CONTROL, CaseState, SafetyItem
from network.channels.register import safety_services, services
from network.channels.register.control import control_code
from network.channels.register.selectors import ChannelStanding, lacks_of, standing_of
from tests.factories.accounts import run_jobs, signed_in
from tests.factories.cases import make_case, screenshot
from tests.factories.channels import add_channel, secure
from tests.factories.moderation import make_member

pytestmark = pytest.mark.django_db
ADDRESS, ELSEWHERE = "facebook.com/pbgdplgialai", "facebook.com/trang-khac"


@pytest.fixture
def channel(office):
    channel = add_channel(office.agency, office.author, leader=office.approver, url=ADDRESS)
    secure(channel, office.author, office.agency_admin)
    return channel


@pytest.fixture
def overseer(office):
    return make_member(office.agency, Role.OVERSEER)


def standing(channel, days=0):
    day = timezone.localdate() + dt.timedelta(days=days)
    channel.refresh_from_db()
    return standing_of(channel, lacks_of([channel], day)[channel.pk])


def lacking(channel, days=0):
    day = timezone.localdate() + dt.timedelta(days=days)
    return CONTROL in {item.key for item in lacks_of([channel], day)[channel.pk].items}


def confirm(channel, person, *, days=0, **fields):
    about = {"note": "Mã nằm ở phần giới thiệu.", "file": screenshot()} | fields
    [row] = safety_services.attest_points(
        channel_id=channel.pk,
        items=[SafetyItem.objects.get(key=CONTROL)],
        user=person,
        now=timezone.now() + dt.timedelta(days=days),
        **about,
    )
    return row


def test_the_code_is_confirmed_with_a_picture_and_is_another_one_next_time(office, channel):
    day = timezone.localdate()
    shown = control_code(channel, day)
    with pytest.raises(ValidationError):
        confirm(channel, office.author, file=None)
    assert confirm(channel, office.author).code == shown
    assert control_code(channel, day) == shown
    assert control_code(channel, day + dt.timedelta(days=1)) != shown


def test_the_form_and_the_screen_show_the_code(client, office, channel):
    code = control_code(channel, timezone.localdate())
    signed_in(client, office.author)
    asked = f"?diem={SafetyItem.objects.get(key=CONTROL).pk}"
    assert (
        code
        in client.get(reverse("channels_desk:attest", args=[channel.pk]) + asked).content.decode()
    )
    confirm(channel, office.author)
    assert code in client.get(reverse("channels_desk:channel", args=[channel.pk])).content.decode()


def test_another_address_a_new_admin_and_a_year_ask_for_it_again(office, channel):
    assert not lacking(channel)
    assert not lacking(channel, 365)
    assert lacking(channel, 366)
    person = make_member(office.agency, Role.AUTHOR)
    about = {"person": person, "contact": channel.email, "second_factor_on": None}
    tomorrow = timezone.now() + dt.timedelta(days=1)
    safety_services.add_admin(
        channel_id=channel.pk, share="full", user=office.author, now=tomorrow, **about
    )
    assert lacking(channel, 1)
    confirm(channel, office.author, days=1)
    assert not lacking(channel, 1)
    services.rename_channel(
        channel_id=channel.pk,
        name=channel.name,
        url=ELSEWHERE,
        user=office.approver,
        now=tomorrow,
    )
    channel.refresh_from_db()
    assert lacking(channel, 1)


def test_a_page_approved_before_the_point_shows_it_one_term_later(office, channel):
    channel.attestations.filter(item__key=CONTROL).delete()
    assert lacking(channel)
    point = SafetyItem.objects.get(key=CONTROL)
    channel.approved_on = point.valid_from - dt.timedelta(days=1)
    channel.save()
    gap = (point.valid_from - timezone.localdate()).days + point.days
    assert not lacking(channel, gap - 1)
    assert lacking(channel, gap)


def test_a_doubt_is_told_to_citizens_and_to_the_agency(
    client, office, channel, overseer, mailoutbox
):
    signed_in(client, office.approver)
    doubt = reverse("channels_desk:doubt", args=[channel.pk])
    assert client.post(doubt, {"reason": "Chưa rõ ai giữ trang."}).status_code == 403
    assert standing(channel) == ChannelStanding.OFFICIAL
    signed_in(client, overseer)
    assert client.post(doubt, {"reason": "Chưa rõ ai giữ trang."}).status_code == 302
    assert standing(channel) == ChannelStanding.VERIFYING
    run_jobs()
    assert {office.author.email, office.approver.email} <= {
        recipient for letter in mailoutbox for recipient in letter.to
    }
    assert "Chưa rõ ai giữ trang." in mailoutbox[0].body
    answer = client.post("/trang-chinh-thuc/kiem-tra/", {"link": ADDRESS}).content.decode()
    assert "Đang xác minh" in answer
    assert "Đang xác minh" in client.get("/trang-chinh-thuc/").content.decode()
    assert client.post(reverse("channels_desk:clear", args=[channel.pk])).status_code == 302
    assert standing(channel) == ChannelStanding.OFFICIAL


def test_a_registered_page_can_be_confirmed_as_a_fake_once_it_is_doubted(office, channel, overseer):
    case = make_case(office.agency, office.author, state=CaseState.VERIFYING, url=ADDRESS)
    about = {"case_id": case.pk, "reason": "Không ai ở Sở giữ trang.", "now": timezone.now()}
    with pytest.raises(ValidationError):
        case_services.confirm_case(user=overseer, **about)
    services.doubt_channel(
        channel_id=channel.pk, reason="Chưa rõ ai giữ.", user=overseer, now=timezone.now()
    )
    case_services.confirm_case(user=overseer, **about)
    assert standing(channel) == ChannelStanding.VERIFYING
