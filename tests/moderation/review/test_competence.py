"""The desk says in one sentence that who appraises has no degree or training; it bars nobody."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from network.moderation.models import Action, Decision
from network.moderation.review.forms import PostedMove
from tests.factories.accounts import signed_in
from tests.factories.capacity import make_qualification
from tests.factories.moderation import all_yes, appraise, hand_in, make_draft, seen

pytestmark = pytest.mark.django_db
TO_APPRAISER = "Chưa ghi nhận bằng luật hoặc tập huấn còn giá trị của bạn"
TO_APPROVER = "chưa được ghi nhận bằng luật hoặc tập huấn còn giá trị; bạn vẫn phê duyệt được"
TO_OTHERS = "Trong những người được thẩm định bài này, chưa ai"
ALL = (TO_APPRAISER, TO_APPROVER, TO_OTHERS)


@pytest.fixture
def article(office):
    """A text that waits for its appraisal."""
    return hand_in(make_draft(office), office.author)


def said_to(client, user, article) -> list[str]:
    """Return which of the sentences the desk shows to a person."""
    page = signed_in(client, user).get(reverse("moderation:desk", args=[article.pk]))
    assert page.status_code == 200
    text = page.content.decode()
    return [sentence for sentence in ALL if sentence in text]


def test_the_appraiser_is_told_and_may_appraise_all_the_same(client, office, article):
    assert said_to(client, office.appraiser, article) == [TO_APPRAISER]
    answers = {f"answer-{key}": each.answer for key, each in all_yes(article).items()}
    posted = client.post(
        reverse("moderation:desk", args=[article.pk]),
        answers | {"move": PostedMove.APPRAISE.value, "seen": seen(article), "last": "0"},
    )
    assert posted.status_code == 302, posted.content.decode()[-3000:]
    assert Decision.objects.filter(page_id=article.pk, deed=Action.APPRAISED).exists()


def test_others_are_told_of_the_section_and_the_approver_of_who_appraised(client, office, article):
    assert said_to(client, office.approver, article) == [TO_OTHERS]
    appraise(article, office.appraiser)
    assert said_to(client, office.approver, article) == [TO_APPROVER]
    assert (
        office.appraiser.shown_name
        in client.get(reverse("moderation:desk", args=[article.pk])).content.decode()
    )


def test_nothing_is_said_where_a_degree_or_a_training_counts(client, office, article):
    today = timezone.localdate()
    make_qualification(office.appraiser, office.agency, "tap-huan-pbgdpl", valid_until=today)
    assert said_to(client, office.appraiser, article) == []
    assert said_to(client, office.approver, article) == []
    appraise(article, office.appraiser)
    assert said_to(client, office.approver, article) == []


def test_what_has_ended_or_is_of_another_kind_does_not_count(client, office, article):
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    make_qualification(office.appraiser, office.agency, "tap-huan-pbgdpl", valid_until=yesterday)
    make_qualification(office.appraiser, office.agency, "tap-huan-quan-tri")
    assert said_to(client, office.appraiser, article) == [TO_APPRAISER]
