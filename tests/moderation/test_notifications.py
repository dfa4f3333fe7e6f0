"""Who gets which mail when something is decided, and that nobody gets it twice."""

import datetime as dt
from collections.abc import Callable
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from network.agencies.models import Role
from network.moderation import tasks
from network.moderation.exceptional_services import (
    appraise_afterwards,
    fail_afterwards,
    publish_urgently,
    withdraw_page,
)
from network.moderation.models import EditorialRules, WithdrawalReason
from network.moderation.moves import MoveRefused
from network.moderation.revisions import newest_revision
from network.moderation.rules import MoveRefusal
from network.moderation.services import return_page
from tests.factories.accounts import run_jobs, signed_in
from tests.factories.mailing import minutes_pass, refused, send_once_more
from tests.factories.moderation import (
    all_yes,
    appraise,
    approve,
    hand_in,
    make_draft,
    make_member,
    make_office,
    publish,
    seen,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def overseer(office):
    return make_member(office.agency, Role.OVERSEER)


@pytest.fixture
def mailed() -> Callable[[], dict[str, str]]:
    """Do the jobs that were queued; return subject and text of the new mails, by address."""

    def run() -> dict[str, str]:
        mail.outbox.clear()
        run_jobs()
        by_address = {letter.to[0]: f"{letter.subject}\n{letter.body}" for letter in mail.outbox}
        assert len(by_address) == len(mail.outbox)
        return by_address

    return run


def addresses(*people) -> set[str]:
    return {person.email for person in people}


def bring_back(article, user, comment="Thiếu nguồn."):
    move = {"page_id": article.pk, "user": user, "seen": seen(article), "now": timezone.now()}
    return_page(**move, comment=comment)


def urgently(office, article):
    EditorialRules.objects.update_or_create(agency=office.agency, defaults={"urgent_allowed": True})
    hand_in(article, office.author)
    publish_urgently(
        page_id=article.pk,
        user=office.approver,
        seen=seen(article),
        reason="Lũ về trong đêm.",
        now=timezone.now(),
    )


def withdraw(article, user):
    withdraw_page(
        page_id=article.pk,
        user=user,
        reason=WithdrawalReason.ERROR,
        comment="Sai số liệu.",
        now=timezone.now(),
    )


def test_the_appraisers_of_this_agency_learn_what_was_submitted(office, article, mailed, settings):
    settings.WAGTAILADMIN_BASE_URL = "https://pbgdpl.example.gov.vn/"
    make_office("SYT")
    second = make_member(office.agency, Role.APPRAISER)
    hand_in(article, office.author)
    letters = mailed()
    assert letters.keys() == addresses(office.appraiser, second)
    desk = reverse("moderation:desk", args=[article.pk])
    newest = newest_revision(article.pk).pk
    assert f"https://pbgdpl.example.gov.vn{desk}?ban={newest}\n" in letters[second.email]
    assert article.title in letters[second.email]


def test_the_shared_board_is_asked_too(office, article, mailed):
    board = make_office("SYT")
    EditorialRules.objects.create(agency=office.agency, board=board.agency)
    hand_in(article, office.author)
    assert mailed().keys() == addresses(office.appraiser, board.appraiser)


def test_who_wrote_a_part_is_not_asked(office, article, mailed):
    both = make_member(office.agency, Role.APPRAISER, Role.APPROVER)
    article.save_revision(user=both)
    hand_in(article, office.author)
    assert mailed().keys() == addresses(office.appraiser)
    appraise(article, office.appraiser)
    assert mailed().keys() == addresses(office.approver)


def test_who_appraised_is_not_asked_to_approve(office, article, mailed):
    both = make_member(office.agency, Role.APPRAISER, Role.APPROVER)
    hand_in(article, office.author)
    appraise(article, both)
    assert mailed().keys() == addresses(office.approver)


def test_an_ended_membership_gets_no_mail(office, article, mailed):
    former = make_member(office.agency, Role.APPRAISER)
    former.memberships.update(valid_to=timezone.localdate() - dt.timedelta(days=1))
    hand_in(article, office.author)
    assert former.email not in mailed()


def test_a_locked_account_gets_no_mail(office, article, mailed):
    office.appraiser.is_active = False
    office.appraiser.save()
    hand_in(article, office.author)
    assert office.appraiser.email not in mailed()


def test_the_admin_learns_that_nobody_may_appraise(office, article, mailed):
    article.save_revision(user=office.appraiser)
    hand_in(article, office.author)
    assert mailed().keys() == addresses(office.agency_admin)


def test_what_was_returned_comes_with_the_comment(office, article, mailed):
    colleague = make_member(office.agency, Role.AUTHOR)
    article.save_revision(user=colleague)
    hand_in(article, office.author)
    mailed()
    bring_back(article, office.appraiser, "Thiếu nguồn.\nXem lại ảnh & tên.")
    letters = mailed()
    assert letters.keys() == addresses(office.author, colleague)
    assert "Thiếu nguồn.\nXem lại ảnh & tên." in letters[colleague.email]


def test_the_submitter_and_the_appraiser_learn_of_the_publication(office, article, mailed):
    hand_in(article, office.author)
    appraise(article, office.appraiser)
    mailed()
    approve(article, office.approver)
    assert mailed().keys() == addresses(office.author, office.appraiser)


def test_an_edit_behind_the_appraisal_asks_the_appraisers_again(office, article, mailed):
    hand_in(article, office.author)
    appraise(article, office.appraiser)
    mailed()
    article.save_revision(user=office.agency_admin)
    assert mailed().keys() == addresses(office.appraiser)


def test_a_mail_out_of_date_is_not_sent(office, article, mailed):
    hand_in(article, office.author)
    bring_back(article, office.appraiser)
    assert mailed().keys() == addresses(office.author)


def test_an_approved_text_for_later_is_told_twice(office, mailed):
    later = timezone.now() + dt.timedelta(hours=1)
    article = make_draft(office, go_live_at=later)
    publish(article, office)
    assert not article.live
    approved = mailed()
    publish_at = later + dt.timedelta(minutes=1)
    with pytest.MonkeyPatch.context() as clock:
        clock.setattr(timezone, "now", lambda: publish_at)
        tasks.publish_and_expire_due_pages(timestamp=0)
        published = mailed()
    article.refresh_from_db()
    assert article.live
    assert approved.keys() == published.keys() == addresses(office.author, office.appraiser)
    assert approved[office.author.email] != published[office.author.email]


def test_urgent_publication_is_never_silent(office, article, overseer, mailed):
    urgently(office, article)
    letters = mailed()
    assert letters.keys() == addresses(office.appraiser, overseer, office.author)
    assert "Lũ về trong đêm." in letters[overseer.email]


def test_who_wrote_what_went_out_urgently_does_not_appraise_it(office, mailed):
    both = make_member(office.agency, Role.AUTHOR, Role.APPRAISER)
    article = make_draft(office, author=both)
    urgently(office, article)
    with pytest.raises(MoveRefused) as refused:
        appraise_afterwards(
            page_id=article.pk, user=both, answers=all_yes(article), now=timezone.now()
        )
    assert refused.value.refusal is MoveRefusal.OWN_TEXT


def test_an_urgent_text_that_fails_is_told_to_who_published_it(office, article, mailed):
    urgently(office, article)
    mailed()
    move = {"page_id": article.pk, "user": office.appraiser, "now": timezone.now()}
    fail_afterwards(**move, comment="Sai thẩm quyền.")
    assert mailed().keys() == addresses(office.author, office.approver, office.agency_admin)


def test_the_overseers_taking_down_reaches_who_leads_the_agency(office, article, overseer, mailed):
    make_office("SYT")
    publish(article, office)
    mailed()
    withdraw(article, overseer)
    letters = mailed()
    assert letters.keys() == addresses(office.author, office.approver, office.agency_admin)
    assert "Sai số liệu." in letters[office.approver.email]


def test_a_withdrawal_is_told_to_the_author(office, article, mailed):
    publish(article, office)
    mailed()
    withdraw(article, office.approver)
    assert mailed().keys() == addresses(office.author)


def test_wagtails_own_mails_are_not_sent(office, article, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        hand_in(article, office.author)
        bring_back(article, office.appraiser)
        article.save_revision(user=office.author)
        article.current_workflow_state.resume(office.author)
        appraise(article, office.appraiser)
        approve(article, office.approver)
    # Wagtail sends by itself, ours wait in the queue.
    assert mail.outbox == []
    run_jobs()
    to_author = [letter.to for letter in mail.outbox].count([office.author.email])
    assert (len(mail.outbox), to_author) == (3, 2)


def test_a_job_that_runs_twice_mails_once(office, article):
    hand_in(article, office.author)
    run_jobs()
    assert len(mail.outbox) == 1
    assert send_once_more("moderation.decision") == 0


def test_a_retry_passes_over_who_has_got_the_mail(office, article):
    second = make_member(office.agency, Role.APPRAISER)
    hand_in(article, office.author)
    busy = {office.appraiser.email: (450, b"come again")}
    with refused(office.appraiser.email, lambda _: SMTPRecipientsRefused(busy)):
        run_jobs()
    assert [letter.to for letter in mail.outbox] == [[second.email]]
    minutes_pass(1)
    assert [letter.to for letter in mail.outbox] == [[second.email], [office.appraiser.email]]


def test_a_title_with_a_line_break_stops_no_mail(office, mailed):
    article = make_draft(office, title="Dòng một\nDòng hai")
    hand_in(article, office.author)
    assert "Dòng một Dòng hai" in mailed()[office.appraiser.email].partition("\n")[0]


def test_the_link_of_a_mail_says_at_the_desk_that_the_text_has_changed_since(
    client, office, article
):
    hand_in(article, office.author)
    address = (
        f"{reverse('moderation:desk', args=[article.pk])}?ban={newest_revision(article.pk).pk}"
    )
    signed_in(client, office.appraiser)
    newer = "Bài đã được sửa sau thư"
    assert newer not in client.get(address).content.decode()
    article.save_revision(user=office.author)
    assert newer in client.get(address).content.decode()
