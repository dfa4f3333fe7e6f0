"""Forms of citizens: machines and floods are kept off, people are not."""

import datetime as dt

import pytest
from django import forms

from network.core.spam_guard.counting import forget_attempts, has_room, network_of, record_attempt
from network.core.spam_guard.forms import GuardedForm
from network.core.spam_guard.models import AttemptCount

NOW = dt.datetime(2026, 11, 25, 13, 0, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(seconds=20)


class Letter(GuardedForm):
    purpose = "letter"
    words = forms.CharField()


def sent(at: dt.datetime, **fields: str) -> Letter:
    data = {"words": "Xin chào", "stamp": Letter(now=NOW).next_stamp}
    return Letter(data | fields, now=at)


def codes(form: Letter) -> list[str]:
    return [error.code for error in form.non_field_errors().as_data()]


def test_a_person_gets_through():
    form = sent(LATER)
    assert form.is_valid()
    assert not form.is_trapped


def test_a_filled_trap_is_noticed_and_not_told():
    form = sent(LATER, website="https://example.com")
    assert form.is_valid()
    assert form.is_trapped


@pytest.mark.parametrize(
    ("after", "code"), [(dt.timedelta(seconds=1), "too_fast"), (dt.timedelta(hours=25), "too_old")]
)
def test_too_fast_and_too_old_are_asked_to_send_again(after, code):
    assert codes(sent(NOW + after)) == [code]


class Other(Letter):
    purpose = "other"


@pytest.mark.parametrize("stamp", ["", "1764075600", "x:y", "\x00"])
def test_what_is_no_stamp_is_refused(stamp):
    assert not sent(LATER, stamp=stamp).is_valid()


def test_the_stamp_of_another_form_is_refused():
    assert not sent(LATER, stamp=Other(now=NOW).next_stamp).is_valid()


def test_a_form_with_a_mistake_keeps_its_stamp_and_an_old_one_gets_a_new_one():
    first = sent(LATER, words="")
    assert first.next_stamp == first.data["stamp"]
    late = NOW + dt.timedelta(hours=25)
    again = sent(late)
    assert sent(late + dt.timedelta(seconds=9), stamp=again.next_stamp).is_valid()


@pytest.mark.django_db
def test_an_address_has_its_number_of_attempts_in_an_hour():
    def ask(minutes: int, of: str = "192.0.2.1", purpose: str = "letter") -> bool:
        now = NOW + dt.timedelta(minutes=minutes)
        return record_attempt(2, purpose=purpose, of=of, now=now)

    assert [ask(0), ask(30), ask(59)] == [True, True, False]
    assert ask(59, of="192.0.2.2")
    assert ask(59, purpose="other")
    assert ask(60)


@pytest.mark.django_db
def test_who_it_was_is_not_kept_and_the_count_no_longer_than_its_hour():
    record_attempt(2, purpose="letter", of="lan@example.vn", now=NOW)
    assert "lan" not in AttemptCount.objects.get().key
    assert forget_attempts(now=NOW + dt.timedelta(minutes=59)) == 0
    assert forget_attempts(now=NOW + dt.timedelta(minutes=60)) == 1


@pytest.mark.django_db
def test_looking_whether_there_is_room_counts_nothing():
    def room(minutes: int = 1) -> bool:
        return has_room(1, purpose="code", of="x", now=NOW + dt.timedelta(minutes=minutes))

    assert [room(), room()] == [True, True]
    record_attempt(1, purpose="code", of="x", now=NOW)
    assert [room(), room(60)] == [False, True]


def test_two_forms_are_told_apart_and_one_sent_twice_is_one():
    first, second = sent(LATER), sent(LATER)
    again = sent(LATER, stamp=first.data["stamp"])
    assert all(form.is_valid() for form in (first, second, again))
    assert first.nonce == again.nonce != second.nonce


def test_one_household_is_counted_as_one():
    assert network_of("192.0.2.1") == "192.0.2.1"
    assert network_of("2001:db8:1:2:3::4") == network_of("2001:db8:1:2:ffff::1")
    assert network_of(None) == ""
