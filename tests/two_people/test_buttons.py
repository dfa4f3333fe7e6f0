"""Whoever prepared a row finds no button for the decision, but a sentence that says who decides."""

import datetime as dt
import importlib
import pkgutil
import re

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from aggregator.models import Proposal, ProposalKind
from network.agencies.models import Role
from network.agencies.services import grant_membership
from network.channels.models import CaseState, ChannelState
from network.channels.register import services as channels
from network.core.two_people import TwoPeople
from network.desks.transitions import Transition
from network.oversight.models import Dispute, Requirement
from tests.factories.accounts import signed_in
from tests.factories.cases import make_case
from tests.factories.channels import add_channel, approved_plan, secure
from tests.factories.moderation import make_member

pytestmark = pytest.mark.django_db
OWN_ROOMS = ("network", "aggregator", "legal_updates")


def all_transitions():
    """Return (app label, transition) of every module in which transitions are defined."""
    found = []
    for config in apps.get_app_configs():
        if not config.name.startswith(OWN_ROOMS):
            continue
        modules = pkgutil.walk_packages(config.module.__path__, f"{config.name}.")
        for module in modules:
            if module.name.rpartition(".")[2] in {"transitions", "services", "disputes"}:
                values = vars(importlib.import_module(module.name)).values()
                found += [(config.label, each) for each in values if isinstance(each, Transition)]
    return found


def test_every_pair_of_a_model_has_a_transition_that_knows_whom_it_excludes():
    known = {(label, transition.decider) for label, transition in all_transitions()}
    pairs = {
        (model._meta.app_label, rule.second)
        for model in apps.get_models()
        for rule in model._meta.constraints
        if isinstance(rule, TwoPeople)
    }
    assert len(pairs) >= 9
    assert pairs <= known


def waiting_channel(office):
    """A channel that waits for approval, submitted by an author who is an approver as well."""
    both = office.author
    grant_membership(
        user=both, agency=office.agency, role=Role.APPROVER, valid_from=timezone.localdate()
    )
    approved_plan(office.agency, office.agency_admin, office.approver)
    channel = add_channel(office.agency, both, url="fb.com/x123")
    secure(channel, both, office.agency_admin)
    channels.submit_channel(channel_id=channel.pk, user=both, now=timezone.now())
    channel.refresh_from_db()
    assert channel.state == ChannelState.AWAITING
    return channel


def page(client, name, row):
    return client.get(reverse(name, args=[row.pk])).content.decode()


def test_the_preparer_of_a_channel_reads_who_approves_it(client, office, monkeypatch):
    channel = waiting_channel(office)
    form = reverse("channels_desk:approve", args=[channel.pk])
    signed_in(client, office.author)
    html = page(client, "channels_desk:channel", channel)
    assert form not in html
    assert "người phê duyệt khác" in html
    assert f"Hiện nay là: {office.approver.username}." in html
    # An address from yesterday's mail leads to the sentence, and not to a form that is refused.
    refused = client.get(form).content.decode()
    assert office.approver.username in refused
    assert 'name="signer"' not in refused
    monkeypatch.setattr(Transition, "own_refusal", lambda *_arguments: "")
    assert form in page(client, "channels_desk:channel", channel)


def test_another_approver_has_the_button_and_no_sentence(client, office):
    channel = waiting_channel(office)
    signed_in(client, office.approver)
    html = page(client, "channels_desk:channel", channel)
    assert reverse("channels_desk:approve", args=[channel.pk]) in html
    assert "Hiện nay là" not in html


def test_it_is_said_that_nobody_else_can_decide(client, office):
    channel = waiting_channel(office)
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    office.approver.memberships.update(valid_to=yesterday)
    signed_in(client, office.author)
    html = page(client, "channels_desk:channel", channel)
    assert "Hiện chưa có ai khác giữ vai trò này" in html


def test_the_opener_of_a_case_reads_who_confirms_it(client, office):
    opener = make_member(office.agency, Role.OVERSEER)
    other = make_member(office.agency, Role.OVERSEER)
    case = make_case(office.agency, opener, other, state=CaseState.VERIFYING)
    form = reverse("cases_desk:confirm", args=[case.pk])
    signed_in(client, opener)
    html = page(client, "cases_desk:case", case)
    assert form not in html
    assert re.search(f"Hiện nay là: [^<]*{other.username}", html)
    signed_in(client, other)
    assert form in page(client, "cases_desk:case", case)


def test_the_opener_of_a_dispute_has_no_form_to_answer_it(client, office):
    opener = make_member(office.agency, Role.OVERSEER)
    dispute = Dispute.objects.create(
        agency=office.agency,
        requirement=Requirement.objects.first(),
        reason="Đã làm, số liệu chưa tính.",
        opened_by=opener,
        opened_at=timezone.now(),
    )
    signed_in(client, opener)
    html = page(client, "oversight:dispute_row", dispute)
    assert "textarea" not in html
    assert "Bạn đã" in html


def test_a_network_admin_s_own_proposal_has_no_buttons(client, office):
    admin = make_member(office.agency, Role.NETWORK_ADMIN)
    proposal = Proposal.objects.create(
        agency=office.agency,
        kind=ProposalKind.LINK,
        url="https://nguon.example/bai",
        proposed_by=admin,
        proposed_at=timezone.now(),
    )
    form = reverse("aggregator_proposals:decline", args=[proposal.pk])
    rows = reverse("aggregator_proposals:waiting")
    signed_in(client, admin)
    html = client.get(rows).content.decode()
    assert form not in html
    assert re.search("quản trị mạng lưới khác", html)
    signed_in(client, make_member(office.agency, Role.NETWORK_ADMIN))
    assert form in client.get(rows).content.decode()
