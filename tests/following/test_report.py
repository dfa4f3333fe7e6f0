"""Officers see how many follow what, and never who."""

import pytest
from django.test import Client
from django.urls import reverse

from network.agencies.models import Role
from network.following.selectors import most_followed_topics
from tests.factories.accounts import signed_in
from tests.factories.documents import make_document
from tests.factories.people import make_agency, make_member
from tests.factories.sections import make_section
from tests.following.people import make_subscriber

pytestmark = pytest.mark.django_db
REPORT = reverse("following_report:index")


def seen_by(role: Role) -> tuple[int, str]:
    user = make_member(make_agency("Sở Tư pháp"), role)
    answer = signed_in(Client(), user).get(REPORT)
    return answer.status_code, answer.content.decode()


@pytest.mark.parametrize("role", [Role.OVERSEER, Role.NETWORK_ADMIN])
def test_who_oversees_the_network_sees_numbers_and_no_address(role):
    section, decree = make_section("Sở Y tế"), make_document()
    for name in ("lan", "minh"):
        make_subscriber(f"{name}@example.vn", topics=["dat-dai"])
    make_subscriber("nam@example.vn", topics=["lao-dong"], sections=[section], documents=[decree])
    status, text = seen_by(role)
    assert status == 200
    for name in ("Đất đai", "Lao động", "Sở Y tế", "100/2019/NĐ-CP"):
        assert name in text
    assert "@example.vn" not in text
    assert [each.followers for each in most_followed_topics()] == [2, 1]


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.AGENCY_ADMIN])
def test_people_of_an_agency_do_not_see_it(role):
    make_subscriber("lan@example.vn", topics=["dat-dai"])
    status, text = seen_by(role)
    assert status != 200 or "Đất đai" not in text


def test_where_nobody_follows_it_says_what_to_do():
    status, text = seen_by(Role.OVERSEER)
    assert status == 200
    assert 'href="/theo-doi/"' in text
