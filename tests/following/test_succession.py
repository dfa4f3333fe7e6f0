"""Followers of an agency that ends follow its only successor."""

import pytest
from django.core import mail

from network.agencies import tasks
from network.following.models import Follow
from tests.factories.accounts import run_jobs
from tests.factories.moderation import end, make_office
from tests.following.people import make_subscriber

pytestmark = pytest.mark.django_db


def test_who_follows_an_ended_agency_follows_its_successor_and_is_told_once():
    former, heir = make_office("STTTT"), make_office("SKHCN")
    make_subscriber("mot@example.vn", sections=[former.home])
    make_subscriber("hai@example.vn", sections=[former.home, heir.home])
    end(former, heir)
    for _day in range(2):
        tasks.pass_on(timestamp=0)
        run_jobs()
    followed = Follow.objects.order_by("subscriber", "pk").values_list(
        "subscriber__email", "agency__code"
    )
    assert sorted(followed) == [
        ("hai@example.vn", "SKHCN"),
        ("hai@example.vn", "STTTT"),
        ("mot@example.vn", "SKHCN"),
    ]
    [letter] = mail.outbox
    assert letter.to == ["mot@example.vn"]
    assert heir.agency.name in letter.subject
    assert "/theo-doi/dung/" in letter.body
