"""Plans: who moves one from which state to which, what carries on, and what no plan means."""

import datetime as dt
from dataclasses import replace
from itertools import product

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from network.agencies.models import Role
from network.channels.models import Channel, ChannelPlan, PlanState
from network.channels.posting.plans import services
from network.channels.register.selectors import ChannelStanding, lacks_of, standing_of
from network.channels.register.services import end_channel
from network.channels.shared.lookups import planned_networks
from tests.factories.accounts import signed_in
from tests.factories.channels import add_channel, approval_of, approved_plan, secure
from tests.factories.moderation import make_member, make_office

pytestmark = pytest.mark.django_db
S = PlanState
TODAY = timezone.localdate()
FACTS = services.PlanFacts(
    networks=["facebook", "zalo"],
    formats="Bài ngắn, phim ngắn.",
    rhythm="Hai bài mỗi tuần",
    lead="Phòng PBGDPL",
    valid_from=TODAY,
    valid_to=TODAY + dt.timedelta(days=200),
)
LATER = replace(FACTS, valid_from=TODAY + dt.timedelta(days=1), changes="Thêm Zalo.")


def plan_in(office, state):
    if state == S.APPROVED:
        return approved_plan(office.agency, office.author, office.approver)
    now = timezone.now()
    plan = services.begin_plan(agency=office.agency, facts=FACTS, user=office.author, now=now)
    if state == S.AWAITING:
        services.submit_plan(plan_id=plan.pk, user=office.author, now=now)
    return plan


MOVES = {
    "edit": lambda about: services.change_plan(facts=FACTS, **about),
    "discard": lambda about: services.discard_plan(**about),
    "submit": lambda about: services.submit_plan(**about),
    "approve": lambda about: services.approve_plan(**approval_of(), **about),
    "send_back": lambda about: services.return_plan(reason="Thiếu số.", **about),
    "carry_on": lambda about: services.carry_on_plan(facts=LATER, **about),
}
KEEPERS = {"author", "agency_admin"}
ALLOWED = {
    **{(move, S.DRAFT): KEEPERS for move in ("edit", "discard", "submit")},
    **{(move, S.AWAITING): {"approver"} for move in ("approve", "send_back")},
    ("carry_on", S.APPROVED): KEEPERS,
}


def happens(act, *, undone=True):
    """Return whether it is done; nothing of it stays unless asked."""
    with transaction.atomic():
        try:
            with transaction.atomic():
                act()
            return True
        except (ValidationError, PermissionDenied, IntegrityError):
            return False
        finally:
            if undone:
                transaction.set_rollback(True)


def test_every_move_of_every_role_in_every_state(office):
    other = make_office("SYT")
    overseer = make_member(other.agency, Role.OVERSEER)
    people = {**office.people, "overseer": overseer, "stranger": other.approver}
    for state in S:
        plan = plan_in(office, state)
        for (move, act), (role, person) in product(MOVES.items(), people.items()):
            about = {"plan_id": plan.pk, "user": person, "now": timezone.now()}
            expected = role in ALLOWED.get((move, state), ())
            assert happens(lambda act=act, about=about: act(about)) is expected, (move, state, role)


def test_the_database_knows_the_moves_too(office):
    possible = {(S.DRAFT, S.AWAITING), (S.AWAITING, S.DRAFT), (S.AWAITING, S.APPROVED)}
    signed = {"approved_by": office.approver, "approved_on": TODAY, "number": "1", "signer": "x"}
    for old in S:
        plan = plan_in(office, old)
        for new in S:
            fields = {"state": new, **(signed | {"file": "x.pdf"} if new == S.APPROVED else {})}
            rows = ChannelPlan.objects.filter(pk=plan.pk)
            moved = happens(lambda rows=rows, fields=fields: rows.update(**fields))
            assert moved is ((old, new) in possible or old == new != S.APPROVED), (old, new)
        assert happens(plan.delete) is (old == S.DRAFT)


@pytest.mark.parametrize(
    "broken",
    [
        {"number": ""},
        {"file": ""},
        {"networks": []},
        {"valid_to": TODAY - dt.timedelta(days=300)},
    ],
)
def test_no_plan_is_approved_without_what_makes_it_one(office, broken):
    with pytest.raises(IntegrityError), transaction.atomic():
        approved_plan(office.agency, office.author, office.approver, **broken)


def test_nobody_approves_their_own_plan(office):
    with pytest.raises(IntegrityError), transaction.atomic():
        approved_plan(office.agency, office.approver, office.approver)
    plan = plan_in(office, S.DRAFT)
    both = make_member(office.agency, Role.AUTHOR, Role.APPROVER)
    ChannelPlan.objects.filter(pk=plan.pk).delete()
    about = {"user": both, "now": timezone.now()}
    own = services.begin_plan(agency=office.agency, facts=FACTS, **about)
    services.submit_plan(plan_id=own.pk, **about)
    with pytest.raises(ValidationError, match="người phê duyệt khác"):
        services.approve_plan(plan_id=own.pk, **approval_of(), **about)
    changed = plan_in(office, S.DRAFT)
    services.change_plan(plan_id=changed.pk, facts=FACTS, **about)
    services.submit_plan(plan_id=changed.pk, **about)
    with pytest.raises(ValidationError, match="người phê duyệt khác"):
        services.approve_plan(plan_id=changed.pk, **approval_of(), **about)


def test_what_carries_a_plan_on_takes_its_pages_along(office):
    channel = add_channel(
        office.agency, office.author, leader=office.approver, url="facebook.com/pbgdplgialai"
    )
    secure(channel, office.author, office.agency_admin)
    before, now = channel.plan, timezone.now()
    about = {"user": office.author, "now": now}
    after = services.carry_on_plan(plan_id=before.pk, facts=replace(LATER), **about)
    assert Channel.objects.get().plan == before
    services.submit_plan(plan_id=after.pk, **about)
    services.approve_plan(plan_id=after.pk, user=office.approver, now=now, **approval_of())
    assert Channel.objects.get().plan == after
    assert not happens(lambda: services.carry_on_plan(plan_id=before.pk, facts=LATER, **about)), (
        "carried on twice"
    )
    foreign = approved_plan(make_office("SYT").agency, office.author, office.approver)
    with pytest.raises(IntegrityError), transaction.atomic():
        ChannelPlan.objects.create(
            agency=office.agency,
            written_by=office.author,
            carries_on=foreign,
            changes="x",
            networks=["zalo"],
            valid_from=LATER.valid_from,
            valid_to=LATER.valid_to,
        )


def test_a_page_whose_plan_ran_out_is_to_be_confirmed_again(office):
    channel = add_channel(
        office.agency, office.author, leader=office.approver, url="facebook.com/pbgdplgialai"
    )
    secure(channel, office.author, office.agency_admin)
    channel.attestations.update(expires_on=TODAY + dt.timedelta(days=900))
    last = channel.plan.valid_to
    for day, expected in (
        (last, ChannelStanding.OFFICIAL),
        (last + dt.timedelta(days=1), ChannelStanding.TO_CONFIRM),
    ):
        assert standing_of(channel, lacks_of([channel], day)[channel.pk]) == expected


def test_what_carries_a_plan_on_may_drop_a_network(office):
    plan = approved_plan(office.agency, office.author, office.approver)
    approved_plan(
        office.agency,
        office.author,
        office.approver,
        carries_on=plan,
        changes="Thôi dùng Facebook.",
        networks=["zalo"],
        valid_from=LATER.valid_from,
    )
    facebook = (office.agency.pk, "facebook")
    assert facebook in planned_networks([office.agency.pk], TODAY)
    assert facebook not in planned_networks([office.agency.pk], LATER.valid_from)


def test_a_page_merges_into_another_in_use_alone(client, office):
    about = {"leader": office.approver}
    old, new, closed = (
        add_channel(office.agency, office.author, url=f"facebook.com/trang{name}", **about)
        for name in ("cu", "moi", "dong")
    )
    leader = {"user": office.approver, "now": timezone.now(), "note": ""}
    end_channel(channel_id=closed.pk, state="closed", **leader)
    closed.refresh_from_db()
    for into in (None, old, closed):
        assert not happens(
            lambda into=into: end_channel(channel_id=old.pk, state="merged", into=into, **leader)
        )
    signed_in(client, office.approver)
    address = reverse("channels_desk:end", args=[old.pk])
    for typed, status in (("facebook.com/khong-co", 200), ("m.facebook.com/trangmoi", 302)):
        form = {"state": "merged", "into": typed, "note": ""}
        assert client.post(address, form).status_code == status
    page = client.post("/trang-chinh-thuc/kiem-tra/", {"link": old.url}).content.decode()
    assert "Không còn là trang chính thức" in page
    assert new.url in page
    end_channel(channel_id=new.pk, state="closed", **leader)
    page = client.post("/trang-chinh-thuc/kiem-tra/", {"link": old.url}).content.decode()
    assert new.url not in page


def test_from_writing_to_approval_through_the_buttons(client, office):
    signed_in(client, office.author)
    fields = {
        "agency": office.agency.pk,
        "networks": ["facebook"],
        "formats": FACTS.formats,
        "rhythm": FACTS.rhythm,
        "lead": FACTS.lead,
        "valid_from": FACTS.valid_from,
        "valid_to": FACTS.valid_to,
    }
    assert client.post(reverse("channels_plans:begin"), fields).status_code == 302
    plan = ChannelPlan.objects.get()
    address = {name: reverse(f"channels_plans:{name}", args=[plan.pk]) for name in MOVES}
    assert "Hai bài mỗi tuần" in client.get(address["edit"]).content.decode()
    assert client.post(address["submit"]).status_code == 302
    signed_in(client, office.approver)
    assert str(plan) in client.get("/admin/").content.decode()
    assert client.post(address["approve"], approval_of()).status_code == 302
    signed_in(client, office.author)
    assert client.get(reverse("channels_plans:file", args=[plan.pk])).status_code == 200
    answer = client.get(address["carry_on"])
    assert "Phòng PBGDPL" in answer.content.decode()
    # No day lies between the two.
    begins = answer.context["form"].initial["valid_from"]
    assert begins == FACTS.valid_to + dt.timedelta(days=1)
    signed_in(client, make_office("SYT").agency_admin)
    assert client.get(reverse("channels_plans:plan", args=[plan.pk])).status_code == 404
