"""Who keeps the list, who reads of whom in public, and how an agency asks another for a person."""

import datetime as dt
from copy import deepcopy
from itertools import product

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from legal_updates.models import Topic
from network.activities import reporter_services as services
from network.activities.models import Reporter, SpeakerRequest, SpeakerRequestState
from network.agencies.models import Role
from tests.factories.accounts import run_jobs, signed_in
from tests.factories.activities import make_reporter, make_speaker_request
from tests.factories.moderation import make_member, make_office

pytestmark = pytest.mark.django_db
KEEPERS = {"author", "agency_admin"}


def two_offices():
    offices = make_office("SYT"), make_office("STP")
    return (*offices, make_member(offices[1].agency, Role.OVERSEER))


@pytest.fixture(scope="module")
def made(once):
    return once(two_offices)


@pytest.fixture
def offices(made, db):
    return deepcopy(made)


def facts(**changes):
    values = {
        "kind": "reporter",
        "level": "province",
        "name": "Siu Bluk",
        "post": "Chuyên viên",
        "is_woman": False,
        "degree": "law",
        "languages": ["vi"],
        "number": "9/QĐ-UBND",
        "since": dt.date(2026, 1, 5),
    }
    return services.ReporterFacts(**values | changes)


def today():
    return timezone.localdate()


MOVES = {
    "edit": lambda about: services.change_reporter(facts=facts(name="Khác"), **about),
    "list": lambda about: services.list_reporter(consent_on=today(), **about),
    "unlist": lambda about: services.unlist_reporter(**about),
    "end": lambda about: services.end_reporter(until=today(), ending="7/QĐ, nghỉ hưu", **about),
}
# In the states: in office and not listed, listed, ended.
OPEN = {("edit", 0), ("list", 0), ("end", 0), ("edit", 1), ("unlist", 1), ("end", 1)}
STATES = ({}, {"consent_on": dt.date(2026, 2, 1)}, {"until": dt.date(2026, 3, 1), "ending": "7/QĐ"})


def attempt(act, about):
    with transaction.atomic():
        try:
            act(about)
            done = True
        except (ValidationError, PermissionDenied):
            done = False
        transaction.set_rollback(True)
    return done


def test_every_move_of_every_role(offices):
    office, other, overseer = offices
    people = {**office.people, "overseer": overseer, "stranger": other.agency_admin}
    for state, fields in enumerate(STATES):
        reporter = make_reporter(office.agency, f"Người {state}", **fields)
        for (move, act), (role, person) in product(MOVES.items(), people.items()):
            about = {"reporter_id": reporter.pk, "user": person, "now": timezone.now()}
            expected = (move, state) in OPEN and role in KEEPERS
            assert attempt(act, about) is expected, (move, state, role)
    for role, person in people.items():
        about = {"user": person, "now": timezone.now()}
        act = lambda about: services.enter_reporter(agency=office.agency, facts=facts(), **about)  # noqa: E731
        assert attempt(act, about) is (role in KEEPERS), role


def test_the_public_reads_of_who_agreed_until_it_is_taken_back(client, offices):
    office, _other, _overseer = offices
    listed = make_reporter(office.agency, consent_on=today(), phone="0905", email="h@example.vn")
    make_reporter(office.agency, "Người chưa đồng ý", number="13/QĐ-UBND")
    address = "/bao-cao-vien/"
    text = client.get(address, {"linh-vuc": "dat-dai", "tieng": "jra", "cap": "province"})
    shown = text.content.decode()
    assert listed.name in shown
    assert "Jrai" in shown
    file = b"".join(client.get(f"{address}du-lieu.csv").streaming_content).decode()
    for words in (shown, file):
        assert "Người chưa đồng ý" not in words
        assert "0905" not in words
        assert "h@example.vn" not in words
    assert listed.name in file
    assert listed.name not in client.get(address, {"tieng": "bdq"}).content.decode()
    assert f"co-quan={office.agency.slug}&amp;noi-dung=" in shown
    assert "<strong>Tiếng Jrai</strong>" in shown
    services.unlist_reporter(reporter_id=listed.pk, user=office.agency_admin, now=timezone.now())
    assert listed.name not in client.get(address).content.decode()


def test_what_ended_is_erased_of_contacts_and_stays(offices):
    office, other, _overseer = offices
    reporter = make_reporter(office.agency, consent_on=today(), phone="0905")
    about = {"reporter_id": reporter.pk, "user": office.author, "now": timezone.now()}
    MOVES["end"](about)
    reporter.refresh_from_db()
    assert (reporter.phone, reporter.consent_on) == ("", None)
    for name, value in {"name": "Khác", "until": None, "agency": other.agency}.items():
        fresh = Reporter.objects.get(pk=reporter.pk)
        setattr(fresh, name, value)
        with pytest.raises(IntegrityError), transaction.atomic():
            fresh.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        reporter.delete()


def test_one_person_is_once_in_a_list(offices):
    office, _other, _overseer = offices
    about = {"user": office.author, "now": timezone.now(), "agency": office.agency}
    topic = Topic.objects.get(slug="dat-dai")
    reporter = services.enter_reporter(facts=facts(topics=[topic]), **about)
    assert list(reporter.topics.all()) == [topic]
    with pytest.raises(ValidationError, match="đã có người này"):
        services.enter_reporter(facts=facts(), **about)


ANSWERS = {
    "accept": lambda about, reporter: services.accept_request(
        reporter=reporter, answer="Xin đón lúc 7 giờ.", **about
    ),
    "decline": lambda about, reporter: services.decline_request(answer="Trùng lịch.", **about),
    "withdraw": lambda about, reporter: services.withdraw_request(**about),
}
ANSWERING, ASKING = {"approver", "agency_admin"}, {"author", "approver", "agency_admin"}


def test_every_answer_of_every_role(offices):
    asking, asked, overseer = offices
    reporter = make_reporter(asked.agency)
    people = {
        **{f"asking {role}": person for role, person in asking.people.items()},
        **{f"asked {role}": person for role, person in asked.people.items()},
        "overseer": overseer,
    }
    allowed = {f"asked {role}": {"accept", "decline"} for role in ANSWERING}
    allowed |= {f"asking {role}": {"withdraw"} for role in ASKING}
    for state in (SpeakerRequestState.SENT, SpeakerRequestState.WITHDRAWN):
        row = make_speaker_request(asking.agency, asked.agency, asking.author, state=state)
        for (move, act), (role, person) in product(ANSWERS.items(), people.items()):
            about = {"request_id": row.pk, "user": person, "now": timezone.now()}
            expected = state == SpeakerRequestState.SENT and move in allowed.get(role, ())
            done = attempt(lambda about, act=act: act(about, reporter), about)
            assert done is expected, (state, move, role)


def test_both_agencies_are_told_by_mail(offices, mailoutbox):
    asking, asked, _overseer = offices
    reporter = make_reporter(asked.agency)
    about = {"agency": asking.agency, "user": asking.author, "now": timezone.now()}
    row = services.ask_for_speaker(facts=speaker(asked), **about)
    run_jobs()
    told = {mail.to[0] for mail in mailoutbox}
    assert told == {asked.approver.email, asked.agency_admin.email}
    assert "đất đai" in mailoutbox[0].body
    mailoutbox.clear()
    about = {"request_id": row.pk, "user": asked.approver, "now": timezone.now()}
    ANSWERS["accept"](about, reporter)
    run_jobs()
    assert asking.author.email in {mail.to[0] for mail in mailoutbox}
    assert reporter.name in mailoutbox[0].body


def speaker(asked, **changes):
    values = {
        "to_agency": asked.agency,
        "held_on": today() + dt.timedelta(days=20),
        "place": "Pleiku",
        "words": "Nói chuyện về đất đai",
        "language": "jra",
    }
    return services.SpeakerFacts(**values | changes)


def test_who_is_sent_is_in_the_list_of_who_was_asked(offices):
    asking, asked, _overseer = offices
    row = make_speaker_request(asking.agency, asked.agency, asking.author)
    about = {"request_id": row.pk, "user": asked.approver, "now": timezone.now()}
    for wrong in (
        make_reporter(asking.agency),
        make_reporter(asked.agency, "Đã thôi", until=dt.date(2026, 3, 1), ending="7/QĐ"),
    ):
        with pytest.raises(ValidationError):
            ANSWERS["accept"](about, wrong)
    ANSWERS["accept"](about, make_reporter(asked.agency))
    answered = SpeakerRequest.objects.get(pk=row.pk)
    answered.place = "Nơi khác"
    with pytest.raises(IntegrityError), transaction.atomic():
        answered.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        answered.delete()


def test_a_request_waits_on_the_desk_of_who_was_asked_for_five_working_days(client, offices):
    asking, asked, _overseer = offices
    now = dt.datetime(2026, 11, 26, 2, tzinfo=dt.UTC)
    row = services.ask_for_speaker(
        agency=asking.agency,
        facts=speaker(asked),
        user=asking.author,
        now=now,
    )
    assert row.due_on == dt.date(2026, 12, 3)
    for person, waits in ((asked.approver, True), (asked.author, False), (asking.approver, False)):
        signed_in(client, person)
        home = client.get("/admin/").content.decode()
        assert ("Nói chuyện về đất đai" in home) is waits


def test_the_own_commune_comes_first_and_other_communes_do_not(client, offices):
    office, other, _overseer = offices
    for agency, name, level in (
        (office.agency, "Của xã tôi", "commune"),
        (other.agency, "Của xã khác", "commune"),
        (other.agency, "Của tỉnh", "province"),
    ):
        make_reporter(agency, name, number=name, consent_on=today(), level=level)
    every = client.get("/bao-cao-vien/").content.decode()
    assert every.index("Của tỉnh") < every.index("Của xã tôi") and "Của xã khác" in every
    shown = client.get("/bao-cao-vien/", {"xa": office.agency.slug}).content.decode()
    assert shown.index("Của xã tôi") < shown.index("Của tỉnh")
    assert "Của xã khác" not in shown


@pytest.mark.parametrize("name", ["xa", "linh-vuc", "tieng", "cap"])
def test_an_address_with_invisible_letters_breaks_nothing(client, name):
    assert client.get(f"/bao-cao-vien/?{name}=%00").status_code == 200
