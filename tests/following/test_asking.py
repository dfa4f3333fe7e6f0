"""Following by mail: the form, the link that confirms, and nothing without it."""

import datetime as dt
import re
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from legal_updates.models import Topic
from network.following import services
from network.following.choices import Choices, choices_of
from network.following.forms import FollowForm
from network.following.models import FollowRequest, Frequency, Subscriber
from network.following.tokens import confirmation_token
from tests.factories.accounts import run_jobs
from tests.factories.documents import make_document
from tests.factories.mailing import minutes_pass, refused
from tests.factories.sections import make_hub, make_section
from tests.following.letters import link_in

pytestmark = pytest.mark.django_db
LAN = "lan@example.vn"


@pytest.fixture(autouse=True)
def hub() -> None:
    make_hub()


def send(client: Client, **fields: object):
    opened = FollowForm(now=timezone.now() - dt.timedelta(seconds=30))
    data = {"email": LAN, "linh-vuc": ["dat-dai"], "nhip": "weekly", "stamp": opened.next_stamp}
    return client.post("/theo-doi/", data | fields)


def confirm(client: Client) -> None:
    run_jobs()
    client.post(link_in(mail.outbox[-1], "xac-nhan"))


def test_asking_and_confirming_makes_a_subscriber(client):
    section, document = make_section("Sở Y tế"), make_document()
    answer = send(client, **{"co-quan": ["so-y-te"], "van-ban": [document.slug], "nhip": "daily"})
    assert (answer.status_code, answer["Location"]) == (302, "/theo-doi/da-gui/")
    run_jobs()
    link = link_in(mail.outbox[0], "xac-nhan")
    page = client.get(link).content.decode()
    for name in ("Đất đai", "Sở Y tế", "100/2019/NĐ-CP"):
        assert name in mail.outbox[0].body
        assert name in page
    answer = client.post(link)
    assert "/theo-doi/quan-ly/" in answer["Location"]
    lan = Subscriber.objects.get()
    assert (lan.email, lan.frequency) == (LAN, "daily")
    topic = Topic.objects.get(slug="dat-dai")
    assert choices_of(lan.follows.all()) == Choices(
        frozenset([topic.pk]), frozenset([section.agency_id]), frozenset([document.pk])
    )
    assert not FollowRequest.objects.exists()


def test_a_scanner_that_opens_the_link_confirms_nothing(client):
    send(client)
    run_jobs()
    link = link_in(mail.outbox[0], "xac-nhan")
    for _visit in range(3):
        assert client.get(link).status_code == 200
        client.head(link)
    assert not Subscriber.objects.exists()


def test_a_link_is_good_for_three_days_and_once(client):
    send(client)
    request = FollowRequest.objects.get()
    assert request.expires_at - timezone.now() > dt.timedelta(days=2, hours=23)
    link = f"/theo-doi/xac-nhan/{confirmation_token(request)}/"
    FollowRequest.objects.update(expires_at=timezone.now())
    assert client.get(link).status_code == 410
    assert client.post(link).status_code == 410
    assert not Subscriber.objects.exists()
    FollowRequest.objects.update(expires_at=timezone.now() + dt.timedelta(hours=1))
    assert client.post(link).status_code == 302
    assert client.post(link).status_code == 410


def test_a_link_of_ones_own_making_is_none(client):
    send(client)
    request = FollowRequest.objects.get()
    token = confirmation_token(request)
    for forged in (str(request.pk), f"{request.pk}.x", token[:-2], f"1{token}"):
        assert client.post(f"/theo-doi/xac-nhan/{forged}/").status_code == 404
    # The link that confirms does not open what somebody follows, nor the other way round.
    assert client.get(f"/theo-doi/quan-ly/{token}/").status_code == 404
    assert not Subscriber.objects.exists()


def test_the_answer_does_not_tell_whether_the_address_is_known(client):
    send(client, email="moi@example.vn")
    confirm(client)
    known, unknown = send(client, email="moi@example.vn"), send(client, email="la@example.vn")
    assert known.status_code == unknown.status_code
    assert known["Location"] == unknown["Location"]
    assert known.content == unknown.content


def test_an_address_gets_one_mail_an_hour_and_asks_more_meanwhile(client):
    for topic in ("dat-dai", "lao-dong", "bao-hiem"):
        send(client, **{"linh-vuc": [topic]})
    run_jobs()
    assert len(mail.outbox) == 1
    send(client, email=LAN.upper())
    run_jobs()
    assert len(mail.outbox) == 1
    confirm(client)
    assert Subscriber.objects.get().follows.count() == 3


def test_an_hour_later_another_mail_may_go(client):
    now = timezone.now()
    topic = Choices(topics=frozenset([Topic.objects.get(slug="dat-dai").pk]))
    for minutes in (0, 59, 60):
        at = now + dt.timedelta(minutes=minutes)
        services.ask_to_follow(email=LAN, frequency=Frequency.DAILY, choices=topic, now=at)
    run_jobs()
    assert len(mail.outbox) == 2


def test_whoever_is_known_adds_and_gets_their_own_link_again(client):
    send(client)
    confirm(client)
    later = timezone.now() + dt.timedelta(hours=2)
    more = Choices(topics=frozenset([Topic.objects.get(slug="lao-dong").pk]))
    services.ask_to_follow(email=LAN, frequency=Frequency.DAILY, choices=more, now=later)
    run_jobs()
    assert client.get(link_in(mail.outbox[-1], "quan-ly")).status_code == 200
    lan = Subscriber.objects.get()
    assert (lan.frequency, lan.follows.count()) == ("weekly", 1)
    confirm(client)
    lan.refresh_from_db()
    assert (lan.frequency, lan.follows.count()) == ("daily", 2)


def test_a_network_that_floods_is_asked_to_wait(client):
    answers = [send(client, email=f"a{number}@example.vn").status_code for number in range(21)]
    assert answers == [302] * 20 + [429]
    run_jobs()
    assert len(mail.outbox) == 20


def test_a_machine_in_the_trap_gets_the_same_answer_and_nothing_happens(client):
    answer = send(client, website="https://example.com/")
    assert answer["Location"] == "/theo-doi/da-gui/"
    assert not FollowRequest.objects.exists()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"email": "lan@"}, "id_email_error"),
        ({"email": "lan@example.vn\nBcc: a@b.vn"}, "id_email_error"),
        ({"linh-vuc": []}, 'role="alert"'),
        ({"linh-vuc": ["khong-co", "\x00", "<b>"]}, 'role="alert"'),
        ({"van-ban": ["x" * 300] * 300, "linh-vuc": []}, 'role="alert"'),
        ({"nhip": "hourly"}, "theo-doi"),
        ({"stamp": ""}, 'role="alert"'),
    ],
)
def test_a_mistake_is_shown_and_what_was_written_stays(client, fields, words):
    answer = send(client, **fields)
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert not FollowRequest.objects.exists()


@pytest.mark.parametrize("query", ["linh-vuc=dat-dai", "co-quan=so-y-te", "van-ban=100-2019-nd-cp"])
def test_the_links_of_pages_tick_what_they_are_about(client, query):
    make_section("Sở Y tế")
    make_document()
    slug = query.partition("=")[2]
    text = " ".join(client.get(f"/theo-doi/?{query}").content.decode().split())
    assert f'value="{slug}" checked' in text
    assert text.count("checked") == 2


def test_the_many_topics_are_folded_until_one_is_missing(client):
    """What is ticked stands outside of the folds; who has ticked nothing finds them open."""
    assert "<details open" not in client.get("/theo-doi/").content.decode()
    ticked = client.get("/theo-doi/?linh-vuc=dat-dai").content.decode()
    folded = re.sub(r"<details.*?</details>", "", ticked, flags=re.DOTALL)
    assert 'value="dat-dai"' in folded
    assert "<details open" in send(client, **{"linh-vuc": []}).content.decode()


@pytest.mark.parametrize("query", ["linh-vuc=%00", "van-ban=%27;--", "co-quan=" + "x" * 3000])
def test_odd_addresses_get_the_ordinary_form(client, query):
    answer = client.get(f"/theo-doi/?{query}")
    assert answer.status_code == 200
    assert answer.content.decode().count("checked") == 1


def test_no_session_and_no_cookie(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(8) as queries:
        answer = client.get("/theo-doi/")
    assert not answer.cookies
    assert not send(client).cookies
    assert not [each for each in queries.captured_queries if "session" in each["sql"].lower()]
    assert "no-store" in answer["Cache-Control"]


def test_unconfirmed_requests_are_deleted_with_their_link(client):
    send(client)
    now = timezone.now()
    assert services.forget_expired(now=now + dt.timedelta(days=2)) == 0
    assert services.forget_expired(now=now + dt.timedelta(days=3, minutes=1)) == 1
    assert not FollowRequest.objects.exists()


def test_a_server_that_refuses_the_confirmation_names_nobody_in_the_log(client, caplog):
    send(client)
    with refused(LAN, lambda _: SMTPRecipientsRefused({LAN: (450, b"later")})):
        run_jobs()
    assert "SMTPRecipientsRefused" in caplog.text
    assert LAN not in caplog.text
    minutes_pass(1)
    assert [letter.to for letter in mail.outbox] == [[LAN]]
