"""What cannot be of a directive is refused by the database, whoever asks."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from network.directives.models import (
    Assignment,
    AssignmentState,
    Directive,
    DirectiveTask,
    Recipient,
    RecipientRole,
)
from network.directives.services import receive_directive
from network.directives.task_services import (
    TaskEvidence,
    TaskFacts,
    accept_assignment,
    finish_assignment,
)
from tests.factories.directives import make_directive, make_overseer, receipt_of, task_of
from tests.factories.moderation import make_office

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
TASK = TaskFacts(words="Báo cáo", rhythm="yearly")


@pytest.fixture
def overseer(office):
    return make_overseer(office.agency)


@pytest.fixture
def sent(office, overseer):
    return make_directive(overseer, office.agency, tasks=(TASK,), sent_at=timezone.now() - HOUR)


def refused(how, *arguments, **fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        how(*arguments, **fields)


def test_what_was_sent_is_not_deleted_nor_changed(sent):
    rows = Directive.objects.filter(pk=sent.pk)
    refused(rows.delete)
    for field, value in {
        "abstract": "Khác",
        "number": "1/STP",
        "kinds": ["so"],
        "sent_at": None,
        "file": "directives/khac.pdf",
    }.items():
        refused(rows.update, **{field: value})
    refused(rows.update, closed_at=F("sent_at") - HOUR)
    assert rows.update(closed_at=timezone.now()) == 1
    refused(rows.update, closed_at=timezone.now())
    refused(rows.update, closed_at=None)


def test_its_recipients_and_tasks_stay(office, sent):
    other = make_office("SYT")
    receipts = Recipient.objects.filter(directive=sent)
    refused(receipts.delete)
    refused(receipts.update, agency=other.agency)
    refused(receipts.update, role=RecipientRole.FILED)
    refused(receipts.create, directive=sent, agency=other.agency, role=RecipientRole.CARRY_OUT)
    tasks = DirectiveTask.objects.filter(directive=sent)
    refused(tasks.update, words="Khác")
    refused(tasks.create, directive=sent, words="Thêm", rhythm="yearly")


def test_it_is_received_once_and_not_before_it_was_sent(office, overseer, sent):
    draft = make_directive(overseer, office.agency, is_sent=False)
    refused(draft.recipients.update, received_at=timezone.now())
    rows = Recipient.objects.filter(directive=sent)
    refused(rows.update, received_at=sent.sent_at - HOUR)
    pk = receipt_of(sent, office.agency).pk
    receive_directive(recipient_id=pk, user=office.author, now=timezone.now())
    refused(rows.update, received_at=sent.sent_at)
    refused(rows.update, received_at=None)


def test_recipient_and_task_are_one_thing_each(office, overseer):
    draft = make_directive(overseer, office.agency, is_sent=False)
    refused(draft.recipients.create, agency=office.agency, role=RecipientRole.INFORM)
    refused(draft.recipients.create, role=RecipientRole.INFORM)
    refused(draft.recipients.create, name="Bộ Tư pháp", role="khac")
    refused(draft.tasks.create, words="Không hạn")
    refused(draft.tasks.create, words="Hai hạn", rhythm="yearly", working_days=3)
    refused(draft.tasks.create, words="", rhythm="yearly")


def test_a_question_is_answered_in_words_one_at_a_time(office, sent):
    now, receipt = timezone.now(), receipt_of(sent, office.agency)
    question = receipt.questions.create(text="Mẫu nào?", asked_at=now)
    rows = receipt.questions.filter(pk=question.pk)
    refused(receipt.questions.create, text="Hạn nào?", asked_at=now)
    refused(rows.update, answer="Mẫu cũ")
    refused(rows.update, answered_at=now)
    refused(rows.update, answer="Mẫu cũ", answered_at=now - HOUR)


def test_a_task_begins_new_at_an_agency_that_carries_it_out(office, sent):
    other = make_office("SYT")
    task, day = sent.tasks.get(), dt.date(2030, 1, 1)
    refused(Assignment.objects.create, task=task, agency=other.agency, due_on=day)
    done = {"state": AssignmentState.DOING, "due_on": day}
    refused(Assignment.objects.create, task=task, agency=office.agency, **done)
    rows = Assignment.objects.filter(task=task)
    refused(rows.update, agency=other.agency)
    refused(rows.update, due_on=day)
    refused(rows.delete)


def test_no_state_is_left_out_and_what_was_accepted_stays(office, overseer, sent):
    task = task_of(sent, office.agency)
    rows, now = Assignment.objects.filter(pk=task.pk), timezone.now()
    done = {"note": "Xong", "done_at": now, "decided_at": now}
    refused(rows.update, state=AssignmentState.DONE)
    refused(rows.update, state=AssignmentState.ACCEPTED, **done)
    refused(rows.update, state=AssignmentState.RETURNED, reason="Thiếu", **done)
    refused(rows.update, state="khac")
    finish_assignment(
        assignment_id=task.pk,
        evidence=TaskEvidence(note="Xong", why_none="Việc làm trực tiếp, không có văn bản."),
        user=office.approver,
        now=now,
    )
    refused(rows.update, state=AssignmentState.NEW)
    refused(rows.update, state=AssignmentState.ACCEPTED)
    refused(rows.update, state=AssignmentState.RETURNED, decided_at=now)
    refused(rows.update, state=AssignmentState.ACCEPTED, decided_at=now - HOUR)
    accept_assignment(assignment_id=task.pk, user=overseer, now=now)
    refused(rows.update, note="Khác")
    refused(rows.update, state=AssignmentState.RETURNED, reason="Thiếu")


def test_a_draft_may_be_changed_and_deleted(office, overseer):
    draft = make_directive(overseer, office.agency, tasks=(TASK,), is_sent=False)
    draft.tasks.update(words="Khác")
    draft.recipients.update(role=RecipientRole.INFORM)
    draft.delete()
    assert not Directive.objects.exists()
