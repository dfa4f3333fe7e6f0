"""The approver publishes at once or at an hour, whatever hour the text names."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from network.core.dates import format_moment
from network.moderation.clock_services import publish_due_page
from network.moderation.models import Decision
from network.moderation.revisions import digest_of, newest_revision
from tests.factories.accounts import signed_in
from tests.factories.desk import press
from tests.factories.moderation import appraise, hand_in, make_draft

pytestmark = pytest.mark.django_db
SOON, LATER = dt.timedelta(hours=5), dt.timedelta(days=3)


def waiting(office, **fields):
    article = hand_in(make_draft(office, **fields), office.author)
    appraise(article, office.appraiser)
    return article


def decide(client, office, article, move, hour=None):
    shown = timezone.localtime(hour).strftime("%Y-%m-%dT%H:%M") if hour else ""
    return press(signed_in(client, office.approver), article, move, publish_at=shown)


def is_live(article):
    article.refresh_from_db()
    return article.live


def test_a_text_is_published_at_the_approver_s_hour_and_stays_as_it_was_read(client, office):
    article, hour = waiting(office), timezone.now() + SOON
    revision = newest_revision(article.pk)
    read = digest_of(revision.pk)
    decide(client, office, article, "approve_at", hour)
    start_page = client.get(reverse("wagtailadmin_home")).content.decode()
    assert f"Bài sẽ tự đăng lúc {format_moment(hour)}." in start_page
    assert not is_live(article)
    assert not publish_due_page(page_id=article.pk, now=hour - dt.timedelta(hours=1))
    assert publish_due_page(page_id=article.pk, now=hour)
    assert is_live(article) and digest_of(revision.pk) == read


@pytest.mark.parametrize(("title", "end"), [("Ai được vay?", "vay?"), ("Ai được vay", "vay.")])
def test_the_message_about_the_hour_has_one_full_stop(client, office, title, end):
    answer = decide(
        client, office, waiting(office, title=title), "approve_at", timezone.now() + SOON
    )
    shown = client.get(answer.url).content.decode()
    assert f"{end} Bài sẽ tự đăng lúc" in shown


def test_the_approver_s_hour_counts_even_if_the_text_names_a_later_one(client, office):
    article, hour = waiting(office, go_live_at=timezone.now() + LATER), timezone.now() + SOON
    decide(client, office, article, "approve_at", hour)
    assert publish_due_page(page_id=article.pk, now=hour)
    assert is_live(article)


def test_a_text_with_an_hour_waits_for_it_or_is_published_at_once(client, office):
    kept, hurried = (waiting(office, go_live_at=timezone.now() + LATER) for _each in range(2))
    decide(client, office, kept, "approve")
    decide(client, office, hurried, "approve_now")
    assert (is_live(kept), is_live(hurried)) == (False, True)


@pytest.mark.parametrize("hour", [None, -SOON])
def test_without_an_hour_to_come_nothing_is_decided(client, office, hour):
    article = waiting(office)
    before = Decision.objects.count()
    answer = decide(client, office, article, "approve_at", hour and timezone.now() + hour)
    assert "Chọn giờ chưa đến." in answer.content.decode()
    assert (is_live(article), Decision.objects.count()) == (False, before)


def test_a_page_cannot_begin_after_its_end(client, office):
    article = waiting(office, expire_at=timezone.now() + SOON)
    answer = decide(client, office, article, "approve_at", timezone.now() + LATER)
    assert answer.status_code == 409 and not is_live(article)
