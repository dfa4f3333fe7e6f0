"""Who moves a channel from which state to which, and what the database refuses by itself."""

import datetime as dt
from itertools import product

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from network.agencies.models import Membership, Role
from network.channels.links.addresses import parse_address
from network.channels.models import (
    ENDED_STATES,
    Channel,
    ChannelPlan,
    ChannelState,
    SafetyItem,
)
from network.channels.register import safety_services, services
from network.channels.register.selectors import ChannelStanding, items_on, lacks_of, standing_of
from network.channels.shared.lookups import channel_at
from tests.factories.channels import CONTACT, add_channel, approval_of, approved_plan
from tests.factories.moderation import make_member, make_office

pytestmark = pytest.mark.django_db
S = ChannelState


def facts(**changes):
    named = {"kind": "page", "name": "Phổ biến pháp luật Gia Lai"}
    url = "https://m.facebook.com/PBGDPL.GiaLai?fbclid=1"
    return services.ChannelFacts(**{**CONTACT, **named, "url": url, **changes})


def make_channel(office, *, state=S.PLANNED, **changes):
    """Return a channel with a plan, two admins and every point confirmed, in a state."""
    if not ChannelPlan.objects.filter(agency=office.agency).exists():
        networks = ["facebook", "zalo"]
        approved_plan(office.agency, office.author, office.approver, networks=networks)
    now, keeper = timezone.now(), office.author
    channel = services.register_channel(
        agency=office.agency, facts=facts(**changes), user=keeper, now=now
    )
    about = {"channel_id": channel.pk, "user": keeper, "now": now}
    for person in (office.author, office.agency_admin):
        safety_services.add_admin(
            person=person,
            share="full",
            contact="stp@example.gov.vn",
            second_factor_on=timezone.localdate(),
            **about,
        )
    for item in items_on(timezone.localdate()).filter(is_required=True):
        safety_services.attest(item=item, note="Đã xem trong phần cài đặt của trang.", **about)
    if state != S.PLANNED:
        services.submit_channel(**about)
    if state not in {S.PLANNED, S.AWAITING}:
        approve(channel, office.approver)
    leader = {**about, "user": office.approver}
    if state == S.PAUSED:
        services.pause_channel(**leader)
    if state in {S.CLOSED, S.HANDED_OVER}:
        services.end_channel(state=state, note="Xem trang của Sở Tư pháp.", **leader)
    if state == S.MERGED:
        services.end_channel(state=state, note="", into=another_page(office), **leader)
    channel.refresh_from_db()
    return channel


def another_page(office):
    """Return a page in use of the agency."""
    return add_channel(
        office.agency, office.author, leader=office.approver, url="zalo.me/0905123456"
    )


def approve(channel, user):
    return services.approve_channel(
        channel_id=channel.pk, user=user, now=timezone.now(), **approval_of()
    )


MOVES = {
    "submit": lambda about: services.submit_channel(**about),
    "approve": lambda about: approve(Channel(pk=about["channel_id"]), about["user"]),
    "send_back": lambda about: services.return_channel(reason="Thiếu quy chế.", **about),
    "pause": lambda about: services.pause_channel(**about),
    "resume": lambda about: services.resume_channel(**about),
    "end": lambda about: services.end_channel(state=S.CLOSED, note="", **about),
    "discard": lambda about: services.discard_channel(**about),
    "edit": lambda about: services.change_channel(facts=facts(name="Tên khác"), **about),
    "rename": lambda about: services.rename_channel(name="Mới", url="fb.com/moi", **about),
}
KEEPERS, LEADERS = {"author", "agency_admin"}, {"approver"}
ALLOWED = {
    ("submit", S.PLANNED): KEEPERS,
    ("discard", S.PLANNED): KEEPERS,
    ("edit", S.PLANNED): KEEPERS,
    ("approve", S.AWAITING): LEADERS,
    ("send_back", S.AWAITING): LEADERS,
    ("pause", S.ACTIVE): {"approver", "agency_admin"},
    ("end", S.ACTIVE): {"approver", "agency_admin"},
    ("end", S.PAUSED): {"approver", "agency_admin"},
    ("resume", S.PAUSED): LEADERS,
    ("rename", S.ACTIVE): LEADERS,
    ("rename", S.PAUSED): LEADERS,
}


@pytest.mark.parametrize("state", list(S))
def test_every_move_of_every_role(state):
    office, overseer_office = make_office("SYT"), make_office("SNV")
    overseer = make_member(overseer_office.agency, Role.OVERSEER)
    channel = make_channel(office, state=state)
    people = {**office.people, "overseer": overseer, "stranger": overseer_office.approver}
    for (move, act), (role, person) in product(MOVES.items(), people.items()):
        about = {"channel_id": channel.pk, "user": person, "now": timezone.now()}
        expected = role in ALLOWED.get((move, state), ())
        with transaction.atomic():
            try:
                act(about)
                done = True
            except (ValidationError, PermissionDenied):
                done = False
            transaction.set_rollback(True)
        assert done is expected, (move, state, role)


@pytest.mark.parametrize("old", list(S))
def test_the_database_knows_the_moves_too(office, old):
    channel = make_channel(office, state=old)
    possible = {
        *((S.PLANNED, S.AWAITING), (S.AWAITING, S.PLANNED)),
        *((S.ACTIVE, S.PAUSED), (S.PAUSED, S.ACTIVE), (S.ACTIVE, S.CLOSED)),
        *((S.ACTIVE, S.HANDED_OVER), (S.PAUSED, S.CLOSED), (S.PAUSED, S.HANDED_OVER)),
        *((S.ACTIVE, S.MERGED), (S.PAUSED, S.MERGED)),
    }
    other = another_page(office) if old != S.MERGED else channel.merged_into
    for new in S:
        channel.refresh_from_db()
        channel.state = new
        channel.ended_on = timezone.localdate() if new in ENDED_STATES else None
        channel.merged_into = other if new == S.MERGED else None
        with transaction.atomic():
            try:
                with transaction.atomic():
                    channel.save()
                moved = True
            except IntegrityError:
                moved = False
            transaction.set_rollback(True)
        assert moved is (old == new or (old, new) in possible), new


def test_nothing_that_was_approved_is_deleted_or_moved_to_another_agency(office):
    channel = make_channel(office, state=S.ACTIVE)
    with pytest.raises(IntegrityError), transaction.atomic():
        channel.delete()
    channel.agency = make_office("SYT").agency
    with pytest.raises(IntegrityError), transaction.atomic():
        channel.save()


def test_an_approver_does_not_approve_what_they_registered(office):
    both = make_member(office.agency, Role.AUTHOR, Role.APPROVER)
    office.people["author"] = both
    channel = make_channel(office, state=S.AWAITING)
    with pytest.raises(ValidationError, match="người phê duyệt khác"):
        approve(channel, both)
    channel.state, channel.approved_by = S.ACTIVE, both
    channel.approved_on, channel.approval_number, channel.signer = timezone.localdate(), "1", "x"
    with pytest.raises(IntegrityError), transaction.atomic():
        channel.save()


def test_who_changed_what_another_registered_does_not_approve_it(office):
    both = make_member(office.agency, Role.APPROVER, Role.AUTHOR)
    channel = make_channel(office)
    about = {"channel_id": channel.pk, "user": both, "now": timezone.now()}
    services.change_channel(facts=facts(name="Phổ biến pháp luật Pleiku"), **about)
    services.submit_channel(**about)
    with pytest.raises(ValidationError, match="người phê duyệt khác"):
        approve(channel, both)
    approve(channel, office.approver)


@pytest.mark.parametrize("missing", ["plan", "regulation", "admin", "point"])
def test_what_is_missing_stands_against_approval(office, missing):
    channel = make_channel(office, state=S.AWAITING)
    if missing == "plan":
        # Its agency has a plan, but for other networks.
        Channel.objects.update(platform="tiktok")
    elif missing == "regulation":
        Channel.objects.update(regulation="")
    elif missing == "admin":
        channel.admins.filter(user=office.author).delete()
    else:
        channel.attestations.first().delete()
    with pytest.raises(ValidationError):
        approve(channel, office.approver)
    channel.refresh_from_db()
    assert channel.state == S.AWAITING


def standing(channel, day=None):
    day = day or timezone.localdate()
    return standing_of(channel, lacks_of([channel], day)[channel.pk])


def test_what_lapses_later_is_said_in_public(office):
    channel = make_channel(office, state=S.ACTIVE)
    assert standing(channel) == ChannelStanding.OFFICIAL
    last = timezone.localdate() + dt.timedelta(days=90)
    assert standing(channel, last) == ChannelStanding.OFFICIAL
    assert standing(channel, last + dt.timedelta(days=1)) == ChannelStanding.TO_CONFIRM
    Membership.objects.filter(user=office.author).update(
        valid_to=timezone.localdate() - dt.timedelta(days=1)
    )
    assert standing(channel) == ChannelStanding.TO_CONFIRM
    [lack] = lacks_of([channel], timezone.localdate()).values()
    assert lack.gone == [office.author.get_full_name()]


def test_a_renamed_page_is_found_by_its_number(office):
    channel = make_channel(office, state=S.ACTIVE, platform_number="100064812345678")
    services.rename_channel(
        channel_id=channel.pk,
        name="Sở Tư pháp Gia Lai",
        url="fb.com/sotuphapgialai",
        user=office.approver,
        now=timezone.now(),
    )
    assert channel_at({parse_address("facebook.com/profile.php?id=100064812345678").key}) == channel
    assert channel_at({parse_address("fb.com/sotuphapgialai").key}) == channel
    assert channel_at({parse_address("fb.com/pbgdplgialai").key}) is None
    assert [each.name for each in channel.names.all()] == ["Phổ biến pháp luật Gia Lai"]
    about = {"channel_id": channel.pk, "user": office.approver, "now": timezone.now()}
    with pytest.raises(ValidationError, match="như cũ"):
        services.rename_channel(name="Sở Tư pháp Gia Lai", url="fb.com/sotuphapgialai", **about)
    # Another address under the same name makes no earlier name.
    services.rename_channel(name="Sở Tư pháp Gia Lai", url="fb.com/stpgialai", **about)
    assert channel.names.count() == 1


def test_who_registered_a_page_says_no_other_address_official(office):
    both = make_member(office.agency, Role.AUTHOR, Role.APPROVER)
    keeper, office.people["author"] = office.author, both
    channel = make_channel(office, state=S.ACTIVE)
    for person in (both, keeper):
        with pytest.raises(ValidationError):
            services.rename_channel(
                channel_id=channel.pk, name="Khác", url="fb.com/x1", user=person, now=timezone.now()
            )
    assert channel_at({parse_address("fb.com/x1").key}) is None


def test_one_page_is_registered_once_in_all_its_spellings(office):
    make_channel(office, state=S.ACTIVE)
    other = make_office("SYT")
    with pytest.raises(ValidationError, match="đã được đăng ký"):
        make_channel(other, url="https://www.facebook.com/pbgdplgialai/about")


def test_one_page_is_registered_once_by_its_name_and_its_number(office):
    number, other = "100064812345678", make_office("SYT")
    about = {"user": other.author, "now": timezone.now(), "agency": other.agency}
    by_name = {"url": "facebook.com/ten.trang", "platform_number": number}
    by_number = {"url": f"facebook.com/{number}", "platform_number": ""}
    for first, second in ((by_name, by_number), (by_number, by_name)):
        with transaction.atomic():
            make_channel(office, state=S.ACTIVE, **first)
            with pytest.raises(ValidationError, match="đã được đăng ký"):
                services.register_channel(facts=facts(**second), **about)
            transaction.set_rollback(True)


@pytest.mark.parametrize(
    "words",
    ["Mật khẩu: Abc@123", "password hunter2", "mã khôi phục 1234 5678", "1234-5678, 2345-6789"],
)
def test_no_secret_is_kept(office, words):
    channel = make_channel(office)
    about = {"channel_id": channel.pk, "user": office.author, "now": timezone.now()}
    item = SafetyItem.objects.first()
    with pytest.raises(ValidationError, match="Không lưu"):
        safety_services.attest(item=item, note=words, **about)
    with pytest.raises(ValidationError, match="Không lưu"):
        safety_services.end_admin(admin_id=channel.admins.first().pk, handed_over=words, **about)
