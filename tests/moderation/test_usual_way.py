"""An article from its author to the citizen, through three people."""

import pytest
from django.db import transaction
from django.db.utils import DatabaseError
from django.utils import timezone

from network.agencies.models import Role
from network.moderation.models import Decision, Submission
from network.moderation.moves import AnswersRefused, CommentMissing, MoveRefused
from network.moderation.rules import MoveRefusal
from network.moderation.services import appraise_page, return_page
from network.moderation.stages import Stage
from tests.factories.moderation import (
    all_yes,
    appraise,
    approve,
    hand_in,
    make_draft,
    make_member,
    publish,
    seen,
)

pytestmark = pytest.mark.django_db


def actions(article) -> list[str]:
    rows = Decision.objects.filter(page_id=article.pk).order_by("sequence")
    return list(rows.values_list("deed", flat=True))


def stage(article) -> str:
    return Submission.objects.get(page=article, closed_at=None).stage


def test_three_people_publish_an_article(client, office, article):
    publish(article, office)
    assert article.live
    assert actions(article) == ["submitted", "appraised", "approved"]
    assert client.get(article.url).status_code == 200


def test_the_log_names_role_decision_number_checklist_and_content(office, article):
    publish(article, office)
    appraised = Decision.objects.get(page_id=article.pk, deed="appraised")
    assert (appraised.role, appraised.decision_number) == ("appraiser", "12/QĐ-STP")
    assert appraised.digest == seen(article)
    assert {row["answer"] for row in appraised.checklist} == {"yes"}
    assert "126/2025/QH15" in appraised.checklist[0]["bases"]


def test_the_author_neither_appraises_nor_approves(office, article):
    both = make_member(office.agency, Role.AUTHOR, Role.APPRAISER, Role.APPROVER)
    own = make_draft(office, author=both)
    hand_in(own, both)
    with pytest.raises(MoveRefused) as refused:
        appraise(own, both)
    assert refused.value.refusal is MoveRefusal.OWN_TEXT
    appraise(own, office.appraiser)
    with pytest.raises(MoveRefused):
        approve(own, both)
    own.refresh_from_db()
    assert not own.live


def test_the_appraiser_does_not_approve(office, article):
    both = make_member(office.agency, Role.APPRAISER, Role.APPROVER)
    hand_in(article, office.author)
    appraise(article, both)
    with pytest.raises(MoveRefused) as refused:
        approve(article, both)
    assert refused.value.refusal is MoveRefusal.OWN_APPRAISAL


def test_an_edit_after_appraisal_leads_back_to_it(office, article):
    hand_in(article, office.author)
    appraise(article, office.appraiser)
    article.summary = "Khác."
    article.save_revision(user=office.agency_admin)
    assert stage(article) == Stage.WAITING_APPRAISAL
    with pytest.raises(MoveRefused):
        approve(article, office.approver)
    assert actions(article) == ["submitted", "appraised", "reopened"]
    appraise(article, office.appraiser)
    approve(article, office.approver)
    article.refresh_from_db()
    assert (article.live, article.summary) == (True, "Khác.")


def test_a_text_that_changed_since_it_was_read_is_not_decided_upon(office, article):
    hand_in(article, office.author)
    read = seen(article)
    article.summary = "Khác."
    article.save_revision(user=office.agency_admin)
    with pytest.raises(MoveRefused) as refused:
        appraise_page(
            page_id=article.pk,
            user=office.appraiser,
            seen=read,
            answers=all_yes(article),
            now=timezone.now(),
        )
    assert refused.value.refusal is MoveRefusal.CHANGED_MEANWHILE


@pytest.mark.parametrize("answer", ["", "no", "maybe"])
def test_an_open_or_failed_question_blocks(office, article, answer):
    hand_in(article, office.author)
    answers = all_yes(article)
    answers["bi-mat"] = type(answers["bi-mat"])(answer)
    with pytest.raises(AnswersRefused) as refused:
        appraise_page(
            page_id=article.pk,
            user=office.appraiser,
            seen=seen(article),
            answers=answers,
            now=timezone.now(),
        )
    assert refused.value.keys == ["bi-mat"]
    assert stage(article) == Stage.WAITING_APPRAISAL


def test_returned_with_a_comment_mended_and_passed(office, article):
    hand_in(article, office.author)
    move = {"page_id": article.pk, "user": office.appraiser, "now": timezone.now()}
    with pytest.raises(CommentMissing):
        return_page(**move, seen=seen(article), comment="  ")
    return_page(**move, seen=seen(article), comment="Thiếu nguồn.")
    assert stage(article) == Stage.RETURNED
    article.save_revision(user=office.author)
    article.current_workflow_state.resume(office.author)
    assert stage(article) == Stage.WAITING_APPRAISAL
    appraise(article, office.appraiser)
    approve(article, office.approver)
    assert actions(article) == ["submitted", "returned", "submitted", "appraised", "approved"]


def test_what_the_approver_returned_is_appraised_again(office, article):
    hand_in(article, office.author)
    appraise(article, office.appraiser)
    return_page(
        page_id=article.pk,
        user=office.approver,
        seen=seen(article),
        comment="Chưa rõ.",
        now=timezone.now(),
    )
    article.save_revision(user=office.author)
    article.current_workflow_state.resume(office.author)
    assert stage(article) == Stage.WAITING_APPRAISAL


def test_who_handed_in_takes_back(office, article):
    hand_in(article, office.author)
    article.current_workflow_state.cancel(user=office.author)
    assert not Submission.objects.filter(page=article, closed_at=None).exists()
    assert actions(article) == ["submitted", "taken_back"]


def test_a_new_edition_of_a_published_article_is_read_again(office, article):
    publish(article, office)
    article.summary = "Lần hai."
    article.save_revision(user=office.author)
    article.refresh_from_db()
    assert article.live and article.summary != "Lần hai."
    publish(article, office)
    assert article.summary == "Lần hai."


def test_the_database_refuses_what_nobody_approved(office, article):
    revision = article.get_latest_revision()
    with pytest.raises(DatabaseError, match="nobody approved"), transaction.atomic():
        revision.publish()
    with pytest.raises(DatabaseError, match="nobody approved"), transaction.atomic():
        type(article).objects.filter(pk=article.pk).update(live=True)


def test_automatic_saving_never_overwrites_what_was_decided(office, article):
    publish(article, office)
    decided = article.get_latest_revision()
    article.summary = "Viết đè."
    again = article.save_revision(user=office.author, overwrite_revision=decided)
    assert again.pk != decided.pk
    decided.content["summary"] = "Viết đè."
    with pytest.raises(DatabaseError, match="decided upon"), transaction.atomic():
        decided.save()


def test_an_ended_membership_decides_nothing(office, article):
    hand_in(article, office.author)
    yesterday = timezone.localdate() - timezone.timedelta(days=1)
    office.appraiser.memberships.update(valid_to=yesterday)
    with pytest.raises(MoveRefused) as refused:
        appraise(article, office.appraiser)
    assert refused.value.refusal is MoveRefusal.WRONG_ROLE
