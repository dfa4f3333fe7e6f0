"""Whose page it is: a draft holds no address, and the overseer decides between two submissions."""

from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from network.agencies.models import Role
from network.channels.models import Channel, ChannelState
from network.channels.register import services
from network.channels.register.safety_services import attest
from network.channels.register.selectors import items_on
from network.channels.register.transitions import APPROVE, contested
from tests.channels.test_states import approve, facts, make_channel
from tests.factories.accounts import signed_in
from tests.factories.moderation import make_member, make_office
from tests.factories.owning import owning
from tests.factories.people import serve

pytestmark = pytest.mark.django_db
S = ChannelState
URL = "https://www.facebook.com/pbgdplgialai"
REASON = "Trang do Sở Y tế lập, có quyết định số 12."


@pytest.fixture
def owner():
    return make_office("SYT")


@pytest.fixture
def other():
    return make_office("SNV")


@pytest.fixture
def overseer():
    return make_member(make_office("STP").agency, Role.OVERSEER)


@pytest.fixture
def submitted(owner, other):
    """The channels of two agencies that have submitted the same page."""
    return tuple(make_channel(office, state=S.AWAITING, url=URL) for office in (owner, other))


def register(office, **changes):
    return services.register_channel(
        agency=office.agency, facts=facts(**changes), user=office.author, now=timezone.now()
    )


def decide(channel, user):
    return services.decide_owner(
        channel_id=channel.pk, reason=REASON, user=user, now=timezone.now()
    )


@pytest.mark.parametrize(
    "typed", [{"url": URL}, {"url": "fb.com/khac", "platform_number": "100064812345678"}]
)
def test_a_draft_of_another_agency_blocks_nobody(owner, other, typed):
    register(other, **typed)
    channel = make_channel(owner, state=S.ACTIVE, **typed)
    assert channel.is_approved


def test_a_draft_is_not_submitted_once_the_owner_has_the_page(owner, other):
    draft = make_channel(other, url=URL)
    make_channel(owner, state=S.ACTIVE, url=URL)
    with pytest.raises(ValidationError, match="Sở Tư pháp"):
        services.submit_channel(channel_id=draft.pk, user=other.author, now=timezone.now())
    with pytest.raises(ValidationError, match="Sở Tư pháp"):
        register(other, url=URL)


def test_an_agency_enters_its_page_once(owner):
    register(owner, url=URL)
    with pytest.raises(ValidationError, match="Sở Tư pháp"):
        register(owner, url=URL)


def test_of_two_submissions_none_is_approved_before_the_overseer_decides(
    owner, other, overseer, submitted
):
    mine, theirs = submitted
    for channel, office in ((mine, owner), (theirs, other)):
        with pytest.raises(ValidationError) as refused:
            approve(channel, office.approver)
        for each in (owner, other):
            assert each.agency.short_name not in str(refused.value)
    decide(mine, overseer)
    theirs.refresh_from_db()
    assert theirs.state == S.PLANNED
    with pytest.raises(ValidationError, match="Sở Tư pháp"):
        services.submit_channel(channel_id=theirs.pk, user=other.author, now=timezone.now())
    assert approve(mine, owner.approver).is_approved


def test_a_returned_channel_loses_the_decision(owner, other, overseer, submitted):
    mine, theirs = submitted
    decide(mine, overseer)
    about = {"channel_id": mine.pk, "now": timezone.now()}
    services.return_channel(reason="Sai địa chỉ.", user=owner.approver, **about)
    services.submit_channel(channel_id=theirs.pk, user=other.author, now=timezone.now())
    assert approve(theirs, other.approver).is_approved


def test_nobody_but_the_overseer_decides(owner, other, submitted):
    for person in (*owner.people.values(), *other.people.values()):
        with pytest.raises(ValidationError):
            decide(submitted[0], person)


def test_an_overseer_decides_nothing_that_they_prepared(owner, overseer, submitted, monkeypatch):
    """Somebody of two offices, who is an author of the one agency and oversees all."""
    mine, _theirs = submitted
    mine.prepared_by = [*mine.prepared_by, overseer.pk]
    mine.save()
    with pytest.raises(ValidationError, match="người giám sát khác"):
        decide(mine, overseer)
    # The service asked past: the database refuses, too.
    monkeypatch.setattr(services, "refuse_same_person", lambda *_arguments: None)
    with pytest.raises(IntegrityError), transaction.atomic():
        decide(mine, overseer)
    connection.check_constraints()
    with owning(), connection.cursor() as cursor:
        name = "channel_owner_decided_by_another"
        cursor.execute(f"ALTER TABLE channels_channel DROP CONSTRAINT {name}")
    assert decide(mine, overseer).owner_decided_by == overseer


def test_who_decided_whose_page_it_is_prepares_nothing_of_it(owner, overseer, submitted):
    mine, _theirs = submitted
    decide(mine, overseer)
    serve(overseer, owner.agency, Role.AUTHOR)
    item = items_on(timezone.localdate()).first()
    with pytest.raises(ValidationError, match="người khác"):
        attest(channel_id=mine.pk, item=item, note="", user=overseer, now=timezone.now())


def test_there_is_nothing_to_decide_about_a_single_submission(owner, other, overseer):
    register(other, url=URL)
    channel = make_channel(owner, state=S.AWAITING, url=URL)
    with pytest.raises(ValidationError):
        decide(channel, overseer)


def test_the_overseer_sees_the_collision_and_decides(client, owner, other, overseer, submitted):
    mine, theirs = submitted
    signed_in(client, overseer)
    assert mine.name in client.get(reverse("work:index")).content.decode()
    page = client.get(reverse("channels_desk:channel", args=[mine.pk])).content.decode()
    assert other.agency.name in page
    address = reverse("channels_desk:decide_owner", args=[mine.pk])
    assert address in page
    assert client.post(address, {"reason": REASON}).status_code == 302
    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert (mine.owner_decided_by, theirs.state) == (overseer, S.PLANNED)
    signed_in(client, other.author)
    read = client.get(reverse("channels_desk:channel", args=[theirs.pk])).content.decode()
    assert REASON in read
    assert owner.agency.name not in read


def test_an_agency_reads_nothing_of_the_other_submission(client, owner, other, submitted):
    mine, _theirs = submitted
    for person in owner.people.values():
        signed_in(client, person)
        for name in ("channel", "approve", "submit"):
            answer = client.get(reverse(f"channels_desk:{name}", args=[mine.pk]))
            assert other.agency.name not in answer.content.decode()


def test_the_database_refuses_an_approval_between_two_submissions(owner, submitted, monkeypatch):
    """Take the check out of the transition: a trigger refuses; without it, the harm is done."""
    mine, theirs = submitted
    conditions = tuple(each for each in APPROVE.conditions if each is not contested)
    monkeypatch.setattr(services, "APPROVE", replace(APPROVE, conditions=conditions))
    with pytest.raises(IntegrityError), transaction.atomic():
        approve(mine, owner.approver)
    connection.check_constraints()
    with owning(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE channels_channel DISABLE TRIGGER channels_contested")
    assert approve(mine, owner.approver).is_approved
    assert Channel.objects.get(pk=theirs.pk).state == S.AWAITING


def test_the_database_holds_what_the_overseer_decided(owner, other, overseer, submitted):
    """Write past the services: one page is decided for one agency, and approved for one."""
    mine, theirs = submitted
    decide(mine, overseer)
    rows = Channel.objects.filter(pk=theirs.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(state=S.AWAITING, owner_decided_by=overseer)
