"""An agency with its people and a case in every state; what the database takes of a case."""

from django.db import IntegrityError, transaction

from network.agencies.models import Role
from network.channels.models import Case, CaseState
from tests.factories.cases import make_case
from tests.factories.moderation import make_member, make_office

S = CaseState


def made():
    office, other = make_office("SYT"), make_office("STP")
    people = {
        **office.people,
        "opener": make_member(office.agency, Role.APPROVER),
        "overseer": make_member(other.agency, Role.OVERSEER),
        "stranger": other.approver,
    }
    cases = {
        state: make_case(office.agency, people["opener"], office.approver, state=state)
        for state in S
    }
    return office, people, cases


def saved(case, **values):
    """Return whether the database takes it, and take it back."""
    with transaction.atomic():
        try:
            with transaction.atomic():
                Case.objects.filter(pk=case.pk).update(**values)
            taken = True
        except IntegrityError:
            taken = False
        transaction.set_rollback(True)
    return taken
