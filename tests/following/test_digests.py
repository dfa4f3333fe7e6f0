"""Digests: what is new of what somebody follows, once, and no mail where nothing is."""

import datetime as dt
import email.policy
import smtplib
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from legal_updates.models import LegalDocument, Topic
from legal_updates.models.choices import Validity
from network.following.digest_services import BATCH, queue_digests
from network.following.editions import last_editions
from network.following.models import Subscriber
from network.mailing.models import Delivery, MailOutcome
from network.mailing.services import send_again
from sites.models import ArticlePage
from tests.factories.accounts import run_jobs
from tests.factories.documents import make_change, make_document
from tests.factories.mailing import minutes_pass, refused, send_once_more
from tests.factories.sections import make_article, make_hub, make_place, make_section
from tests.following.letters import link_in
from tests.following.people import LAST_MONDAY, MONDAY, make_subscriber

pytestmark = pytest.mark.django_db
THURSDAY = LAST_MONDAY + dt.timedelta(days=3)
PER_LETTER = 6
TUESDAY = MONDAY + dt.timedelta(days=1)
HANOI = dt.timezone(dt.timedelta(hours=7))


@pytest.fixture(autouse=True)
def hub() -> None:
    make_hub()


def published(at: dt.datetime, place: Any = None, **fields: Any) -> ArticlePage:
    return make_article(place or make_place(make_section()), first_published_at=at, **fields)


def about(slug: str, page: ArticlePage) -> ArticlePage:
    page.topics.add(Topic.objects.get(slug=slug))
    page.save()
    return page


def digest(now: dt.datetime = MONDAY) -> list[Any]:
    """Return the mails of the digests due at `now`."""
    mail.outbox.clear()
    queue_digests(now=now)
    run_jobs()
    return list(mail.outbox)


def test_articles_of_a_topic_and_of_an_agency_documents_and_their_life():
    section = make_section("Sở Y tế")
    of_agency = published(THURSDAY, make_place(section), title="Tiêm chủng tháng 12")
    both = about("dat-dai", published(THURSDAY, of_agency.get_parent(), title="Đất của trạm y tế"))
    of_topic = about("dat-dai", published(THURSDAY, title="Cấp sổ đỏ"))
    other = about("lao-dong", published(THURSDAY, title="Lương tối thiểu"))
    decree = make_document()
    make_change(decree, became=Validity.EXPIRED, now=THURSDAY)
    new = make_document("5/2026/NĐ-CP", title="Quy định về đất đai")
    new.topics.add(Topic.objects.get(slug="dat-dai"))
    new.save()
    LegalDocument.objects.filter(pk=new.pk).update(confirmed_at=THURSDAY)
    make_subscriber("lan@example.vn", topics=["dat-dai"], sections=[section], documents=[decree])
    [letter] = digest()
    for text in (letter.body, letter.alternatives[0].content):
        for title in (of_agency.title, of_topic.title, "5/2026/NĐ-CP", "100/2019/NĐ-CP"):
            assert title in text
        assert other.title not in text
    assert letter.body.count(both.title) == 1
    assert f"/{section.slug}/" in letter.body
    assert letter.to == ["lan@example.vn"]


def test_nothing_new_no_mail_and_it_is_not_told_later():
    about("dat-dai", published(LAST_MONDAY - dt.timedelta(days=1)))
    make_subscriber("lan@example.vn", topics=["dat-dai"])
    make_subscriber("minh@example.vn", topics=["lao-dong"])
    assert digest() == []
    assert digest(MONDAY + dt.timedelta(days=7)) == []


def test_what_is_not_public_is_not_told(client):
    section = make_section("Sở Y tế")
    place = make_place(section)
    published(THURSDAY, place, live=False)
    secret = published(THURSDAY, place)
    PageViewRestriction.objects.create(page=secret, restriction_type="login")
    unsure = make_document(confirmed=False)
    make_change(unsure, now=THURSDAY)
    make_subscriber("lan@example.vn", sections=[section], documents=[unsure])
    assert digest() == []


def test_the_same_digest_goes_out_once_however_often_the_job_runs():
    about("dat-dai", published(THURSDAY))
    make_subscriber("lan@example.vn", topics=["dat-dai"])
    assert len(digest()) == 1
    assert digest() == []
    assert send_once_more("following.digest") == 0
    assert queue_digests(now=MONDAY) == 0


def test_a_killed_worker_leaves_nobody_with_two_mails_and_nothing_untold(monkeypatch):
    page = about("dat-dai", published(THURSDAY))
    for number in range(3):
        make_subscriber(f"a{number}@example.vn", topics=["dat-dai"])
    sent = EmailBackend.send_messages

    def killed_after_the_second(self: EmailBackend, messages: Any) -> int:
        count = sent(self, messages)
        if len(mail.outbox) == 2:
            raise SystemExit
        return count

    monkeypatch.setattr(EmailBackend, "send_messages", killed_after_the_second)
    with pytest.raises(SystemExit):
        digest()
    monkeypatch.undo()
    assert len(mail.outbox) == 2
    # Its job is run again: whom nobody had begun to write to gets the mail.
    assert send_once_more("following.digest") == 1
    assert digest() == []
    week_later = digest(MONDAY + dt.timedelta(days=7))
    # Whether the second mail went out nobody knows: the next one says it again.
    assert [letter.to for letter in week_later] == [["a1@example.vn"]]
    assert page.title in week_later[0].body


def saying(code: int) -> Callable[[str], Exception]:
    return lambda address: smtplib.SMTPRecipientsRefused({address: (code, b"no")})


@pytest.fixture
def three() -> None:
    about("dat-dai", published(THURSDAY))
    for name in ("lan", "minh", "nam"):
        make_subscriber(f"{name}@example.vn", topics=["dat-dai"])


def test_a_refused_address_silences_nobody_and_is_not_tried_again_and_again(three, caplog):
    with refused("minh@example.vn", saying(550)):
        assert [letter.to[0][:3] for letter in digest()] == ["lan", "nam"]
    assert digest() == []
    assert "minh@" not in f"{caplog.text} {list(Delivery.objects.values())}"


def test_who_was_refused_stands_in_the_list_once_until_a_later_digest_arrives(three):
    with refused("minh@example.vn", saying(550)):
        digest()
        about("dat-dai", published(MONDAY + dt.timedelta(days=1)))
        digest(MONDAY + dt.timedelta(days=7))
        (row,) = Delivery.objects.exclude(outcome=MailOutcome.SENT)
        assert row.ref == f"subscriber:{Subscriber.objects.get(email='minh@example.vn').pk}"
    (letter,) = digest(MONDAY + dt.timedelta(days=14))
    assert letter.to == ["minh@example.vn"]
    assert not Delivery.objects.exclude(outcome=MailOutcome.SENT).exists()


def test_what_was_refused_goes_out_from_the_list(three):
    with refused("minh@example.vn", saying(550)):
        digest()
    mail.outbox.clear()
    send_again(Delivery.objects.all())
    run_jobs()
    assert [letter.to for letter in mail.outbox] == [["minh@example.vn"]]
    assert digest() == []


def test_a_busy_server_is_tried_again_for_those_alone_who_got_nothing(three):
    with refused("minh@example.vn", saying(450)):
        assert len(digest()) == 2
    mail.outbox.clear()
    minutes_pass(1, now=MONDAY)
    assert [letter.to for letter in mail.outbox] == [["minh@example.vn"]]


def test_the_mail_can_be_stopped_by_the_mail_program(client):
    about("dat-dai", published(THURSDAY))
    make_subscriber("lan@example.vn", topics=["dat-dai"])
    [letter] = digest()
    stop = link_in(letter, "dung")
    head = letter.message(policy=email.policy.SMTP).as_bytes().partition(b"\r\n\r\n")[0].decode()
    assert "\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in head
    # Whole and in the clear: mail programs do not decode it.
    assert f"\r\nList-Unsubscribe: <http://127.0.0.1:8000{stop}>\r\n" in head
    assert client.get(link_in(letter, "quan-ly")).status_code == 200
    client.post(stop, {"List-Unsubscribe": "One-Click"})
    assert not Subscriber.objects.exists()


def test_daily_and_weekly_get_their_own_editions():
    for frequency in ("daily", "weekly"):
        make_subscriber(f"{frequency}@example.vn", topics=["dat-dai"], frequency=frequency)
    about("dat-dai", published(THURSDAY))
    friday = THURSDAY + dt.timedelta(days=1)
    assert [letter.to for letter in digest(friday)] == [["daily@example.vn"]]
    assert [letter.to for letter in digest(MONDAY)] == [["weekly@example.vn"]]


@pytest.mark.parametrize(
    ("now", "daily", "weekly"),
    [
        (dt.datetime(2026, 11, 23, 6, 59, tzinfo=HANOI), 22, 16),
        (dt.datetime(2026, 11, 23, 7, 0, tzinfo=HANOI), 23, 23),
        (dt.datetime(2026, 11, 25, 3, 0, tzinfo=HANOI), 24, 23),
        (dt.datetime(2026, 11, 29, 23, 59, tzinfo=HANOI), 29, 23),
    ],
)
def test_the_editions_are_those_of_seven_in_the_morning_there(now, daily, weekly):
    editions = last_editions(now)
    assert editions["daily"] == dt.datetime(2026, 11, daily, 6, 50, tzinfo=HANOI)
    assert editions["weekly"] == dt.datetime(2026, 11, weekly, 6, 50, tzinfo=HANOI)


def test_what_was_being_written_while_the_edition_closed_is_in_the_next():
    late = about("dat-dai", published(MONDAY - dt.timedelta(minutes=5)))
    make_subscriber("lan@example.vn", topics=["dat-dai"], frequency="daily")
    assert digest(MONDAY) == []
    assert late.title in digest(TUESDAY)[0].body


def test_a_long_list_is_cut_and_says_so():
    place = make_place(make_section("Sở Y tế"))
    for _number in range(33):
        published(THURSDAY, place)
    make_subscriber("lan@example.vn", sections=[place.get_parent().specific])
    [letter] = digest()
    assert letter.body.count(f"{place.url_path[4:]}bai-") == 30


def test_a_thousand_subscribers_ask_no_more_for_each():
    places = [make_place(make_section()) for _number in range(3)]
    for place in places:
        about("dat-dai", published(THURSDAY, place))
    counts = []
    for number in (BATCH // 10, BATCH):
        Subscriber.objects.all().delete()
        for each in range(number):
            make_subscriber(
                f"a{each}@example.vn",
                topics=["dat-dai"] if each % 2 else ["lao-dong"],
                sections=[places[each % 3].get_parent().specific],
            )
        with CaptureQueriesContext(connection) as queries:
            assert len(digest()) == number
        counts.append(len(queries) - 1)
    # What is new is asked for once; a letter is noted before and after it goes.
    assert counts[1] - counts[0] <= (BATCH - BATCH // 10) * PER_LETTER


def test_a_thousand_are_queued_at_once_in_batches():
    rows = [
        Subscriber(
            email=f"a{number}@example.vn",
            key=str(number),
            frequency="weekly",
            confirmed_at=LAST_MONDAY,
            digested_until=LAST_MONDAY,
        )
        for number in range(1000)
    ]
    Subscriber.objects.bulk_create(rows)
    with CaptureQueriesContext(connection) as queries:
        assert queue_digests(now=MONDAY) == 1000
    assert len(queries) <= 9
    assert run_jobs() == 1000 / BATCH
    assert not mail.outbox
