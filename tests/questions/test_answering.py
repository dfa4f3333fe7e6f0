"""From the draft to "answered": the usual way, the mail, and forgetting."""

import datetime as dt
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry, Revision

from network.agencies.models import AuditEntry
from network.mailing.models import Delivery, MailOutcome
from network.moderation.services import return_page
from network.questions.actions import QuestionAction
from network.questions.desk import services
from network.questions.models import Forwarding, Question, QuestionRefusal
from network.questions.services import erase_old, withdraw_question
from tests.factories.accounts import run_jobs, signed_in
from tests.factories.mailing import minutes_pass, no_mail_server, refused, send_once_more
from tests.factories.moderation import hand_in, make_office, publish, seen
from tests.factories.questions import make_problem, make_question

pytestmark = pytest.mark.django_db
CONTACT = "dan@example.vn"
WHY = "Việc này do Tòa án giải quyết."


def begin(office, text="", **fields):
    """Return a question, and its draft as its author completes it."""
    question = make_question(office.agency, text, **fields)
    page = services.begin_answer(question_id=question.pk, user=office.author, now=timezone.now())
    page.summary, page.body = "Ở xã nơi cư trú.", [("paragraph", "<p>Trả lời đầy đủ.</p>")]
    page.source_author = "Rơ Châm Hiền"
    page.save_revision(user=office.author)
    return question, page


def refuse(question, office, note=WHY):
    services.refuse(
        question_id=question.pk,
        user=office.approver,
        refusal=QuestionRefusal.DISPUTE,
        note=note,
        now=timezone.now(),
    )


def forward(question, user, **fields):
    services.forward(question_id=question.pk, user=user, now=timezone.now(), **fields)


def mails_to_askers():
    run_jobs()
    return [message for message in mail.outbox if message.to == [CONTACT]]


def test_published_on_the_usual_way_it_is_answered_and_its_asker_gets_the_address(office):
    question, page = begin(office, contact=CONTACT)
    assert mails_to_askers() == []
    publish(page, office)
    question.refresh_from_db()
    assert question.state == "answered"
    (letter,) = mails_to_askers()
    assert page.url in letter.body
    assert AuditEntry.objects.filter(action=QuestionAction.ANSWERED).count() == 1


def test_what_people_took_out_of_a_question_stays_nowhere_in_the_history_of_its_answer(office):
    question, page = begin(office, "H’Bơm ở làng Kép có được đi học không?")
    assert "Bơm" in str([page.title, page.question])
    page.title = page.question = "Trẻ chưa có giấy khai sinh có được đi học không?"
    page.save_revision(user=office.author, log_action=True)
    page = publish(page, office)
    assert "bom" not in page.url
    run_jobs()
    withdraw_question(question_id=question.pk, now=timezone.now())
    history = Revision.objects.for_instance(page)
    shown = history.values_list("object_str", "content__title", "content__question")
    logs = PageLogEntry.objects.filter(page=page.pk).values_list("label", "data")
    assert "Bơm" not in f"{list(shown)} {list(logs)} {list(AuditEntry.objects.values())}"
    assert history.count() > 1


def test_an_answer_in_review_is_the_reviewers_work_alone_and_comes_back_when_returned(
    client, office
):
    question, page = begin(office)
    address = reverse("question_desk:question", args=[question.pk])
    signed_in(client, office.author)
    assert f'href="{address}"' in client.get("/admin/").content.decode()
    hand_in(page, office.author)
    assert f'href="{address}"' not in client.get("/admin/").content.decode()
    text = client.get(address).content.decode()
    assert "Không trả lời" not in text
    assert "Câu trả lời đã được soạn, và khép câu hỏi khi được đăng." in text
    return_page(
        page_id=page.pk,
        user=office.appraiser,
        seen=seen(page),
        comment="Thiếu nơi nộp.",
        now=timezone.now(),
    )
    assert f'href="{address}"' in client.get("/admin/").content.decode()


def test_nobody_is_mailed_twice_or_without_an_address(office):
    _question, page = begin(office, contact=CONTACT)
    publish(page, office)
    assert len(mails_to_askers()) == 1
    assert send_once_more("questions.told") == 0
    publish(begin(office)[1], office)
    assert len(mails_to_askers()) == 1


def test_a_mail_that_does_not_go_out_is_tried_again(office):
    question, page = begin(office, contact=CONTACT)
    publish(page, office)
    with no_mail_server():
        assert mails_to_askers() == []
    question.refresh_from_db()
    assert question.told_at is None
    minutes_pass(1)
    assert len(mails_to_askers()) == 1
    question.refresh_from_db()
    assert question.told_at


def test_a_mail_server_that_refuses_the_address_puts_it_in_no_log_and_no_list(office, caplog):
    refuse(make_question(office.agency, contact=CONTACT), office)
    no_mailbox = SMTPRecipientsRefused({CONTACT: (550, b"no such mailbox")})
    with refused(CONTACT, lambda _: no_mailbox):
        run_jobs()
    assert "SMTPRecipientsRefused" in caplog.text
    assert CONTACT not in f"{caplog.text} {list(Delivery.objects.values())}"
    assert Delivery.objects.get(agency_id=office.agency.pk).outcome == MailOutcome.REFUSED


def test_a_refusal_is_mailed_with_its_reason(office):
    refuse(make_question(office.agency, contact=CONTACT), office)
    (letter,) = mails_to_askers()
    assert WHY in letter.body


def test_an_answer_that_comes_after_a_refusal_is_mailed_too(office):
    question, page = begin(office, contact=CONTACT)
    refuse(question, office)
    assert len(mails_to_askers()) == 1
    publish(page, office)
    assert page.url in mails_to_askers()[-1].body


def test_an_answer_whose_asker_deleted_the_question_is_published_all_the_same(office):
    question, page = begin(office, contact=CONTACT)
    withdraw_question(question_id=question.pk, now=timezone.now())
    assert publish(page, office).live
    assert mails_to_askers() == []


def test_a_deleted_draft_can_be_begun_anew(office):
    question, page = begin(office)
    page.delete()
    question.refresh_from_db()
    assert question.page is None
    assert begin_again(question, office).pk


def begin_again(question, office):
    return services.begin_answer(question_id=question.pk, user=office.author, now=timezone.now())


def test_what_was_written_is_erased_after_its_days_and_not_before(office, settings):
    settings.QUESTION_KEEP_DAYS = 90
    now = timezone.now()
    private = {"contact": CONTACT, "place": "xã Ia Grai"}
    closed = {"state": "refused", "refusal": "spam"}
    old = make_question(office.agency, **private, **closed, closed_at=now - dt.timedelta(91))
    kept = make_question(office.agency, **private, **closed, closed_at=now - dt.timedelta(89))
    waiting = make_question(office.agency, **private, asked_at=now - dt.timedelta(400))
    problem = make_problem(office.agency, note="Đã sửa", closed_at=now - dt.timedelta(91))
    assert erase_old(now=now) == 2
    old.refresh_from_db()
    problem.refresh_from_db()
    assert (old.text, old.contact, old.place, problem.text) == ("", "", "", "")
    for row in (kept, waiting):
        row.refresh_from_db()
        assert row.contact == CONTACT
    assert erase_old(now=now) == 0


def test_what_officers_wrote_about_an_asker_goes_with_the_question(office):
    other, why = make_office("SYT"), "Bà Siu H’Bơm hỏi về viện phí."
    question = make_question(office.agency)
    forward(question, office.author, to=other.agency, reason=why)
    refuse(question, other, note=why)
    Question.objects.update(closed_at=timezone.now() - dt.timedelta(91))
    assert erase_old(now=timezone.now()) == 1
    kept = [model.objects.values() for model in (Question, Forwarding, AuditEntry)]
    assert "H’Bơm" not in str([list(rows) for rows in kept])
    assert Forwarding.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "lost"},
        {"state": "answered", "closed_at": timezone.now()},
        {"state": "refused", "closed_at": timezone.now()},
        {"state": "received", "refusal": "spam"},
        {"state": "received", "closed_at": timezone.now()},
        {"text": ""},
        {"erased_at": timezone.now(), "text": "", "text_digest": ""},
    ],
    ids=["unknown state", "no page", "no reason", "a reason", "closed", "no text", "still open"],
)
def test_the_database_refuses_a_state_that_does_not_fit(office, wrong):
    question = make_question(office.agency)
    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.filter(pk=question.pk).update(**wrong)
