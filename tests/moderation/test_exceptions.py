"""Urgent publication, withdrawal, taking down, the clock."""

import datetime as dt

import pytest
from django.db import transaction
from django.db.utils import DatabaseError
from django.utils import timezone

from network.agencies.models import Role
from network.moderation.clock_services import due_page_ids, expire_due_page, publish_due_page
from network.moderation.exceptional_services import (
    appraise_afterwards,
    fail_afterwards,
    publish_urgently,
    withdraw_page,
)
from network.moderation.models import Decision, EditorialRules, UrgentPublication, WithdrawalReason
from network.moderation.moves import CommentMissing, MoveRefused
from network.moderation.rules import MoveRefusal
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
from tests.factories.sections import make_article

pytestmark = pytest.mark.django_db


def withdraw(article, user, **fields):
    fields = {"reason": WithdrawalReason.ERROR, "comment": "Sai số liệu."} | fields
    return withdraw_page(page_id=article.pk, user=user, now=timezone.now(), **fields)


def urgently(article, user, reason="Lũ về trong đêm."):
    return publish_urgently(
        page_id=article.pk, user=user, seen=seen(article), reason=reason, now=timezone.now()
    )


@pytest.fixture
def urgent(office, article):
    """An article that has gone out before its appraisal."""
    EditorialRules.objects.create(agency=office.agency, urgent_allowed=True, urgent_hours=6)
    hand_in(article, office.author)
    urgently(article, office.approver)
    article.refresh_from_db()
    return article


def test_urgent_publication_is_refused_unless_the_overseer_allowed_it(office, article):
    hand_in(article, office.author)
    with pytest.raises(MoveRefused) as refused:
        urgently(article, office.approver)
    assert refused.value.refusal is MoveRefusal.NOT_URGENT_HERE


def test_urgent_publication_needs_a_reason_and_owes_an_appraisal(office, urgent):
    assert urgent.live
    debt = UrgentPublication.objects.get(page=urgent, settled_at=None)
    assert debt.due_at - debt.published_at == dt.timedelta(hours=6)
    with pytest.raises(CommentMissing):
        urgently(urgent, office.approver, reason=" ")


def test_the_appraisal_afterwards_is_somebody_else_s(office, urgent):
    move = {"page_id": urgent.pk, "answers": all_yes(urgent), "now": timezone.now()}
    for person in (office.author, office.approver):
        with pytest.raises(MoveRefused):
            appraise_afterwards(user=person, **move)
    appraise_afterwards(user=office.appraiser, **move)
    assert not UrgentPublication.objects.filter(settled_at=None).exists()


def test_failing_afterwards_takes_the_page_away(client, office, urgent):
    fail_afterwards(
        page_id=urgent.pk, user=office.appraiser, comment="Chưa xác minh.", now=timezone.now()
    )
    assert client.get(urgent.url).status_code == 410
    assert not UrgentPublication.objects.filter(settled_at=None).exists()


def test_a_withdrawn_page_answers_410_with_its_note_and_no_more(client, office, article):
    publish(article, office)
    withdraw(article, office.approver, public_note="Số điện thoại trong bài đã đổi.")
    answer = client.get(article.url)
    assert answer.status_code == 410
    assert "Số điện thoại trong bài đã đổi." in answer.content.decode()
    assert article.title not in answer.content.decode()
    # The page may be published again.
    assert answer["Cache-Control"] == "no-cache"
    assert article.get_latest_revision() is not None


def test_a_withdrawn_page_leads_to_what_replaces_it(client, office, article):
    publish(article, office)
    better = publish(make_draft(office), office)
    withdraw(article, office.approver, replacement=better)
    answer = client.get(article.url)
    assert (answer.status_code, answer["Location"]) == (302, better.url)


def test_authors_and_strangers_do_not_withdraw(office, article):
    publish(article, office)
    other = make_office("SYT")
    for person in (office.author, office.appraiser, other.approver):
        with pytest.raises(MoveRefused):
            withdraw(article, person)
    with pytest.raises(CommentMissing):
        withdraw(article, office.approver, comment="")


def test_the_overseer_takes_down_anywhere_and_it_is_written_down(client, office, article):
    publish(article, office)
    overseer = make_member(make_office("BTP").agency, Role.OVERSEER)
    withdraw(article, overseer, reason=WithdrawalReason.ORDER)
    assert client.get(article.url).status_code == 410
    last = Decision.objects.filter(page_id=article.pk).order_by("sequence").last()
    assert (last.deed, last.role, last.actor) == ("taken_down", "overseer", overseer)


def test_what_was_withdrawn_comes_back_only_the_usual_way(client, office, article):
    publish(article, office)
    revision = article.live_revision
    withdraw(article, office.approver)
    with pytest.raises(DatabaseError), transaction.atomic():
        revision.publish()
    article.refresh_from_db()
    article.save_revision(user=office.author)
    publish(article, office)
    assert client.get(article.url).status_code == 200


def test_what_citizens_could_read_is_never_deleted(office, article):
    publish(article, office)
    withdraw(article, office.approver)
    with pytest.raises(DatabaseError, match="withdrawn, not deleted"), transaction.atomic():
        article.delete()


def test_the_approved_revision_alone_goes_live_at_its_hour(monkeypatch, office):
    now = timezone.now()
    article = make_draft(office, go_live_at=now + dt.timedelta(hours=2))
    publish(article, office)
    assert not article.live
    article.summary = "Viết thêm sau khi duyệt."
    article.save_revision(user=office.author)
    later = now + dt.timedelta(hours=3)
    assert due_page_ids(now) == ([], [])
    monkeypatch.setattr(timezone, "now", lambda: later)
    for page_id in due_page_ids(later)[0]:
        publish_due_page(page_id=page_id, now=later)
    article.refresh_from_db()
    assert (article.live, article.summary) == (True, "Ai, được gì, phải làm gì, từ khi nào.")
    assert Decision.objects.filter(page_id=article.pk, deed="published").exists()


def test_what_is_withdrawn_before_its_hour_does_not_go_live(office):
    now = timezone.now()
    article = make_draft(office, go_live_at=now + dt.timedelta(hours=2))
    publish(article, office)
    later = now + dt.timedelta(hours=3)
    assert due_page_ids(later)[0] == [article.pk]
    withdraw(article, office.approver)
    assert due_page_ids(later)[0] == []


def test_a_page_is_not_withdrawn_over_the_heads_of_live_pages_below_it(office, article):
    publish(article, office)
    below = make_article(article, "Trang bên dưới")
    with pytest.raises(MoveRefused) as refused:
        withdraw(article, office.approver)
    assert refused.value.refusal is MoveRefusal.PAGES_BELOW
    article.refresh_from_db()
    assert article.live and below.live


def test_a_page_leaves_when_its_time_is_over(client, office):
    now = timezone.now()
    article = publish(make_draft(office, expire_at=now + dt.timedelta(days=1)), office)
    later = now + dt.timedelta(days=2)
    assert due_page_ids(later) == ([], [article.pk])
    assert expire_due_page(page_id=article.pk, now=later)
    article.refresh_from_db()
    assert (article.live, article.expired) == (False, True)
    assert Decision.objects.filter(page_id=article.pk, deed="expired").exists()


def test_the_shared_board_appraises_where_it_is_named(office, article):
    neighbour = make_office("SYT")
    hand_in(article, office.author)
    with pytest.raises(MoveRefused):
        appraise(article, neighbour.appraiser)
    EditorialRules.objects.create(agency=office.agency, board=neighbour.agency)
    appraise(article, neighbour.appraiser)
    with pytest.raises(MoveRefused):
        approve(article, neighbour.approver)
    approve(article, office.approver)
