"""Every step at a request, in every state, by every role: allowed or refused, and what it leaves.

The tables are written by hand. They do not read the declarations that the services follow.
"""

from itertools import product

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from network.agencies.models import AuditEntry, Role
from network.rights_requests import services
from network.rights_requests.models import RightsRequest, RightsRequestState
from tests.factories.moderation import make_member, make_office
from tests.factories.rights_requests import make_request

pytestmark = pytest.mark.django_db
S = RightsRequestState
ALL = {"author", "appraiser", "approver", "agency_admin"}
STEPS = {
    "take_in": lambda about: services.take_in(**about),
    "finish": lambda about: services.finish(answer="Đã gỡ ảnh.", **about),
    "refuse": lambda about: services.refuse(answer="Nơi công cộng.", **about),
}
# By step and state: who may take it, the state it leads to, and the action in the journal.
TABLE = {
    ("take_in", S.RECEIVED): (ALL, S.IN_PROGRESS, "rights_request_taken_in"),
    ("finish", S.IN_PROGRESS): (ALL, S.DONE, "rights_request_done"),
    ("refuse", S.IN_PROGRESS): (ALL - {"author"}, S.REFUSED, "rights_request_refused"),
}


@pytest.fixture
def people(office):
    other = make_office("SYT")
    return {
        **office.people,
        "overseer": make_member(other.agency, Role.OVERSEER),
        "network_admin": make_member(other.agency, Role.NETWORK_ADMIN),
        "stranger": other.approver,
    }


def make_requests(office) -> dict[str, RightsRequest]:
    """Return a request in each state."""
    taken = {"handler": office.author}
    closed = {**taken, "closed_at": timezone.now(), "answer": "Đã trả lời."}
    fields = {S.RECEIVED: {}, S.IN_PROGRESS: taken, S.DONE: closed, S.REFUSED: closed}
    return {state: make_request(office.agency, state=state, **fields[state]) for state in S}


def result_of(step, row, person) -> tuple[str, str, bool] | None:
    """Return the state, the journal's action and whether `person` is named; None if refused."""
    with transaction.atomic():
        try:
            step({"request_id": row.pk, "user": person, "now": timezone.now()})
            after, entry = RightsRequest.objects.get(pk=row.pk), AuditEntry.objects.latest("pk")
            assert (entry.actor, entry.agency_id) == (person, row.agency_id)
            return after.state, entry.action, after.handler == person
        except (ValidationError, PermissionDenied):
            return None
        finally:
            transaction.set_rollback(True)


def test_every_step_of_every_role_in_every_state(office, people):
    rows = make_requests(office)
    for (name, step), state, (role, person) in product(STEPS.items(), S, people.items()):
        roles, target, action = TABLE.get((name, state), (set(), "", ""))
        expected = (target, action, True) if role in roles else None
        assert result_of(step, rows[state], person) == expected, (name, state, role)
