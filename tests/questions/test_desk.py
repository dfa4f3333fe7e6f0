"""Officers deal with the questions of their agency, and see nothing of others."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from network.agencies.models import AuditEntry, Role
from network.questions.actions import QuestionAction
from network.questions.desk import services
from network.questions.models import Question, QuestionRefusal, QuestionState
from network.questions.services import note_published
from sites.models import QuestionPage, SectionIndexPage
from tests.factories.accounts import signed_in
from tests.factories.moderation import make_member, make_office
from tests.factories.questions import make_question

pytestmark = pytest.mark.django_db
LIST = "/admin/cau-hoi/"
REASON = "Thuộc lĩnh vực của cơ quan bạn."


@pytest.fixture
def other(db):
    return make_office("SYT")


@pytest.fixture
def question(office):
    return make_question(office.agency, "Tôi tên là Nguyễn Văn An, hỏi khai sinh ở đâu?")


def address(name: str, question: Question) -> str:
    return reverse(f"question_desk:{name}", args=[question.pk])


def doing(question: Question, user) -> dict:
    return {"question_id": question.pk, "user": user, "now": timezone.now()}


def test_the_list_has_the_agency_s_open_questions_the_oldest_first(client, office, other):
    old = make_question(office.agency, "Câu cũ hơn", asked_at=timezone.now() - dt.timedelta(9))
    new = make_question(office.agency, "Câu mới")
    make_question(other.agency, "Câu của Sở khác")
    closed = {"state": "refused", "refusal": "spam", "closed_at": timezone.now()}
    make_question(office.agency, "Câu đã đóng", **closed)
    text = signed_in(client, office.author).get(LIST).content.decode()
    assert text.index(address("question", old)) < text.index(address("question", new))
    assert "Câu của Sở khác" not in text
    assert "Câu đã đóng" not in text
    assert "Câu đã đóng" in client.get(f"{LIST}?state=refused").content.decode()


def test_late_ones_are_found_and_marked(client, office):
    make_question(office.agency, "Câu trễ hạn", due_on=timezone.localdate() - dt.timedelta(1))
    make_question(office.agency, "Câu còn hạn")
    text = signed_in(client, office.author).get(f"{LIST}?state=late").content.decode()
    assert "Câu trễ hạn" in text
    assert "Câu còn hạn" not in text


def test_a_foreign_question_answers_like_one_that_does_not_exist(client, other, question):
    signed_in(client, other.agency_admin)
    for name in ("question", "take_in", "forward", "refuse", "answer"):
        assert client.get(address(name, question)).status_code == 404
        assert client.post(address(name, question), {}).status_code == 404


def test_the_overseer_reads_all_and_changes_nothing(client, office, other, question):
    signed_in(client, make_member(other.agency, Role.OVERSEER))
    assert "Nguyễn Văn An" in client.get(LIST).content.decode()
    text = client.get(address("question", question)).content.decode()
    assert "Nguyễn Văn An" in text
    assert address("take_in", question) not in text
    assert client.post(address("take_in", question), {}).status_code == 403
    question.refresh_from_db()
    assert question.state == QuestionState.RECEIVED


@pytest.mark.parametrize("role", [Role.NETWORK_ADMIN, Role.REPORT_VIEWER])
def test_other_network_roles_read_no_questions(client, office, question, role):
    signed_in(client, make_member(office.agency, role))
    assert client.get(LIST).status_code in (302, 403)
    answer = client.get(address("question", question))
    assert answer.status_code in (302, 403, 404)
    assert b"Nguy" not in answer.content or answer.status_code != 200


def test_the_address_of_the_asker_is_shown_to_nobody(client, office):
    question = make_question(office.agency, contact="dan@example.vn")
    signed_in(client, office.agency_admin)
    for url in (LIST, address("question", question), address("answer", question)):
        assert "dan@example.vn" not in client.get(url).content.decode()


def test_of_two_officers_who_take_it_in_the_second_learns_who_was_first(office, question):
    office.author.first_name, office.author.last_name = "Hiền", "Rơ Châm"
    office.author.save()
    services.take_in(**doing(question, office.author))
    with pytest.raises(ValidationError, match="Hiền"):
        services.take_in(**doing(question, office.appraiser))
    assert Question.objects.get().handler == office.author


def test_of_two_drafts_only_the_first_is_made(office, question):
    services.begin_answer(**doing(question, office.author))
    with pytest.raises(ValidationError):
        services.begin_answer(**doing(question, office.agency_admin))
    assert QuestionPage.objects.count() == 1


def test_forwarded_it_is_the_other_s_and_the_former_sees_that_it_went(
    client, office, other, question
):
    signed_in(client, office.author)
    Question.objects.filter(pk=question.pk).update(due_on=timezone.localdate())
    form = {"to": "so syt", "reason": REASON}
    assert client.post(address("forward", question), form).status_code == 302
    # The time of who gets it begins now.
    assert Question.objects.get(pk=question.pk).due_on > timezone.localdate()
    assert client.get(address("question", question)).status_code == 404
    gone = client.get(f"{LIST}da-chuyen/").content.decode()
    assert other.agency.name in gone
    assert "Nguyễn Văn An" not in gone
    signed_in(client, other.author)
    assert REASON in client.get(address("question", question)).content.decode()
    lines = AuditEntry.objects.filter(action=QuestionAction.FORWARDED)
    assert {line.agency for line in lines} == {office.agency, other.agency}


def test_a_question_whose_answer_is_begun_is_not_forwarded(office, other, question):
    services.begin_answer(**doing(question, office.author))
    with pytest.raises(ValidationError):
        services.forward(to=other.agency, reason=REASON, **doing(question, office.author))
    question.refresh_from_db()
    assert question.agency == office.agency


def test_who_was_slower_than_a_forwarding_is_told(office, other, question):
    services.forward(to=other.agency, reason=REASON, **doing(question, office.author))
    with pytest.raises(ValidationError, match=other.agency.name):
        services.take_in(**doing(question, office.appraiser))


@pytest.mark.parametrize(
    ("to", "said"), [("khong co", "No agency"), ("so", "Several"), ("STP", "already")]
)
def test_an_agency_that_is_not_meant_clearly_is_asked_for_again(
    client, office, other, question, to, said
):
    signed_in(client, office.author)
    answer = client.post(address("forward", question), {"to": to, "reason": REASON})
    assert answer.status_code == 200
    assert Question.objects.get().agency == office.agency


def test_a_refusal_needs_more_than_an_author_and_a_reason(client, office, question):
    form = {"refusal": "dispute", "note": "Ông bà gửi đơn đến Tòa án nhân dân khu vực."}
    signed_in(client, office.author)
    assert client.post(address("refuse", question), form).status_code in (302, 403)
    assert Question.objects.get().is_open
    signed_in(client, office.approver)
    assert client.post(address("refuse", question), form | {"note": ""}).status_code == 200
    assert Question.objects.get().is_open
    assert client.post(address("refuse", question), form).status_code == 302
    assert Question.objects.get().refusal == QuestionRefusal.DISPUTE


def test_the_page_of_a_question_tells_who_did_what_with_it_and_as_what(client, office, question):
    author, approver = office.author, office.approver
    author.first_name, author.last_name = "Hiền", "Rơ Châm"
    author.save()
    services.take_in(**doing(question, author))
    take_in_role = author.memberships.get()
    take_in_role.valid_to = timezone.localdate() - dt.timedelta(days=1)
    take_in_role.save()
    form = {"refusal": "dispute", "note": "Ông bà gửi đơn đến Tòa án nhân dân khu vực."}
    signed_in(client, approver)
    client.post(address("refuse", question), form)
    text = client.get(address("question", question)).content.decode()
    history = text[text.index("row-history") :]
    assert history.index(str(QuestionAction.REFUSED.label)) < history.index("Rơ Châm Hiền")
    # What the author was then is told although it has ended.
    assert str(Role.AUTHOR.label) in history
    assert AuditEntry.objects.about(question).count() == 2
    assert not AuditEntry.objects.about(make_question(office.agency)).exists()


def test_the_draft_holds_the_question_without_what_tells_who_asked(client, office, question):
    signed_in(client, office.author)
    answer = client.post(address("answer", question), {})
    page = QuestionPage.objects.get()
    assert answer["Location"] == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert "Nguyễn Văn An" not in page.question
    assert page.question.startswith("Tôi tên là […]")
    assert not page.live
    assert page.get_parent().specific.key == "hoi_dap"
    assert client.get(answer["Location"]).status_code == 200


def test_without_a_place_for_answers_the_officer_is_told_what_to_do(office, question):
    SectionIndexPage.objects.filter(key__startswith="hoi_dap").update(key="other")
    with pytest.raises(ValidationError):
        services.begin_answer(**doing(question, office.author))
    assert Question.objects.get().state == QuestionState.RECEIVED


def test_a_closed_question_is_dealt_with_no_more(office, other, question):
    note = "Câu hỏi này đã được trả lời."
    services.refuse(refusal=QuestionRefusal.SPAM, note=note, **doing(question, office.approver))
    for deed in (
        lambda: services.take_in(**doing(question, office.author)),
        lambda: services.begin_answer(**doing(question, office.author)),
        lambda: services.forward(to=other.agency, reason=note, **doing(question, office.author)),
    ):
        with pytest.raises(ValidationError):
            deed()


def test_what_waits_stands_on_the_start_page_of_its_agency(client, office, other, question):
    make_question(office.agency, "Câu thứ hai của dân")
    text = signed_in(client, office.author).get("/admin/").content.decode()
    # Among what waits, and in the list of what came since the last look.
    assert text.count("Câu hỏi của người dân ·") + text.count("· Câu hỏi của người dân") == 4
    assert address("question", question) in text
    signed_in(client, other.author)
    assert address("question", question) not in client.get("/admin/").content.decode()
    signed_in(client, make_member(other.agency, Role.OVERSEER))
    assert f"{LIST}?state=late" in client.get("/admin/").content.decode()


def test_an_answer_published_meanwhile_closes_even_a_refused_question(office, question):
    page = services.begin_answer(**doing(question, office.author))
    services.refuse(
        refusal=QuestionRefusal.OTHER, note="Chưa đủ căn cứ.", **doing(question, office.approver)
    )
    note_published(page=page, now=timezone.now())
    assert Question.objects.get().state == QuestionState.ANSWERED


@pytest.mark.parametrize("name", ["take_in", "forward", "refuse", "answer"])
def test_whoever_acts_reads_the_whole_question_there(client, office, name):
    question = make_question(office.agency, f"Tôi hỏi về khai sinh. {'Rất dài. ' * 40}Câu cuối?")
    html = signed_in(client, office.agency_admin).get(address(name, question)).content.decode()
    assert "Câu cuối?" in html


def test_a_late_question_says_so_once_in_the_list_and_on_its_page(client, office):
    day = timezone.localdate() - dt.timedelta(1)
    late = make_question(office.agency, "Câu trễ hạn", due_on=day)
    make_question(office.agency, "Câu còn hạn")
    listed = signed_in(client, office.author).get(LIST).content.decode()
    assert listed.count(">quá hạn<") == 1
    assert "asked__late" in client.get(address("question", late)).content.decode()
