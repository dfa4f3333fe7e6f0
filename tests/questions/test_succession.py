"""Questions that wait at an agency that is no more."""

import pytest
from django.utils import timezone

from network.agencies import tasks
from network.agencies.models import AuditEntry, Succession
from network.questions.desk.forms import ForwardForm
from network.questions.desk.services import begin_answer
from network.questions.models import Question, QuestionState
from tests.factories.moderation import Office, end, make_office
from tests.factories.questions import ASK, FOLLOW, code_in, make_question, send_question

pytestmark = pytest.mark.django_db


@pytest.fixture
def former() -> Office:
    return make_office("STTTT")


@pytest.fixture
def heir() -> Office:
    return make_office("SKHCN")


def where(question: Question) -> str:
    """Return the code of the agency that has the question after the morning's job."""
    tasks.pass_on(timestamp=0)
    question.refresh_from_db()
    return question.agency.code


def test_what_waits_goes_to_who_follows_and_its_asker_reads_why(client, former, heir):
    code = code_in(send_question(client, agency=former.agency.slug))
    question = Question.objects.get()
    end(former, heir)
    assert where(question) == heir.agency.code
    assert question.state == QuestionState.FORWARDED
    assert question.due_on > timezone.localdate()
    assert [each.reason for each in question.forwardings.all()] == [
        f"{former.agency.name} đã kết thúc hoạt động."
    ]
    logged = AuditEntry.objects.filter(action="question_forwarded")
    assert {each.agency_id for each in logged} == {former.agency.pk, heir.agency.pk}
    assert heir.agency.name in client.post(FOLLOW, {"code": code}).content.decode()


def test_it_goes_on_until_somebody_works(former, heir):
    last = make_office("SKH")
    question = make_question(former.agency)
    end(former, heir)
    end(heir, last)
    assert where(question) == last.agency.code


@pytest.mark.parametrize(
    "case", ["lives", "several", "a part", "nobody", "a circle", "begun", "answered"]
)
def test_what_is_for_a_person_stays(former, heir, case):
    question = make_question(former.agency)
    if case == "begun":
        # Its people have no roles once it has ended.
        begin_answer(question_id=question.pk, user=former.author, now=timezone.now())
        question.refresh_from_db()
    heirs = {"several": [heir, make_office("SNV")], "nobody": []}.get(case, [heir])
    end(former, *heirs, days_ago=0 if case == "lives" else 1)
    if case == "a part":
        Succession.objects.update(partial=True)
    if case == "a circle":
        end(heir, former)
    if case == "answered":
        question.state, question.closed_at = QuestionState.REFUSED, timezone.now()
        question.refusal = "spam"
    question.save()
    assert where(question) == former.agency.code


def test_nobody_forwards_to_an_agency_that_is_no_more(former, heir):
    form = {"to": former.agency.name, "reason": "Thuộc thẩm quyền của Sở này."}
    assert ForwardForm(form).is_valid()
    end(former, heir)
    assert not ForwardForm(form).is_valid()


def test_nobody_asks_an_agency_that_is_no_more(client, former, heir):
    end(former, heir)
    form = client.get(f"{ASK}?co-quan={former.agency.slug}").content.decode()
    assert former.agency.name not in form
    assert heir.agency.name in form
