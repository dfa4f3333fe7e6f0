"""What checks R13 to R22 find of channels; one fact moves its own requirement alone."""

import datetime as dt
from copy import deepcopy

import pytest
from django.utils import timezone

from network.accounts.models import User
from network.agencies.models import Membership
from network.channels.models import (
    Announcement,
    Attestation,
    Channel,
    ChannelAdmin,
    ChannelPlan,
    WordList,
)
from network.channels.register.words.services import issue_words
from network.oversight.checks import ALL
from network.oversight.models import Status
from network.oversight.outcomes import Participants
from sites.models import ArticlePage
from tests.factories.channels import add_channel, approval_of, secure
from tests.factories.directives import make_overseer
from tests.factories.moderation import make_draft, make_office, publish

pytestmark = pytest.mark.django_db
KEYS = (
    *("r13", "r14", "r15", "r16", "r17", "r18", "r19"),
    *("r20", "r21a", "r21b", "r21c", "r22"),
)
TODAY = timezone.localdate()
M, P, N = Status.MET, Status.PARTLY, Status.NOT_MET


def make_offices():
    """Return an agency that does all of it, one with a page not approved yet, one without any."""
    full, begun, none = (make_office(code) for code in ("DU", "MOI", "KHONG"))
    issue_words(words="cá độ", user=make_overseer(full.agency), now=timezone.now())
    channel = add_channel(
        full.agency,
        full.author,
        leader=full.approver,
        url="facebook.com/pbgdpldu",
        approval_file=approval_of()["file"],
    )
    secure(channel, full.author, full.agency_admin)
    Attestation.objects.update(word_list=WordList.objects.get())
    page = make_draft(full, summary=f"Trang {channel.name}: {channel.url}")
    publish(page, full)
    Announcement.objects.create(channel=channel, page_id=page.pk)
    add_channel(begun.agency, begun.author, url="facebook.com/pbgdplmoi")
    return full, begun, none


@pytest.fixture(scope="module")
def offices_of_module(once, tmp_path_factory):
    from django.test import override_settings

    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
        return once(make_offices)


@pytest.fixture
def offices(offices_of_module, db):
    return deepcopy(offices_of_module)


def found(offices, day=TODAY):
    participants = Participants([each.agency for each in offices], day)
    outcomes = {key: ALL[key](participants, {"working_days": 10}) for key in KEYS}
    return [{key: outcomes[key][each.agency.pk].status for key in KEYS} for each in offices]


def test_what_is_found_of_three_agencies_equals_a_table_written_by_hand(offices):
    full, begun, none = found(offices)
    assert full == dict.fromkeys(KEYS, M)
    assert begun == dict.fromkeys(KEYS, N) | {"r16": M}
    assert none == dict.fromkeys(KEYS, N)


def unpublish(full):
    Channel.objects.update(approved_on=TODAY - dt.timedelta(days=60))
    Announcement.objects.get().page.specific.unpublish()


def approved(days_ago):
    """Date the approval of the page that was announced today."""
    return lambda full: Channel.objects.filter(agency=full.agency).update(
        approved_on=TODAY - dt.timedelta(days=days_ago)
    )


def forget_announcement(full):
    Announcement.objects.all().delete()


CHANGES = {
    "a second page that waits": (
        lambda full: add_channel(full.agency, full.author, url="zalo.me/0905000111"),
        {"r14": P, "r15": P, "r17": P},
    ),
    "no file of approval": (lambda full: Channel.objects.update(approval_file=""), {"r15": N}),
    "no phone": (
        lambda full: Channel.objects.filter(agency=full.agency).update(phone=""),
        {"r16": N},
    ),
    "a short introduction": (
        lambda full: Channel.objects.filter(agency=full.agency).update(intro="Tin."),
        {"r17": N},
    ),
    "somebody left": (
        lambda full: Membership.objects.filter(user=full.author).update(
            valid_to=TODAY - dt.timedelta(days=1)
        ),
        {"r19": N},
    ),
    "an admin whose second factor nobody saw": (
        lambda full: ChannelAdmin.objects.filter(user=full.author).update(second_factor_on=None),
        {"r20": N},
    ),
    "visitors may post": (
        lambda full: Attestation.objects.filter(item__requirement="R21a").delete(),
        {"r21a": N},
    ),
    "the filter was last seen long ago": (
        lambda full: Attestation.objects.filter(item__requirement="R21b").update(
            confirmed_on=TODAY - dt.timedelta(days=99), expires_on=TODAY - dt.timedelta(days=1)
        ),
        {"r21b": N},
    ),
    "a newer list of words": (
        lambda full: issue_words(
            words="cá độ\nxem bói", user=make_overseer(full.agency), now=timezone.now()
        ),
        {"r21c": N},
    ),
    "the announcement was taken down": (unpublish, {"r22": N}),
    "the announcement does not name the address": (
        lambda full: ArticlePage.objects.update(summary="Trang Phổ biến pháp luật."),
        {"r22": N},
    ),
    "announced within ten working days": (approved(10), {}),
    "announced late": (approved(60), {"r22": P}),
    "announced late, long ago": (approved(400), {}),
    "not announced, and not due": (forget_announcement, {}),
}


@pytest.mark.parametrize("name", CHANGES)
def test_one_fact_moves_its_own_requirement_alone(offices, name):
    change, moved = CHANGES[name]
    change(offices[0])
    assert found(offices)[0] == dict.fromkeys(KEYS, M) | moved


def test_a_plan_that_ran_out_is_none_and_one_that_waits_is_half(offices):
    begun = offices[1]
    last = ChannelPlan.objects.get().valid_to
    assert found(offices, last)[0]["r13"] == M
    assert found(offices, last + dt.timedelta(days=1))[0]["r13"] == N
    plan = {"networks": ["zalo"], "valid_from": TODAY, "valid_to": last, "state": "awaiting"}
    ChannelPlan.objects.create(agency=begun.agency, written_by=begun.author, **plan)
    assert found(offices)[1]["r13"] == P


def test_no_evidence_names_a_person(offices):
    Membership.objects.filter(user=offices[0].author).update(valid_to=TODAY - dt.timedelta(days=1))
    User.objects.update(first_name="Ksor Hơ Bia")
    participants = Participants([each.agency for each in offices], TODAY)
    limits = {"working_days": 10}
    said = str([list(ALL[key](participants, limits).values()) for key in KEYS])
    assert "thôi việc" in said
    assert "Ksor" not in said
