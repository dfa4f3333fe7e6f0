"""Two people at one question or report in the same moment: the second reads what the first did."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from network.agencies.models import Role
from network.questions.desk import services as desk
from network.questions.models import Forwarding, ProblemReport, Question
from network.questions.problems.services import close_problem
from network.questions.services import withdraw_question
from tests.factories.at_once import committed_office, one_behind_the_other
from tests.factories.moderation import Office, make_member, make_office
from tests.factories.questions import make_problem, make_question

REASON = "Việc này do ngành y tế giải quyết."


@pytest.fixture
def office(django_db_setup, django_db_blocker) -> Iterator[Office]:
    """An office whose rows other connections see."""
    with django_db_blocker.unblock(), committed_office() as office:
        yield office


def late(
    row: Question | ProblemReport, first: Callable[..., Any], second: Callable[..., Any]
) -> str:
    """Let both wait for the row, in this order; return what the second reads."""
    now = timezone.now()
    running = one_behind_the_other(row, partial(first, now=now), partial(second, now=now))
    running[0].result()
    with pytest.raises(ValidationError) as refused:
        running[1].result()
    return refused.value.messages[0]


def test_who_forwards_a_question_that_was_just_forwarded_reads_where_it_went(office):
    other = make_office("SYT").agency
    question = make_question(office.agency)
    forward = partial(desk.forward, question_id=question.pk, to=other, reason=REASON)
    first, second = (partial(forward, user=user) for user in (office.author, office.approver))
    assert other.name in late(question, first, second)
    assert Forwarding.objects.count() == 1


def test_who_begins_an_answer_that_was_just_begun_reads_by_whom(office):
    question = make_question(office.agency)
    begin = partial(desk.begin_answer, question_id=question.pk)
    first, second = office.author, make_member(office.agency, Role.AUTHOR)
    read = late(question, partial(begin, user=first), partial(begin, user=second))
    assert first.get_full_name() in read


def test_who_takes_in_a_question_that_its_asker_just_deleted_reads_that(office):
    question = make_question(office.agency)
    delete = partial(withdraw_question, question_id=question.pk)
    take_in = partial(desk.take_in, question_id=question.pk, user=office.author)
    assert late(question, delete, take_in)
    assert not Question.objects.exists()


def test_who_closes_a_report_that_was_just_closed_reads_by_whom(office):
    report = make_problem(office.agency)
    close = partial(close_problem, report_id=report.pk)
    first = partial(close, user=office.author, note="Đã sửa ngày")
    read = late(report, first, partial(close, user=office.approver, note="Không sai"))
    assert office.author.get_full_name() in read
    assert "Đã sửa ngày" in read
