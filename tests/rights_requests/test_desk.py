"""Officers deal with requests; the overseer reads; the database keeps states whole."""

import datetime as dt
from copy import deepcopy

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from network.agencies.models import AuditEntry, Role
from network.core.working_days import working_day_after
from network.oversight.checks.r25 import check
from network.oversight.outcomes import Participants
from network.oversight.running import participating_agencies
from network.rights_requests.actions import RightsAction
from network.rights_requests.models import ResponseTerm, RightsRequest, RightsRequestState
from network.rights_requests.notifications import concerned, digest_of
from network.rights_requests.selectors import due_after, term_of
from tests.factories.accounts import run_jobs, signed_in
from tests.factories.moderation import make_member, make_office
from tests.factories.rights_requests import TEXT, make_request

pytestmark = pytest.mark.django_db
LIST = "/admin/yeu-cau-du-lieu/"


@pytest.fixture(scope="module")
def offices_of_module(once):
    return once(lambda: {code: make_office(code) for code in ("STP", "SYT")})


@pytest.fixture
def offices(offices_of_module, db):
    return deepcopy(offices_of_module)


@pytest.fixture
def row(offices):
    return make_request(offices["STP"].agency, contact="dan@example.vn")


def send(client, user, row, act, **fields):
    return signed_in(client, user).post(f"{LIST}{row.pk}/{act}/", fields)


def state_of(row):
    row.refresh_from_db()
    return row.state


def test_it_is_taken_in_and_carried_out_and_who_asked_is_told(client, offices, row):
    office = offices["STP"]
    start = signed_in(client, office.author).get("/admin/").content.decode()
    assert f"{LIST}{row.pk}/" in start
    # Not before somebody has taken it in.
    assert send(client, office.author, row, "xong", answer="Đã gỡ ảnh thứ hai.").status_code == 200
    assert state_of(row) == RightsRequestState.RECEIVED
    assert send(client, office.author, row, "tiep-nhan").status_code == 302
    assert state_of(row) == RightsRequestState.IN_PROGRESS
    assert send(client, office.author, row, "xong", answer="Đã gỡ ảnh thứ hai.").status_code == 302
    assert (state_of(row), row.answer) == (RightsRequestState.DONE, "Đã gỡ ảnh thứ hai.")
    run_jobs()
    [letter] = mail.outbox
    assert letter.to == ["dan@example.vn"]
    assert "Đã gỡ ảnh thứ hai." in letter.body
    entries = AuditEntry.objects.filter(action__in=RightsAction.values).order_by("pk")
    assert [each.action for each in entries] == [RightsAction.TAKEN_IN, RightsAction.DONE]
    # The journal is kept for ever, and tells nobody's words.
    assert not any(TEXT[:10] in str(each.detail) for each in entries)


def test_an_author_alone_does_not_turn_anybody_away(client, offices, row):
    office, why = offices["STP"], {"answer": "Ảnh chụp nơi công cộng."}
    send(client, office.author, row, "tiep-nhan")
    assert send(client, office.author, row, "tu-choi", **why).status_code in {302, 403}
    assert state_of(row) == RightsRequestState.IN_PROGRESS
    assert send(client, office.approver, row, "tu-choi", **why).status_code == 302
    assert state_of(row) == RightsRequestState.REFUSED


def test_the_overseer_reads_all_changes_nothing_and_sees_no_address(client, offices, row):
    overseer = make_member(offices["SYT"].agency, Role.OVERSEER)
    person = signed_in(client, overseer)
    assert f"{LIST}{row.pk}/" in person.get(LIST).content.decode()
    page = person.get(f"{LIST}{row.pk}/").content.decode()
    assert TEXT in page
    assert "dan@example.vn" not in page
    assert send(client, overseer, row, "tiep-nhan").status_code in {302, 403, 404}
    assert state_of(row) == RightsRequestState.RECEIVED
    own = signed_in(client, offices["STP"].author).get(f"{LIST}{row.pk}/").content.decode()
    assert "dan@example.vn" in own


def test_another_agency_s_request_is_not_found(client, offices, row):
    person = signed_in(client, offices["SYT"].approver)
    assert person.get(f"{LIST}{row.pk}/").status_code == 404
    assert person.post(f"{LIST}{row.pk}/tiep-nhan/").status_code == 404


def test_what_is_late_is_shown_counted_mailed_and_costs_r25(client, offices, row):
    day = timezone.localdate()
    RightsRequest.objects.update(due_on=day - dt.timedelta(days=1))
    page = signed_in(client, offices["STP"].author).get(f"{LIST}?state=late").content.decode()
    assert "quá hạn" in page
    now = timezone.now()
    people = {user.pk for user in offices["STP"].people.values()}
    assert set(concerned(now)) == people
    assert digest_of(offices["STP"].author, now)["rows"][0]["overdue"] == 1
    participants = Participants(list(participating_agencies(day)), day)
    found = check(participants, {})
    parts = {code: found[office.agency.pk].evidence[-1] for code, office in offices.items()}
    assert {code: part.fine for code, part in parts.items()} == {"STP": False, "SYT": True}
    assert client.get(parts["STP"].url).content.decode().count(f"{LIST}{row.pk}/") >= 1


def test_the_network_keeps_the_terms_and_nobody_else(client, offices):
    index, add = (
        reverse(f"rights_requests_responseterm_modeladmin_{n}") for n in ("index", "create")
    )
    agency, day = offices["STP"].agency, timezone.localdate()
    form = {"ground": "personal", "working_days": "1", "valid_from": f"{day:%Y-%m-%d}"}
    overseer = signed_in(client, make_member(agency, Role.OVERSEER))
    assert "Nghị định số 356/2025/NĐ-CP" in overseer.get(index).content.decode()
    assert overseer.post(add, form).status_code in {302, 403}
    assert term_of("personal", day).working_days == 2
    keeper = signed_in(client, make_member(agency, Role.NETWORK_ADMIN))
    assert keeper.post(add, form).status_code == 302
    assert term_of("personal", day).working_days == 1
    assert signed_in(client, offices["STP"].approver).get(index).status_code in {302, 403}


def test_without_a_term_it_is_due_as_a_question_is(settings):
    ResponseTerm.objects.all().delete()
    now = timezone.now()
    days = settings.QUESTION_WORKING_DAYS
    assert due_after("other", now) == working_day_after(timezone.localdate(now), days)


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "done"},
        {"state": "done", "closed_at": timezone.now()},
        {"answer": "Đã gỡ."},
        {"state": "lost"},
        {"erased_at": timezone.now()},
        {"ground": "none"},
    ],
)
def test_the_database_keeps_states_whole(row, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        RightsRequest.objects.filter(pk=row.pk).update(**fields)
