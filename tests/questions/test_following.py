"""An asker follows a question by its code, and may delete it."""

import pytest
from django.utils import timezone

from network.agencies.models import AuditEntry, Role
from network.agencies.transfer import transfer
from network.questions.actions import QuestionAction
from network.questions.models import Question
from tests.factories.moderation import make_member
from tests.factories.questions import FOLLOW, code_in, make_question, send_question
from tests.factories.sections import make_answer, make_place, make_section

pytestmark = pytest.mark.django_db
DELETE = f"{FOLLOW}xoa/"


@pytest.fixture
def home(db):
    home = make_section("Sở Tư pháp")
    make_member(home.agency, Role.OVERSEER)
    return home


@pytest.fixture
def code(client, home):
    return code_in(send_question(client))


def shown(client, code: str) -> str:
    answer = client.post(FOLLOW, {"code": code})
    assert answer.status_code == 200
    assert not answer.cookies
    return answer.content.decode()


def test_the_code_may_be_typed_in_any_way(client, home, code):
    for typed in (code, code.lower(), code.replace("-", " "), f"  {code.replace('-', '')} "):
        assert home.agency.name in shown(client, typed)


def test_its_way_is_told_but_not_why_nor_by_whom(client, home, code):
    other = make_section("Sở Y tế")
    question = Question.objects.get()
    question.forwardings.create(
        agency=home.agency, to_agency=other.agency, reason="Bí mật", forwarded_at=timezone.now()
    )
    transfer(question, to=other.agency)
    question.state = "forwarded"
    question.save()
    text = shown(client, code)
    assert other.agency.name in text
    assert "Bí mật" not in text


def test_a_refusal_is_told_with_its_reason(client, code):
    Question.objects.update(
        state="refused", refusal="dispute", refusal_note="Nộp đơn ra tòa.", closed_at=timezone.now()
    )
    assert "Nộp đơn ra tòa." in shown(client, code)


def test_an_answer_is_linked_as_long_as_it_is_published(client, home, code):
    page = make_answer(make_place(home))
    Question.objects.update(state="answered", page=page, closed_at=timezone.now())
    assert f'href="{page.url}"' in shown(client, code)
    page.unpublish()
    assert f'href="{page.url}"' not in shown(client, code)


def test_a_wrong_code_gets_a_plain_sentence_and_soon_another(client, code, settings):
    settings.WRONG_CODES_PER_HOUR = 2
    wrong = "CCCC-CCCC-CCCC"
    assert [client.post(FOLLOW, {"code": wrong}).status_code for _ in range(3)] == [422, 422, 429]
    assert client.post(FOLLOW, {"code": wrong}).status_code == 429


def test_a_right_code_is_answered_however_many_wrong_ones_its_network_sent(client, code, settings):
    settings.WRONG_CODES_PER_HOUR = 2
    for _ in range(4):
        client.post(FOLLOW, {"code": "CCCC-CCCC-CCCC"})
    assert shown(client, code)


def test_markup_and_nonsense_in_the_code_are_only_wrong(client, home):
    for typed in ("<script>", "' OR 1=1 --", "\x00", "K" * 60, ""):
        answer = client.post(FOLLOW, {"code": typed})
        assert answer.status_code in (200, 422)
        assert "<script>" not in answer.content.decode().partition("</head>")[2]


def test_its_asker_deletes_it_once_this_is_meant(client, home, code):
    client.post(DELETE, {"code": code})
    assert Question.objects.exists()
    client.post(DELETE, {"code": code, "sure": "on"})
    assert not Question.objects.exists()
    line = AuditEntry.objects.get(action=QuestionAction.WITHDRAWN)
    assert (line.agency, line.actor) == (home.agency, None)
    assert client.post(FOLLOW, {"code": code}).status_code == 422


def test_nobody_deletes_another_question(client, home, code):
    other = make_question(home.agency)
    client.post(DELETE, {"code": "CCCC-CCCC-CCCC", "sure": "on"})
    client.post(DELETE, {"code": code, "sure": "on", "question_id": other.pk})
    assert list(Question.objects.all()) == [other]
