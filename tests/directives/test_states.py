"""Who moves directives, receipts and tasks from which state to which, and what the journal says."""

import datetime as dt
from copy import deepcopy
from itertools import product
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from network.agencies.models import AuditEntry, Role
from network.agencies.scope import scope_of
from network.directives import services, task_services
from network.directives.models import Assignment, AssignmentState, Directive, Recipient
from network.directives.models import RecipientRole as R
from network.directives.selectors import (
    directive_counts,
    late,
    readable_directives,
    receipts_for,
    unreceived,
)
from network.directives.task_services import TaskEvidence, TaskFacts
from network.media.models import AgencyDocument
from tests.factories.accounts import signed_in
from tests.factories.directives import (
    LIST,
    facts_of,
    make_directive,
    make_overseer,
    receipt_of,
    task_of,
)
from tests.factories.moderation import make_member, make_office

pytestmark = pytest.mark.django_db
S = AssignmentState
DAY = dt.timedelta(days=1)
TASK = TaskFacts(words="Rà soát", working_days=20)
SERVING = {"author", "appraiser", "approver", "agency_admin"}
REPORTING = SERVING - {"author"}
OVERSEER = {"overseer", "second overseer"}


def make_cast():
    """Return two agencies, two overseers and who reads the register."""
    own, other = make_office("SYT"), make_office("STP")
    people = {
        **own.people,
        "overseer": make_overseer(other.agency),
        "second overseer": make_overseer(other.agency),
        "viewer": make_member(other.agency, Role.REPORT_VIEWER),
        "stranger": other.approver,
    }
    return SimpleNamespace(own=own, other=other, people=people)


@pytest.fixture(scope="module")
def cast_of_module(once):
    return once(make_cast)


@pytest.fixture
def cast(cast_of_module, db):
    return deepcopy(cast_of_module)


def tried(act):
    """Return whether it was done, and take it back; refused is what the service says in words."""
    with transaction.atomic():
        try:
            with transaction.atomic():
                act()
            done = True
        except ValidationError:
            done = False
        transaction.set_rollback(True)
    return done


def directive_in(cast, state):
    directive = make_directive(
        cast.people["overseer"], cast.own.agency, tasks=(TASK,), is_sent=state != "draft"
    )
    if state == "closed":
        services.close_directive(
            directive_id=directive.pk, user=cast.people["overseer"], now=timezone.now()
        )
    return directive


def receipt_in(cast, state):
    receipt = receipt_of(directive_in(cast, "sent"), cast.own.agency)
    about = {"recipient_id": receipt.pk, "user": cast.own.author, "now": timezone.now()}
    if state == "received":
        services.receive_directive(**about)
    if state == "asked":
        services.ask_about(text="Theo mẫu nào?", **about)
    return receipt


def task_in(cast, state):
    """Lead a task to a state as its people do; "closed" is one whose directive is closed."""
    row = task_of(directive_in(cast, "sent"), cast.own.agency)
    about = {"assignment_id": row.pk, "now": timezone.now()}
    if state == S.DOING:
        task_services.start_assignment(user=cast.own.author, **about)
    if state in {S.DONE, S.RETURNED, S.ACCEPTED}:
        evidence = TaskEvidence(note="Xong", why_none="Việc làm trực tiếp, không có văn bản.")
        task_services.finish_assignment(evidence=evidence, user=cast.own.approver, **about)
    overseer = cast.people["overseer"]
    if state == S.RETURNED:
        task_services.return_assignment(reason="Thiếu tệp.", user=overseer, **about)
    if state == S.ACCEPTED:
        task_services.accept_assignment(user=overseer, **about)
    if state == "closed":
        about.pop("assignment_id")
        services.close_directive(directive_id=row.task.directive_id, user=overseer, **about)
    return row


def moves_of(service, key, **more):
    return lambda row, about: service(**{key: row.pk}, **more, **about)


DIRECTIVE = {
    "change": lambda row, about: services.change_directive(
        directive_id=row.pk, facts=facts_of(number=f"{row.pk}/STP-PBGDPL"), **about
    ),
    "add_task": moves_of(task_services.add_task, "directive_id", facts=TASK),
    "remove_task": lambda row, about: task_services.remove_task(
        directive_id=row.pk, task_id=row.tasks.first().pk, **about
    ),
    "send": moves_of(services.send_directive, "directive_id"),
    "discard": moves_of(services.discard_directive, "directive_id"),
    "close": moves_of(services.close_directive, "directive_id"),
}
RECEIPT = {
    "receive": moves_of(services.receive_directive, "recipient_id"),
    "ask": moves_of(services.ask_about, "recipient_id", text="Hạn nào?"),
    "answer": moves_of(services.answer_question, "recipient_id", text="Mẫu năm ngoái."),
}
ASSIGNMENT = {
    "start": moves_of(task_services.start_assignment, "assignment_id"),
    "finish": moves_of(
        task_services.finish_assignment,
        "assignment_id",
        evidence=TaskEvidence(note="Xong", why_none="Việc làm trực tiếp, không có văn bản."),
    ),
    "accept": moves_of(task_services.accept_assignment, "assignment_id"),
    "return": moves_of(task_services.return_assignment, "assignment_id", reason="Thiếu."),
}
# Who makes which move in which state; nobody makes any other.
ALLOWED = {
    "draft": dict.fromkeys(("change", "add_task", "remove_task", "send", "discard"), OVERSEER),
    "sent": {"close": OVERSEER},
    "waiting": {"receive": SERVING, "ask": SERVING},
    "received": {"ask": SERVING},
    "asked": {"receive": SERVING, "answer": OVERSEER},
    S.NEW: {"start": SERVING, "finish": REPORTING},
    S.DOING: {"finish": REPORTING},
    S.DONE: {"accept": OVERSEER, "return": OVERSEER},
    S.RETURNED: {"start": SERVING, "finish": REPORTING},
}
WALKS = [
    *((directive_in, DIRECTIVE, state) for state in ("draft", "sent", "closed")),
    *((receipt_in, RECEIPT, state) for state in ("waiting", "received", "asked")),
    *((task_in, ASSIGNMENT, state) for state in (*S, "closed")),
]


@pytest.mark.parametrize(("lead", "moves", "state"), WALKS)
def test_every_move_of_every_role_in_every_state(cast, lead, moves, state):
    row = lead(cast, state)
    for (move, act), (role, person) in product(moves.items(), cast.people.items()):
        about = {"user": person, "now": timezone.now()}
        done = tried(lambda act=act, about=about: act(row, about))
        assert done is (role in ALLOWED.get(state, {}).get(move, ())), (move, role)


JOURNAL = [
    (directive_in, DIRECTIVE, "draft", "change", "directive_changed"),
    (directive_in, DIRECTIVE, "draft", "add_task", "directive_changed"),
    (directive_in, DIRECTIVE, "draft", "remove_task", "directive_changed"),
    (directive_in, DIRECTIVE, "draft", "send", "directive_sent"),
    (directive_in, DIRECTIVE, "draft", "discard", "directive_discarded"),
    (directive_in, DIRECTIVE, "sent", "close", "directive_closed"),
    (receipt_in, RECEIPT, "waiting", "receive", "directive_received"),
    (receipt_in, RECEIPT, "waiting", "ask", "directive_asked"),
    (receipt_in, RECEIPT, "asked", "answer", "directive_answered"),
    (task_in, ASSIGNMENT, S.NEW, "start", "task_started"),
    (task_in, ASSIGNMENT, S.NEW, "finish", "task_done"),
    (task_in, ASSIGNMENT, S.DONE, "accept", "task_accepted"),
    (task_in, ASSIGNMENT, S.DONE, "return", "task_returned"),
]


@pytest.mark.parametrize(("lead", "moves", "state", "move", "action"), JOURNAL)
def test_every_move_is_in_the_journal(cast, lead, moves, state, move, action):
    row = lead(cast, state)
    role = "approver" if "overseer" not in ALLOWED[state][move] else "second overseer"
    before = set(AuditEntry.objects.values_list("pk", flat=True))
    moves[move](row, {"user": cast.people[role], "now": timezone.now()})
    lines = AuditEntry.objects.exclude(pk__in=before)
    agency = None if moves is DIRECTIVE else cast.own.agency
    found = [(each.action, each.actor, each.agency) for each in lines]
    assert found == [(action, cast.people[role], agency)]


def test_who_sent_it_or_reported_it_reads_why_another_person_goes_on(cast):
    both = make_member(cast.own.agency, Role.APPROVER, Role.OVERSEER)
    receipt = receipt_of(make_directive(both, cast.own.agency, tasks=(TASK,)), cast.own.agency)
    with pytest.raises(ValidationError):
        services.receive_directive(recipient_id=receipt.pk, user=both, now=timezone.now())
    row = task_of(receipt.directive, cast.own.agency)
    about = {"assignment_id": row.pk, "user": both, "now": timezone.now()}
    task_services.finish_assignment(
        evidence=TaskEvidence(note="Xong", why_none="Việc làm trực tiếp, không có văn bản."),
        **about,
    )
    with pytest.raises(ValidationError):
        task_services.accept_assignment(**about)


def test_a_task_is_shown_with_files_of_its_agency_alone_and_a_new_report_clears_the_reason(cast):
    row = task_in(cast, S.RETURNED)
    about = {"assignment_id": row.pk, "user": cast.own.approver, "now": timezone.now()}
    theirs, own = (
        AgencyDocument.objects.create(title="Quyết định", collection=each.agency.collection)
        for each in (cast.other, cast.own)
    )
    with pytest.raises(ValidationError, match="cơ quan"):
        task_services.finish_assignment(evidence=TaskEvidence(note="x", document=theirs), **about)
    done = task_services.finish_assignment(evidence=TaskEvidence(note="x", document=own), **about)
    assert (done.document, done.reason) == (own, "")


def test_an_information_copy_brings_no_task_and_an_ended_agency_gets_none(cast):
    overseer, own, other = cast.people["overseer"], cast.own.agency, cast.other.agency
    both = [(own, R.CARRY_OUT), (other, R.INFORM)]
    directive = make_directive(overseer, agencies=both, tasks=(TASK,))
    assert Assignment.objects.get(task__directive=directive).agency == own
    monthly = TaskFacts(words="Báo cáo", rhythm="monthly")
    directive = make_directive(overseer, own, other, tasks=(monthly,))
    type(own).objects.filter(pk=own.pk).update(valid_to=timezone.localdate())
    task_services.assign_next_periods(now=timezone.now() + 40 * DAY)
    counts = [
        Assignment.objects.filter(task__directive=directive, agency=each).count()
        for each in (own, other)
    ]
    assert counts[0] == 1 and counts[1] > 1


def test_a_directive_goes_to_each_agency_once_and_to_somebody(cast):
    overseer, own = cast.people["overseer"], cast.own.agency
    directive = make_directive(overseer, own, kinds=["so"])
    codes = list(
        directive.recipients.order_by("agency__code").values_list("agency__code", flat=True)
    )
    assert codes == ["STP", "SYT"]
    for nobody in (
        facts_of(names=[("Bộ Tư pháp", R.INFORM)]),
        facts_of(kinds=["ubnd_xa"]),
    ):
        draft = services.draw_up_directive(facts=nobody, user=overseer, now=timezone.now())
        with pytest.raises(ValidationError):
            services.send_directive(directive_id=draft.pk, user=overseer, now=timezone.now())
    ended = make_office("SCT").agency
    type(ended).objects.filter(pk=ended.pk).update(valid_to=timezone.localdate() - DAY)
    again = make_directive(overseer, kinds=["so"])
    assert not again.recipients.filter(agency=ended).exists()


def test_a_directive_without_an_agency_is_not_offered_to_be_sent(client, cast):
    overseer = cast.people["overseer"]
    signed_in(client, overseer)
    for facts, offered in (
        (facts_of(names=[("Bộ Tư pháp", R.INFORM)]), False),
        (facts_of(kinds=["so"]), True),
    ):
        draft = services.draw_up_directive(facts=facts, user=overseer, now=timezone.now())
        page = client.get(f"{LIST}{draft.pk}/").content.decode()
        assert (f"{LIST}{draft.pk}/gui/" in page) is offered


def test_a_draft_keeps_its_file_until_another_comes(cast):
    overseer = {"user": cast.people["overseer"], "now": timezone.now()}
    file = SimpleUploadedFile("cong-van.pdf", b"%PDF-1.4\n1 0 obj\n%%EOF")
    draft = services.draw_up_directive(facts=facts_of(cast.own.agency, file=file), **overseer)
    name = draft.file.name
    services.change_directive(directive_id=draft.pk, facts=facts_of(cast.own.agency), **overseer)
    assert Directive.objects.get(pk=draft.pk).file.name == name != ""


def test_each_reads_what_concerns_them(cast):
    draft, sent = directive_in(cast, "draft"), directive_in(cast, "sent")
    theirs = make_directive(cast.people["overseer"], cast.other.agency)
    read = {
        role: set(readable_directives(scope_of(cast.people[role])))
        for role in ("overseer", "author", "stranger", "viewer")
    }
    assert read == {
        "overseer": {draft, sent, theirs},
        "author": {sent},
        "stranger": {theirs},
        "viewer": {sent, theirs},
    }
    got = receipts_for(scope_of(cast.people["author"]))
    assert set(got) == {receipt_of(sent, cast.own.agency)}


def test_a_task_is_late_from_the_day_after_its_last_one_until_its_directive_is_closed(cast):
    row = task_in(cast, S.NEW)
    rows = Assignment.objects.all()
    assert not late(rows, row.due_on).exists()
    assert late(rows, row.due_on + DAY).get() == row
    agency = cast.own.agency.pk
    counted = [directive_counts([agency], day=row.due_on + n * DAY)[agency].late for n in (0, 1)]
    assert counted == [0, 1]
    waiting = unreceived(Recipient.objects.all())
    assert waiting.get().agency == cast.own.agency
    services.close_directive(
        directive_id=row.task.directive_id, user=cast.people["overseer"], now=timezone.now()
    )
    assert not late(rows, row.due_on + DAY).exists()
    assert not waiting.all().exists()
