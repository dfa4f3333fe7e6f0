"""What each agency owes, for all of them at once."""

import datetime as dt

import pytest
from django.utils import timezone

from network.directives.selectors import DirectiveCounts, directive_counts
from network.directives.services import close_directive, receive_directive
from network.directives.task_services import (
    TaskEvidence,
    TaskFacts,
    accept_assignment,
    finish_assignment,
    return_assignment,
)
from tests.factories.directives import make_directive, make_overseer, receipt_of
from tests.factories.moderation import make_office

pytestmark = pytest.mark.django_db


def test_the_standing_of_all_agencies_in_two_queries(office, django_assert_num_queries):
    now, day = timezone.now(), timezone.localdate()
    overseer, other, third = make_overseer(office.agency), make_office("SYT"), make_office("STC")
    tasks = (
        TaskFacts(words="Trễ", due_on=day - dt.timedelta(1), requirements=["R1"]),
        TaskFacts(words="Còn hạn", due_on=day + dt.timedelta(9), requirements=["R1", "R2"]),
        TaskFacts(words="Khác", due_on=day + dt.timedelta(9), requirements=["R9"]),
    )
    directive = make_directive(overseer, office.agency, other.agency, tasks=tasks, sent_at=now)
    receipt = receipt_of(directive, other.agency).pk
    receive_directive(recipient_id=receipt, user=other.author, now=now)
    for words in ("Trễ", "Còn hạn"):
        task = other_task(directive, other.agency, words)
        done = TaskEvidence(note="Xong", why_none="Việc làm trực tiếp, không có văn bản.")
        finish_assignment(assignment_id=task, evidence=done, user=other.approver, now=now)
    accept_assignment(assignment_id=task, user=overseer, now=now)
    late = other_task(directive, other.agency, "Trễ")
    return_assignment(assignment_id=late, reason="Thiếu tệp.", user=overseer, now=now)
    ids = [each.agency.pk for each in (office, other, third)]
    with django_assert_num_queries(2):
        found = directive_counts(ids, day=day)
    assert found == {
        office.agency.pk: DirectiveCounts(unreceived=1, open=3, late=1),
        other.agency.pk: DirectiveCounts(open=2, late=1, returned=1, accepted=1),
        third.agency.pk: DirectiveCounts(),
    }
    of_r2 = directive_counts(ids, day=day, requirement="R2")
    assert of_r2[office.agency.pk] == DirectiveCounts(unreceived=1, open=1)
    assert of_r2[other.agency.pk] == DirectiveCounts(accepted=1)
    close_directive(directive_id=directive.pk, user=overseer, now=now)
    assert directive_counts(ids, day=day)[office.agency.pk] == DirectiveCounts()
    assert directive_counts(ids, day=day)[other.agency.pk] == DirectiveCounts(accepted=1)


def other_task(directive, agency, words):
    return directive.tasks.get(words=words).assignments.get(agency=agency).pk
