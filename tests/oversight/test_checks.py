"""What is found of six agencies equals a table written by hand; one fact moves its own cells."""

import datetime as dt
from copy import deepcopy
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.urls import resolve
from django.utils import timezone

from network.agencies.models import Agency
from network.agencies.succession import set_successors
from network.directives.models import Assignment, RecipientRole
from network.directives.services import close_directive, receive_directive
from network.directives.task_services import (
    TaskEvidence,
    TaskFacts,
    accept_assignment,
    finish_assignment,
)
from network.media.models import AgencyDocument, AgencyImage
from network.oversight.checks import ALL
from network.oversight.models import Declaration, Finding, Requirement, Status
from network.oversight.outcomes import CHECKS
from network.oversight.running import close_others
from network.oversight.selectors import is_built
from sites.models import Pano
from tests.factories.directives import make_directive, make_overseer, receipt_of, task_of

from .changes import CHANGES
from .network import (
    BUILT,
    BY_HAND,
    SIX,
    A,
    M,
    by_hand,
    declared_requirement,
    found,
    keep_decision,
    look,
    make_network,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def six_of_module(once, tmp_path_factory):
    def made() -> Any:
        from django.test import override_settings

        with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
            return make_network()

    return once(made)


@pytest.fixture
def six(six_of_module, db):
    return deepcopy(six_of_module)


def test_all_cells_equal_the_table_written_by_hand(six):
    look()
    assert found() == by_hand()
    assert sum(map(len, found().values())) == 6 * 37
    assert list(BY_HAND) == list(Requirement.objects.of_agencies().values_list("key", flat=True))


def test_every_cell_that_is_not_green_says_what_is_missing_and_leads_there(six):
    declared_requirement()
    make_overseer(six["DU"].agency)
    look()
    rows = Finding.objects.filter(until=None).exclude(status=Status.MET)
    seen = set()
    for row in rows.select_related("requirement"):
        key = row.requirement.key
        assert row.evidence, key
        assert all(each["label"] for each in row.evidence), key
        if row.status == Status.NOT_APPLICABLE:
            continue
        faults = [each for each in row.evidence if not each["fine"]]
        assert faults, key
        for each in faults:
            assert resolve(each["url"].partition("?")[0]), (key, each)
        seen.add(key)
    lacking = {key for key, cells in BY_HAND.items() if {*cells} - {M, A}}
    assert seen == lacking | {"TK", "R28", "R29", "R30"}


def test_what_no_check_looks_at_is_in_the_system_for_nobody(six):
    look()
    built = {each.key for each in Requirement.objects.of_agencies() if is_built(each)}
    assert built == set(BUILT)
    assert not Finding.objects.exclude(requirement__key__in=BUILT).exists()


@pytest.mark.parametrize("name", CHANGES)
def test_one_fact_moves_exactly_its_own_cells(six, name):
    change, moved = CHANGES[name]
    change(six)
    look()
    now, before = found(), by_hand()
    differing = {
        (code, key): now[code][key]
        for code in SIX
        for key in BY_HAND
        if now[code][key] != before[code][key]
    }
    assert differing == moved


def test_a_picture_without_its_right_is_named_and_leads_to_its_form(six):
    AgencyImage.objects.update(licence="")
    look()
    row = Finding.objects.get(agency=six["DU"].agency, requirement__key="R25", until=None)
    [picture] = AgencyImage.objects.values_list("pk", flat=True)
    assert row.value == "2 / 3"
    assert f"/admin/images/{picture}/" in {each["url"] for each in row.evidence}


def test_a_decision_without_its_file_is_named_and_one_with_it_counts(six):
    agency = six["TRONG"].agency
    about = {"agency": agency, "requirement__key": "R2", "until": None}
    look()
    before = Finding.objects.get(**about)
    assert "Chưa có tệp của 12/QĐ-STP" in {each["note"] for each in before.evidence}
    keep_decision(agency)
    look(now=timezone.now() + dt.timedelta(minutes=1))
    assert Finding.objects.get(**about).status == Status.MET


def test_the_declared_r12_of_an_older_installation_ends_and_is_computed_from_today(six):
    old = Requirement.objects.get(key="R12")
    Requirement.objects.filter(pk=old.pk).update(check_key="")
    import_module("network.oversight.migrations.0005_resources_computed").compute(apps, None)
    today = timezone.localdate()
    kept, new = Requirement.objects.filter(key="R12").order_by("valid_from")
    assert (kept.pk, kept.check_key, kept.valid_to) == (old.pk, "", today - dt.timedelta(days=1))
    assert (new.check_key, new.valid_from, new.valid_to) == ("r12", today, None)
    look()
    assert found() == by_hand()


def test_a_declaration_that_the_figures_contradict_is_shown(six):
    agency = six["TRONG"].agency
    Declaration.objects.create(
        agency=agency,
        requirement=Requirement.objects.get(key="R12"),
        statement="Đã bố trí đủ.",
        valid_until=timezone.localdate(),
        declared_at=timezone.now(),
    )
    look()
    found = Finding.objects.get(agency=agency, requirement__key="R12", until=None)
    assert (found.status, found.value) == (Status.NOT_MET, "0 / 4")
    assert "Trái với số liệu đã nhập" in [row["note"] for row in found.evidence]


def test_a_check_that_raises_is_never_met_and_harms_no_other(six, monkeypatch):
    def broken(participants: Any, thresholds: Any) -> Any:
        return dict.fromkeys(participants.ids, 1 / 0)

    monkeypatch.setitem(CHECKS._entries, "r05", broken)
    look()
    now = found()
    assert {row.pop("R5") for row in now.values()} == {Status.UNKNOWN}
    expected = by_hand()
    for row in expected.values():
        del row["R5"]
    assert now == expected


def test_an_agency_without_an_open_section_stands_outside(six):
    look()
    closed = six["BAI"].home
    closed.live = False
    type(closed).objects.filter(pk=closed.pk).update(live=False)
    from network.oversight.running import close_others

    later = timezone.now() + dt.timedelta(minutes=1)
    look(now=later)
    close_others(now=later, day=timezone.localdate())
    assert "BAI" not in found()
    assert Finding.objects.filter(agency__code="BAI", until=None).count() == 0
    assert Finding.objects.filter(agency__code="BAI").exists()


def test_looking_again_changes_nothing_and_a_change_keeps_what_was_before(six):
    first = timezone.now()
    assert look(now=first).changed == len(SIX) * len(BUILT)
    assert look(now=first + dt.timedelta(hours=1)).changed == 0
    Pano.objects.all().delete()
    moment = first + dt.timedelta(hours=2)
    assert look(now=moment).changed == 1
    rows = Finding.objects.filter(agency=six["DU"].agency, requirement__key="R6")
    past, now = rows.order_by("since")
    assert (past.status, past.until) == (Status.MET, moment)
    assert (now.status, now.since, now.until) == (Status.NOT_MET, moment, None)


def test_a_new_threshold_judges_anew_and_leaves_old_findings_as_they_were(six):
    first = timezone.now()
    look(now=first)
    day = timezone.localdate()
    old = Requirement.objects.get(key="R10")
    old.valid_to = day - dt.timedelta(days=1)
    old.save()
    fields = {"standard": old.standard, "key": "R10", "order": old.order, "group": old.group}
    Requirement.objects.create(
        **fields,
        title=old.title,
        quotation=old.quotation,
        check_key="r10",
        thresholds={"days": 400},
        valid_from=day,
    )
    look(now=first + dt.timedelta(hours=1))
    assert found()["CU"]["R10"] == Status.MET
    kept = Finding.objects.get(agency=six["CU"].agency, requirement=old)
    assert (kept.status, kept.until is not None) == (Status.PARTLY, True)


def test_every_check_asks_the_same_however_many_agencies(six, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from network.oversight.checks.absence import absence_of
    from network.oversight.outcomes import Participants
    from network.oversight.running import participating_agencies

    day = timezone.localdate()
    everybody = list(participating_agencies(day))
    thresholds = {each.check_key: each.thresholds for each in Requirement.objects.all()}
    for key, check in ALL.items():
        counted = []
        for number in (1, len(everybody)):
            participants = Participants(everybody[:number], day)
            with CaptureQueriesContext(connection) as shared:
                absence_of(participants)
            assert len(shared) == 5
            with CaptureQueriesContext(connection) as asked:
                check(participants, thresholds[key])
            counted.append(len(asked))
        assert counted[0] == counted[1] <= 10, key


def test_an_ended_agency_takes_part_until_its_successor_is_entered(six):
    ended, heir = six["LEN"].agency, six["DU"].agency
    Agency.objects.filter(pk=ended.pk).update(valid_to=timezone.localdate() - dt.timedelta(days=1))
    look()
    assert "LEN" in found()
    row = Finding.objects.get(agency=ended, requirement__key="R25", until=None)
    assert "Còn 4 tài khoản hoạt động" in {each["note"] for each in row.evidence}
    set_successors(agency=ended, successors=[heir])
    close_others(now=timezone.now(), day=timezone.localdate())
    assert "LEN" not in found()


def test_the_command_looks_back_before_anything_was_found_and_never_after(six):
    past = timezone.localdate() - dt.timedelta(days=40)
    call_command("check_requirements", day=past)
    call_command("check_requirements", agency="DU")
    assert found()["DU"] == by_hand()["DU"]
    with pytest.raises(CommandError, match="findings of it or of later days"):
        call_command("check_requirements", day=past)
    with pytest.raises(CommandError, match="No agency has the code KHONG-CO"):
        call_command("check_requirements", agency="KHONG-CO")


def test_dispatches_and_their_tasks_make_r1_and_r30(six):
    overseer = make_overseer(six["DU"].agency)
    task = TaskFacts(words="Kế hoạch năm", working_days=9, requirements=("R1",))
    sent_at = timezone.now() - dt.timedelta(days=40)
    directive = make_directive(
        overseer,
        six["DU"].agency,
        six["BAI"].agency,
        tasks=(task,),
        sent_at=sent_at,
        names=[("Bộ Tư pháp", RecipientRole.INFORM)],
    )
    look()
    now = found()
    # Nobody has received it, and the task is late.
    assert {now[code]["R1"] for code in ("DU", "BAI")} == {Status.NOT_MET}
    assert {now[code]["R1"] for code in ("TRONG", "CU")} == {Status.UNKNOWN}
    assert (now["DU"]["R30"], now["BAI"]["R30"]) == (Status.NOT_MET, Status.NOT_APPLICABLE)
    assert receipts(six["DU"].agency) == [
        ("0 trên 2 cơ quan đã nhận; 1 nơi gửi ngoài hệ thống", False)
    ]
    receive_directive(
        recipient_id=receipt_of(directive, six["BAI"].agency).pk,
        user=six["BAI"].approver,
        now=timezone.now(),
    )
    look(now=timezone.now() + dt.timedelta(minutes=1))
    assert found()["BAI"]["R1"] == Status.PARTLY
    assert receipts(six["DU"].agency) == [
        ("1 trên 2 cơ quan đã nhận; 1 nơi gửi ngoài hệ thống", False)
    ]


def test_r1_waits_for_the_plan_that_a_dispatch_asks_for(six):
    overseer, office = make_overseer(six["DU"].agency), six["BAI"]
    task = TaskFacts(words="Kế hoạch", working_days=9, requirements=("R1",), asks_plan=True)
    sent = make_directive(overseer, office.agency, tasks=(task,))
    now = timezone.now()
    receive_directive(
        recipient_id=receipt_of(sent, office.agency).pk, user=office.approver, now=now
    )
    row = task_of(sent, office.agency)
    about = {"assignment_id": row.pk, "now": now}
    plan = AgencyDocument.objects.create(
        title="Kế hoạch", file="documents/kh.pdf", collection=office.agency.collection
    )
    for evidence in (
        TaskEvidence(note="Đã có kế hoạch.", why_none="Gửi sau."),
        TaskEvidence(note="Đã có kế hoạch.", link="https://bai.example.gov.vn/"),
    ):
        with pytest.raises(ValidationError):
            finish_assignment(evidence=evidence, user=office.approver, **about)
    look()
    found_now = Finding.objects.get(agency=office.agency, requirement__key="R1", until=None)
    assert "Kế hoạch riêng của cơ quan" in [
        each["label"] for each in found_now.evidence if not each["fine"]
    ]
    done = TaskEvidence(note="Đã ban hành.", document=plan)
    finish_assignment(evidence=done, user=office.approver, **about)
    accept_assignment(user=overseer, **about)
    look(now=now + dt.timedelta(minutes=1))
    assert found()["BAI"]["R1"] == Status.MET
    Assignment.objects.filter(pk=row.pk).update(document=None)
    look(now=now + dt.timedelta(minutes=2))
    assert found()["BAI"]["R1"] == Status.PARTLY


def receipts(agency: Agency) -> list[tuple[str, bool]]:
    """Return (how many have received it, whether all have) of the dispatches that R30 lists."""
    row = Finding.objects.get(agency=agency, requirement__key="R30", until=None)
    return [(each["note"], each["fine"]) for each in row.evidence]


def test_a_closed_dispatch_need_not_be_received_any_more(six):
    overseer = make_overseer(six["DU"].agency)
    directive = make_directive(overseer, six["BAI"].agency)
    look()
    assert found()["DU"]["R30"] == Status.NOT_MET
    now = timezone.now()
    close_directive(directive_id=directive.pk, user=overseer, now=now)
    look(now=now + dt.timedelta(minutes=1))
    assert found()["DU"]["R30"] == Status.UNKNOWN
