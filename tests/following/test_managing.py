"""What somebody follows: seen, changed and stopped by their own link alone."""

import pytest
from django.test import Client

from legal_updates.models import Topic
from network.following.models import Follow, FollowRequest, Subscriber
from network.following.tokens import manage_token
from tests.factories.documents import make_document
from tests.factories.sections import make_hub, make_section
from tests.following.people import make_subscriber

pytestmark = pytest.mark.django_db


@pytest.fixture
def lan() -> Subscriber:
    make_hub()
    return make_subscriber("lan@example.vn", topics=["dat-dai"], documents=[make_document()])


def page_of(person: Subscriber, place: str = "quan-ly") -> str:
    return f"/theo-doi/{place}/{manage_token(person)}/"


def test_the_link_shows_what_is_followed_without_the_whole_address(client, lan):
    answer = client.get(page_of(lan))
    text = answer.content.decode()
    assert "Đất đai" in text
    assert "100/2019/NĐ-CP" in text
    assert "la***@example.vn" in text
    assert "lan@example.vn" not in text
    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "no-referrer"
    assert not answer.cookies


def test_what_is_unticked_is_followed_no_more_and_others_stay_as_they_are(client, lan):
    other = make_subscriber("minh@example.vn", topics=["dat-dai"])
    section = make_section("Sở Y tế")
    data = {"linh-vuc": ["lao-dong"], "co-quan": ["so-y-te"], "nhip": "daily"}
    client.post(page_of(lan), data)
    lan.refresh_from_db()
    assert lan.frequency == "daily"
    assert {(each.topic_id, each.agency_id, each.document_id) for each in lan.follows.all()} == {
        (Topic.objects.get(slug="lao-dong").pk, None, None),
        (None, section.agency_id, None),
    }
    assert other.follows.get().topic.slug == "dat-dai"


def test_without_a_tick_nothing_is_changed(client, lan):
    answer = client.post(page_of(lan), {"nhip": "daily"})
    assert 'role="alert"' in answer.content.decode()
    assert lan.follows.count() == 2


def test_somebody_elses_link_opens_nothing_of_mine(client, lan):
    minh = make_subscriber("minh@example.vn", topics=["lao-dong"])
    client.post(page_of(minh, "dung"))
    assert Subscriber.objects.get() == lan
    # A key without the signature, or with that of another key, is no link.
    signature = manage_token(minh).partition(".")[2]
    for forged in (lan.key, f"{lan.key}.{signature}", f"{lan.key}.", "x"):
        for place in ("quan-ly", "dung"):
            assert client.post(f"/theo-doi/{place}/{forged}/").status_code == 404
    assert Subscriber.objects.get() == lan


def test_a_mail_program_stops_all_with_one_click_without_any_cookie(lan):
    client = Client(enforce_csrf_checks=True)
    answer = client.post(page_of(lan, "dung"), {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert not answer.cookies
    assert not Subscriber.objects.exists()
    assert not Follow.objects.exists()


def test_stopping_deletes_everything_at_once_even_what_waits_to_be_confirmed(client, lan):
    FollowRequest.objects.create(email=lan.email, frequency="daily", expires_at=lan.confirmed_at)
    client.post(page_of(lan, "dung"))
    assert not Subscriber.objects.exists()
    assert not FollowRequest.objects.exists()
    # The links of old mails say so, and a second click gets the answer of the first.
    assert client.get(page_of(lan)).status_code == 410
    assert client.post(page_of(lan, "dung")).status_code == 200


def test_a_scanner_that_opens_the_stop_link_stops_nothing(client, lan):
    assert client.get(page_of(lan, "dung")).status_code == 200
    assert Subscriber.objects.exists()


def test_pages_ask_few_questions(client, lan, django_assert_max_num_queries):
    for number in range(10):
        make_section(f"Sở {number}")
    client.get(page_of(lan))
    with django_assert_max_num_queries(12) as queries:
        client.get(page_of(lan))
    assert not [each for each in queries.captured_queries if "session" in each["sql"].lower()]


def test_nothing_is_kept_but_what_the_mails_need():
    kept = {field.name for field in Subscriber._meta.fields}
    assert kept == {
        *("id", "email", "key", "frequency"),
        *("confirmed_at", "digested_until", "claimed_until"),
    }
