"""A task that waits for one person is handed to a colleague ("Giao cho người khác")."""

import datetime as dt

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from legal_updates.models import PageReview
from network.agencies.models import AuditEntry, Role
from network.core.working_days import is_working_day
from network.desks.actions import DeskAction
from network.desks.models import Delegation
from network.directives.task_services import TaskFacts
from network.mailing.digests import digest_letters
from network.moderation.services import return_page
from network.questions.models import Question
from tests.factories.accounts import signed_in
from tests.factories.cases import make_case
from tests.factories.directives import make_directive, make_overseer, task_of
from tests.factories.moderation import (
    appraise,
    approve,
    hand_in,
    make_draft,
    make_member,
    make_office,
    publish,
    seen,
)
from tests.factories.questions import make_question
from tests.factories.reports import open_period, report_of

pytestmark = pytest.mark.django_db
WORK, HOME = "/admin/viec-phai-lam/", "/admin/"


@pytest.fixture
def colleague(office):
    return make_member(office.agency, Role.AUTHOR)


def of_page(page):
    return reverse("moderation:delegate", args=[page.pk])


def hand(client, user, url, to, note=""):
    """Hand what is at `url` to somebody, as the form does."""
    return signed_in(client, user).post(url, {"to": to.pk, "note": note})


def returned(office, article):
    return_page(
        page_id=article.pk,
        user=office.appraiser,
        seen=seen(article),
        comment="Thiếu số hiệu văn bản.",
        now=timezone.now(),
    )


def titles(client, user):
    """Return what the worklist of a person names, with who has it."""
    groups = signed_in(client, user).get(WORK).context["groups"]
    return {task.item.title: task.item.delegation for _head, rows in groups for task in rows}


def may_edit(client, user, page):
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return signed_in(client, user).get(edit).status_code == 200


def test_a_returned_draft_goes_to_another_author_who_mends_and_submits_it(
    client, office, colleague
):
    article = hand_in(make_draft(office), office.author)
    returned(office, article)
    assert not may_edit(client, colleague, article)
    answer = hand(client, office.author, of_page(article), colleague, "Tôi đi tập huấn")
    assert answer.url == reverse("wagtailadmin_home")
    words = f"{office.author.shown_name} giao cho bạn: Tôi đi tập huấn"
    assert titles(client, colleague)[article.title] == words
    assert article.title not in titles(client, office.author)
    assert may_edit(client, colleague, article)
    entry = AuditEntry.objects.get(action=DeskAction.DELEGATED)
    assert entry.actor == office.author
    assert entry.detail == {"person": colleague.logged_name}
    assert entry.subject == article.title


def test_who_wrote_a_text_may_not_appraise_it_whoever_has_it_now(client, office, colleague):
    both = make_member(office.agency, Role.AUTHOR, Role.APPRAISER)
    reader = make_member(office.agency, Role.APPRAISER)
    article = hand_in(make_draft(office, author=both), both)
    returned(office, article)
    hand(client, both, of_page(article), colleague)
    article.refresh_from_db()
    article.get_latest_revision_as_object().save_revision(user=colleague)
    article.current_workflow_state.resume(user=colleague)
    answer = hand(client, office.appraiser, of_page(article), both)
    assert answer.status_code == 200
    assert Delegation.objects.get().to == colleague
    hand(client, office.appraiser, of_page(article), reader)
    assert titles(client, reader)[article.title] == f"{office.appraiser.shown_name} giao cho bạn"
    assert titles(client, office.appraiser)[article.title] == f"Đã giao cho {reader.shown_name}"


def test_an_appraiser_who_wrote_a_part_is_not_offered(client, office):
    both = make_member(office.agency, Role.AUTHOR, Role.APPRAISER)
    article = hand_in(make_draft(office, author=both), both)
    form = signed_in(client, office.appraiser).get(of_page(article)).context["form"]
    assert both not in form.fields["to"].queryset
    hand(client, office.appraiser, of_page(article), both)
    assert not Delegation.objects.exists()


def test_the_appraiser_is_not_offered_for_the_approval(client, office):
    both = make_member(office.agency, Role.APPRAISER, Role.APPROVER)
    article = hand_in(make_draft(office), office.author)
    appraise(article, both)
    hand(client, office.approver, of_page(article), both)
    assert not Delegation.objects.exists()
    other = make_member(office.agency, Role.APPROVER)
    hand(client, office.approver, of_page(article), other)
    assert Delegation.objects.get().to == other
    # It gives no right of its own, and takes none: whoever comes first decides.
    approve(article, office.approver)
    article.refresh_from_db()
    assert article.live


def test_a_stage_later_it_is_nobody_s_in_particular_again(client, office):
    other = make_member(office.agency, Role.APPRAISER)
    article = hand_in(make_draft(office), office.author)
    hand(client, office.appraiser, of_page(article), other)
    returned(office, article)
    assert titles(client, office.author)[article.title] == ""


def test_another_author_cannot_give_away_a_draft_and_the_leader_can(client, office, colleague):
    article = make_draft(office)
    third = make_member(office.agency, Role.AUTHOR)
    refused = hand(client, colleague, of_page(article), third)
    assert refused.status_code in (302, 403)
    assert not Delegation.objects.exists()
    hand(client, office.approver, of_page(article), third)
    assert Delegation.objects.get().to == third
    assert may_edit(client, third, article)


def test_a_foreign_object_and_a_foreign_colleague_do_not_exist(client, office):
    stranger = make_office("SYT")
    article = hand_in(make_draft(office), office.author)
    assert hand(client, stranger.appraiser, of_page(article), stranger.author).status_code == 404
    assert client.get(of_page(article)).status_code == 404
    assert hand(client, office.appraiser, of_page(article), stranger.appraiser).status_code == 404
    assert not Delegation.objects.exists()


def test_a_person_without_the_role_is_not_offered_and_nothing_changes(client, office):
    article = hand_in(make_draft(office), office.author)
    answer = hand(client, office.appraiser, of_page(article), office.author)
    assert answer.status_code == 200
    assert not Delegation.objects.exists()
    assert not AuditEntry.objects.filter(action=DeskAction.DELEGATED).exists()


def test_nobody_else_holds_the_role_and_the_screen_says_so(client, office):
    article = hand_in(make_draft(office), office.author)
    text = signed_in(client, office.appraiser).get(of_page(article)).content.decode()
    assert "Trong cơ quan không còn ai khác" in text


def test_a_question_is_seen_to_by_the_colleague(client, office, colleague):
    question = make_question(office.agency, "Tôi là Nguyễn Văn An, hỏi khai sinh ở đâu?")
    url = reverse("question_desk:delegate", args=[question.pk])
    hand(client, office.author, url, colleague)
    question.refresh_from_db()
    assert question.handler == colleague
    entry = AuditEntry.objects.get(action=DeskAction.DELEGATED)
    assert "Nguyễn Văn An" not in f"{entry.subject} {entry.detail}"
    page = signed_in(client, colleague).get(reverse("question_desk:question", args=[question.pk]))
    assert f"{office.author.shown_name} giao cho bạn" in page.content.decode()


def test_a_task_a_report_and_a_case_are_handed_over_from_their_screens(client, office):
    overseer = make_overseer(office.agency)
    facts = TaskFacts(words="Rà soát", working_days=20)
    task = task_of(make_directive(overseer, office.agency, tasks=(facts,)), office.agency)
    report = report_of(open_period(overseer), office.agency)
    for row, screen, url in (
        (task, "directives:task", "directives:delegate"),
        (report, "reporting:report", "reporting:delegate"),
        (make_case(office.agency, office.author), "cases_desk:case", "cases_desk:delegate"),
    ):
        address = reverse(url, args=[row.pk])
        page = signed_in(client, office.approver).get(reverse(screen, args=[row.pk]))
        assert address in page.content.decode()
        assert address in client.get(WORK).content.decode()
        hand(client, office.approver, address, office.agency_admin)
        page = client.get(reverse(screen, args=[row.pk])).content.decode()
        assert f"Đã giao cho {office.agency_admin.shown_name}" in page


def test_a_page_review_is_handed_to_those_who_confirm(client, office, colleague):
    page = publish(make_draft(office), office)
    review = PageReview.objects.create(
        page=page, agency=office.agency, opened_at=timezone.now(), due_on=timezone.localdate()
    )
    url = reverse("legal_reviews:delegate", args=[review.pk])
    assert url in signed_in(client, colleague).get(WORK).content.decode()
    hand(client, colleague, url, office.author)
    assert not Delegation.objects.exists()
    hand(client, colleague, url, office.appraiser)
    assert titles(client, office.appraiser)[page.title].startswith(colleague.shown_name)
    assert hand(client, make_office("YTE").author, url, office.appraiser).status_code == 404


def test_the_daily_mail_tells_it_once(client, office, colleague):
    article = make_draft(office)
    hand(client, office.author, of_page(article), colleague, "Nhờ bạn")
    Delegation.objects.update(at=dt.datetime(2026, 11, 3, 8, tzinfo=dt.UTC))
    told = []
    for day in range(3, 7):
        now = dt.datetime(2026, 11, day, 0, 5, tzinfo=dt.UTC)
        assert is_working_day(now.date())
        letters = digest_letters(user_id=colleague.pk, now=now)
        parts = [part for letter in letters for part in letter.context["parts"]]
        told += [(day, part["rows"]) for part in parts if "delegated" in part["template"]]
    [(day, [(row, address)])] = told
    assert (day, row.note) == (4, "Nhờ bạn")
    assert reverse("wagtailadmin_pages:edit", args=[article.pk]) in address
    assert not mail.outbox


def test_many_rows_cost_one_query_more(client, office):
    for number in range(4):
        make_question(office.agency, f"Câu hỏi {number}")
    signed_in(client, office.author).get(HOME)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(HOME)
    for question in Question.objects.all():
        url = reverse("question_desk:delegate", args=[question.pk])
        client.post(url, {"to": office.agency_admin.pk})
    client.get(HOME)
    with CaptureQueriesContext(connection) as many:
        client.get(HOME)
    assert len(many) <= len(few)
    asked = [query for query in many if "desks_delegation" in query["sql"]]
    assert len(asked) <= 3


def test_a_deadline_comes_up_for_whoever_has_the_task_now(client, office):
    reader = make_member(office.agency, Role.APPRAISER)
    article = hand_in(make_draft(office), office.author)

    def is_coming(user):
        page = signed_in(client, user).get(HOME).content.decode()
        return f"Chờ tôi xử lý: {article.title}" in page

    assert (is_coming(office.appraiser), is_coming(reader)) == (True, True)
    hand(client, office.appraiser, of_page(article), reader)
    assert (is_coming(office.appraiser), is_coming(reader)) == (False, True)
