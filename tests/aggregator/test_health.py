"""Each source is in one state with a name; its owners hear of each change once."""

import datetime as dt
from dataclasses import replace

import pytest
from django.core import mail

from aggregator.health import ILL, FetchFacts, frozen_after, health_of, is_worth_a_mail
from aggregator.health_wording import advise_on_state, explain_state
from aggregator.models import FetchOutcome, Health, Source
from aggregator.notifications import notify_owners
from tests.factories.accounts import run_jobs
from tests.factories.mailing import minutes_pass, no_mail_server
from tests.factories.portals import entry, make_feed
from tests.factories.sections import make_source

from .conftest import NOW

DAY = dt.timedelta(days=1)
WELL = FetchFacts(
    enabled=True,
    outcome=FetchOutcome.NOT_MODIFIED,
    detail="",
    moved=False,
    took_ms=300,
    newest=NOW - DAY,
    gap=DAY,
)


@pytest.mark.parametrize(
    ("facts", "health"),
    [
        ({}, Health.HEALTHY),
        ({"newest": None, "gap": None, "took_ms": None}, Health.HEALTHY),
        ({"outcome": FetchOutcome.NEVER}, Health.NEVER),
        ({"enabled": False}, Health.PAUSED),
        ({"enabled": False, "outcome": FetchOutcome.GONE}, Health.GONE),
        ({"outcome": FetchOutcome.HTTP_ERROR, "detail": "http_403"}, Health.REFUSED),
        ({"outcome": FetchOutcome.NOT_FOUND, "detail": "http_404"}, Health.FAILING),
        ({"detail": "no_dates, jump"}, Health.DOUBTFUL),
        ({"outcome": FetchOutcome.BUSY, "detail": "http_503"}, Health.FAILING),
        ({"outcome": FetchOutcome.TOO_LARGE}, Health.FAILING),
        ({"outcome": FetchOutcome.REDIRECTS}, Health.FAILING),
        ({"outcome": FetchOutcome.UNREACHABLE}, Health.FAILING),
        ({"outcome": FetchOutcome.FAULT}, Health.FAILING),
        ({"outcome": FetchOutcome.REFUSED_ADDRESS}, Health.REFUSED),
        ({"outcome": FetchOutcome.CERTIFICATE}, Health.CERTIFICATE),
        ({"outcome": FetchOutcome.NOT_A_FEED}, Health.NOT_A_FEED),
        ({"outcome": FetchOutcome.EMPTY}, Health.EMPTY),
        ({"outcome": FetchOutcome.TIMEOUT}, Health.SLOW),
        ({"took_ms": 15_000}, Health.SLOW),
        ({"moved": True}, Health.MOVED),
        ({"newest": NOW - 20 * DAY}, Health.FROZEN),
        ({"newest": NOW - 20 * DAY, "gap": 7 * DAY}, Health.HEALTHY),
        ({"newest": NOW - 80 * DAY, "gap": 7 * DAY}, Health.FROZEN),
        ({"newest": NOW - 80 * DAY, "gap": None}, Health.HEALTHY),
        ({"newest": NOW - 100 * DAY, "gap": None}, Health.FROZEN),
    ],
)
def test_facts_make_one_state(facts, health):
    assert health_of(replace(WELL, **facts), now=NOW) is health


def test_no_portal_is_frozen_at_tet_and_none_is_forgiven_for_ever():
    assert frozen_after(dt.timedelta(minutes=15)) == 14 * DAY
    assert frozen_after(300 * DAY) == 365 * DAY


@pytest.mark.parametrize("health", sorted(ILL))
def test_every_ill_state_says_what_is_wrong_and_what_to_do(health):
    outcome = {
        Health.GONE: FetchOutcome.GONE,
        Health.REFUSED: FetchOutcome.HTTP_ERROR,
        Health.CERTIFICATE: FetchOutcome.CERTIFICATE,
        Health.NOT_A_FEED: FetchOutcome.NOT_A_FEED,
        Health.FAILING: FetchOutcome.UNREACHABLE,
        Health.EMPTY: FetchOutcome.EMPTY,
    }.get(health, FetchOutcome.NOT_MODIFIED)
    source = Source(health=health, outcome=outcome, newest_item_at=NOW, moved_to="https://a.vn/")
    assert health.label
    assert advise_on_state(source)
    if health in (Health.FROZEN, Health.SLOW, Health.MOVED):
        assert explain_state(source)


def tell(day: int = 0) -> int:
    """Return how many mails the owners get on that day."""
    before = len(mail.outbox)
    notify_owners(now=NOW + day * DAY)
    run_jobs()
    return len(mail.outbox) - before


def test_an_illness_and_its_end_are_told_once_each(portal, source, refresh, reviewer):
    """Six failing fetches, then three good ones: two mails."""
    for number in range(9):
        if number == 6:
            portal.pages["/tin.rss"] = make_feed(entry(1))
        refresh(source, after=number * DAY)
        tell(number)
    told = [letter.body for letter in mail.outbox]
    assert [letter.to for letter in mail.outbox] == [[reviewer.email]] * 2
    assert all(source.name in body for body in told)
    assert advise_on_state(Source(health=Health.FAILING, outcome=FetchOutcome.NOT_FOUND)) in told[0]


def test_a_hiccup_is_not_told(portal, source, refresh, reviewer):
    for number in range(8):
        portal.pages["/tin.rss"] = make_feed(entry(1)) if number % 3 == 2 else (500, {}, b"")
        refresh(source, after=number * DAY)
        tell(number)
    assert mail.outbox == []


def test_a_source_that_is_gone_is_told_at_once(portal, source, refresh, reviewer):
    portal.pages["/tin.rss"] = (410, {}, b"")
    refresh(source)
    assert source.health == Health.GONE
    assert tell() == 1
    assert tell() == 0


def test_the_contact_of_a_source_hears_of_that_source_alone(reviewer):
    make_source("Nguồn A", health=Health.FROZEN, tell=True, contact_email="a@example.gov.vn")
    make_source("Nguồn B", health=Health.EMPTY, tell=True)
    tell()
    bodies = {letter.to[0]: letter.body for letter in mail.outbox}
    assert bodies.keys() == {reviewer.email, "a@example.gov.vn"}
    assert "Nguồn B" not in bodies["a@example.gov.vn"]
    assert "Nguồn A" in bodies[reviewer.email] and "Nguồn B" in bodies[reviewer.email]


def test_a_mail_that_cannot_be_sent_is_sent_later(reviewer):
    make_source(health=Health.FROZEN, tell=True)
    with no_mail_server():
        assert tell() == 0
    minutes_pass(1)
    assert [letter.to for letter in mail.outbox] == [[reviewer.email]]


def test_states_that_alternate_are_told_in_the_end_and_once():
    told, mails = "", 0
    for number in range(1, 20):
        health = Health.FAILING if number % 2 else Health.SLOW
        if is_worth_a_mail(health=health, count=1, failures=number, told=told):
            told, mails = health, mails + 1
    assert mails == 1


def test_a_move_that_was_taken_over_is_told_once_and_its_end_not():
    state = {"count": 3, "failures": 0}
    assert is_worth_a_mail(health=Health.MOVED, told="", **state)
    assert not is_worth_a_mail(health=Health.HEALTHY, told=Health.MOVED, **state)
