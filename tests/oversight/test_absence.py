"""An agency says that it has no page, or registers it; hiding one never pays."""

import datetime as dt
from copy import deepcopy

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from network.agencies.models import AuditEntry
from network.channels.models import (
    Case,
    CaseOutcome,
    CaseState,
    Channel,
    ChannelState,
    FindKind,
    Scan,
)
from network.oversight.checks import ALL
from network.oversight.declared import AbsencePaper, declare_absence
from network.oversight.models import Declaration, Requirement, Status
from network.oversight.outcomes import Participants
from tests.factories.accounts import signed_in
from tests.factories.cases import make_case
from tests.factories.channels import add_channel, add_scan, approved_plan, secure
from tests.factories.files import make_file, scan_of
from tests.factories.moderation import make_office

pytestmark = pytest.mark.django_db
KEYS = (*("r14", "r15", "r16", "r17", "r18", "r19", "r20"), "r21a", "r21b", "r21c", "r22")
TODAY = timezone.localdate()
FAR = TODAY + dt.timedelta(days=300)


@pytest.fixture(scope="module")
def office_of_module(once):
    return once(make_office, "STP")


@pytest.fixture
def office(office_of_module, db):
    return deepcopy(office_of_module)


def found(office, day=TODAY):
    participants = Participants([office.agency], day)
    return {
        key: ALL[key](participants, {"working_days": 10})[office.agency.pk].status for key in KEYS
    }


def share(office) -> float:
    """Return the share of met requirements among those that count, as the score does."""
    counted = [each for each in found(office).values() if each != Status.NOT_APPLICABLE]
    return sum(each == Status.MET for each in counted) / len(counted) if counted else 1


def declared(office, **fields) -> Declaration:
    values = {"signed_on": TODAY, "valid_until": FAR, "number": "5/CV-STP", "signer": "Giám đốc"}
    return Declaration.objects.create(
        agency=office.agency,
        requirement=Requirement.objects.get(key="R14"),
        statement="Không có trang.",
        declared_at=timezone.now(),
        **values | fields,
    )


def test_silence_is_a_fault_and_a_signed_declaration_is_none(office):
    assert set(found(office).values()) == {Status.NOT_MET}
    declared(office)
    assert set(found(office).values()) == {Status.NOT_APPLICABLE}
    assert set(found(office, FAR + dt.timedelta(days=1)).values()) == {Status.NOT_MET}


@pytest.mark.parametrize("has_declared", [False, True])
def test_registering_never_lowers_the_score(office, has_declared):
    if has_declared:
        declared(office)
    before = share(office)
    plan = approved_plan(office.agency, office.author, office.approver)
    channel = add_channel(office.agency, office.author, url="facebook.com/pbgdplstp")
    secure(channel, office.author, office.agency_admin)
    approval = {"approved_by": office.approver, "approved_on": TODAY, "approval_number": "1/QĐ"}
    approval |= {"signer": "Giám đốc", "approval_file": "qd.pdf", "plan": plan}
    approval |= {"state": ChannelState.ACTIVE}
    for step in ({}, {"state": ChannelState.AWAITING}, approval):
        if step:
            Channel.objects.filter(pk=channel.pk).update(**step)
        if has_declared and step.get("state") == ChannelState.AWAITING:
            # Its own approver decides next; until then the declaration hides nothing.
            assert Status.NOT_APPLICABLE not in found(office).values()
            continue
        assert share(office) >= before, found(office)
        before = share(office)
    # From now on the page itself is judged, whatever was declared before.
    channel.attestations.all().delete()
    assert found(office)["r21a"] == Status.NOT_MET


def finished_scan(office, **fields) -> Scan:
    scan = add_scan(office.agency, office.author, words="Sở STP tuyên truyền")
    scan.finds.update(**{"official": office.agency.name, "kind": FindKind.SUSPICIOUS} | fields)
    Scan.objects.filter(pk=scan.pk).update(finished_at=timezone.now(), finished_by=office.author)
    return scan


def test_a_page_that_a_finished_scan_shows_contradicts_until_it_is_explained(office):
    declared(office)
    find = finished_scan(office).finds.get()
    assert set(found(office).values()) == {Status.NOT_MET}
    make_case(
        office.agency, office.author, office.approver, state=CaseState.CONFIRMED, url=find.url
    )
    assert set(found(office).values()) == {Status.NOT_APPLICABLE}


def test_a_checked_report_of_the_agency_s_own_page_contradicts(office):
    declared(office)
    case = make_case(office.agency, office.author, office.approver, state=CaseState.SETTLED)
    assert set(found(office).values()) == {Status.NOT_APPLICABLE}
    Case.objects.filter(pk=case.pk).update(outcome=CaseOutcome.OLD_PAGE)
    assert set(found(office).values()) == {Status.NOT_MET}


def test_a_namesake_elsewhere_contradicts_nothing(office):
    declared(office)
    finished_scan(office, kind=FindKind.OTHER)
    assert set(found(office).values()) == {Status.NOT_APPLICABLE}


def test_after_a_page_has_ended_a_new_declaration_is_signed(office):
    declared(office)
    channel = add_channel(office.agency, office.author, url="facebook.com/pbgdplstp")
    ended = {"approved_by": office.approver, "approved_on": TODAY, "approval_number": "1/QĐ"}
    ended |= {"signer": "Giám đốc", "approval_file": "qd.pdf", "state": ChannelState.ACTIVE}
    ended["plan"] = approved_plan(office.agency, office.author, office.approver)
    closed = {"state": ChannelState.CLOSED, "ended_on": TODAY}
    for step in ({"state": ChannelState.AWAITING}, ended, closed):
        Channel.objects.filter(pk=channel.pk).update(**step)
    assert set(found(office).values()) == {Status.NOT_MET}
    paper = AbsencePaper("6/CV-STP", TODAY, "Giám đốc", FAR, make_file(scan_of()))
    about = {"requirement": Requirement.objects.get(key="R14"), "agency": office.agency}
    with pytest.raises(ValidationError, match="ký văn bản sau ngày đó"):
        declare_absence(**about, paper=paper, user=office.agency_admin, now=timezone.now())
    tomorrow = TODAY + dt.timedelta(days=1)
    declared(office, signed_on=tomorrow)
    assert set(found(office, tomorrow).values()) == {Status.NOT_APPLICABLE}


def test_a_plan_does_not_count_beside_a_declaration_of_having_no_page(office):
    approved_plan(office.agency, office.author, office.approver)
    participants = Participants([office.agency], TODAY)
    assert ALL["r13"](participants, {})[office.agency.pk].status == Status.MET
    declared(office)
    participants = Participants([office.agency], TODAY)
    assert ALL["r13"](participants, {})[office.agency.pk].status == Status.PARTLY


def test_the_officer_declares_it_by_a_signed_paper(client, office, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    requirement = Requirement.objects.get(key="R14")
    address = reverse("oversight:declare", args=[office.agency.pk, requirement.pk])
    signed_in(client, office.agency_admin)
    paper = make_file(scan_of(), collection=office.agency.collection)
    form = {
        "number": "12/CV-STP",
        "signed_on": TODAY.isoformat(),
        "signer": "Lê Văn Hà, Giám đốc",
        "valid_until": FAR.isoformat(),
        "file": paper.pk,
    }
    foolish = (
        *({name: ""} for name in form),
        {"number": "x"},
        {"signer": "x"},
        {"signed_on": (TODAY + dt.timedelta(days=1)).isoformat()},
        {"valid_until": (TODAY + dt.timedelta(days=900)).isoformat()},
    )
    for wrong in foolish:
        assert client.post(address, form | wrong).status_code == 200, wrong
    assert not Declaration.objects.exists()
    answer = client.post(address, form)
    assert answer.status_code == 302, answer.context["form"].errors
    row = Declaration.objects.get()
    assert (row.number, row.file, row.declared_by) == ("12/CV-STP", paper, office.agency_admin)
    assert AuditEntry.objects.filter(action="requirement_declared", agency=office.agency).exists()
    add_channel(office.agency, office.author, leader=office.approver, url="facebook.com/stp")
    assert "đang có trang trong danh bạ" in client.post(address, form).content.decode()
