"""Requests that wait at an agency that is no more; requests that their senders delete."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from network.agencies import tasks
from network.agencies.models import AuditEntry
from network.rights_requests.actions import RightsAction
from network.rights_requests.models import RightsRequest, RightsRequestState
from network.rights_requests.services import refuse, take_in, withdraw_request
from tests.factories.moderation import Office, end, make_office
from tests.factories.rights_requests import make_request

pytestmark = pytest.mark.django_db


@pytest.fixture
def former() -> Office:
    return make_office("STTTT")


@pytest.fixture
def heir() -> Office:
    return make_office("SKHCN")


def where(row: RightsRequest) -> str:
    """Return the code of the agency that has the request after the morning's job."""
    tasks.pass_on(timestamp=0)
    row.refresh_from_db()
    return row.agency.code


def test_what_is_open_goes_to_who_follows_and_keeps_its_day(former, heir):
    row, day, now = make_request(former.agency), timezone.localdate(), timezone.now()
    RightsRequest.objects.update(due_on=day)
    take_in(request_id=row.pk, user=former.author, now=now)
    end(former, heir)
    assert where(row) == heir.agency.code
    assert (row.state, row.handler, row.due_on) == (RightsRequestState.RECEIVED, None, day)
    logged = AuditEntry.objects.filter(action=RightsAction.PASSED_ON)
    assert {each.agency for each in logged} == {former.agency, heir.agency}
    with pytest.raises(ValidationError):
        take_in(request_id=row.pk, user=former.author, now=now)
    assert take_in(request_id=row.pk, user=heir.author, now=now).handler == heir.author


@pytest.mark.parametrize("case", ["lives", "several", "closed"])
def test_what_is_for_a_person_or_done_stays(former, heir, case):
    row, now = make_request(former.agency), timezone.now()
    if case == "closed":
        take_in(request_id=row.pk, user=former.author, now=now)
        refuse(request_id=row.pk, user=former.approver, answer="Nơi công cộng.", now=now)
    heirs = [heir, make_office("SNV")] if case == "several" else [heir]
    end(former, *heirs, days_ago=0 if case == "lives" else 1)
    assert where(row) == former.agency.code


def test_who_takes_in_what_its_sender_just_deleted_reads_that(former):
    row, now = make_request(former.agency), timezone.now()
    withdraw_request(request_id=row.pk, now=now)
    with pytest.raises(ValidationError, match="vừa xóa"):
        take_in(request_id=row.pk, user=former.author, now=now)
