"""What must hold after any steps of anybody: asked of the rows, apart from the services."""

from collections.abc import Iterable

from django.apps import apps
from django.db.models import F, Model
from django.utils import timezone

from network.accounts.models import User
from network.agencies.acts import current_act
from network.agencies.models import Role
from network.channels.cases.selectors import cases_for
from network.channels.models import Case, Channel, ChannelPlan
from network.core.two_people import PREPARED_BY, TwoPeople
from network.directives.models import Assignment, Recipient
from network.oversight.models import Dispute
from network.oversight.models.reminding import Reminder
from network.practices.models import Practice
from network.practices.selectors import practices_for
from network.reporting.models import Report
from network.reporting.selectors import reports_for

from .world import SamePerson, fresh_scope

OWNED: tuple[type[Model], ...] = (
    *(Practice, Report, Channel, ChannelPlan, Case),
    *(Assignment, Recipient, Dispute, Reminder),
)
READ_BY = {Practice: practices_for, Report: reports_for, Case: cases_for}
type Owners = dict[type[Model], dict[int, int]]


def check_pairs() -> int:
    """Raise SamePerson if a row names one person in both columns; return the number of pairs."""
    asked = 0
    for model in apps.get_models():
        for rule in model._meta.constraints:
            if isinstance(rule, TwoPeople):
                asked += 1
                same = (
                    {"prepared_by__contains": [F(rule.second)]}
                    if rule.first == PREPARED_BY
                    else {rule.first: F(rule.second)}
                )
                rows = model._base_manager.exclude(**{rule.second: None}).filter(**same)
                if row := rows.first():
                    raise SamePerson(f"{rule.name}: row {row.pk} of {model._meta.label}")
    if row := Case.objects.filter(gone_evidence__added_by=F("gone_by")).first():
        raise SamePerson(f"the evidence of case {row.pk} is by who says that it is gone")
    return asked


def owners() -> Owners:
    """Return whose each row is."""
    return {
        model: dict(model._base_manager.exclude(agency=None).values_list("pk", "agency_id"))
        for model in OWNED
    }


def check_owners(before: Owners) -> Owners:
    """Raise AssertionError if a row went to another agency; return whose each row is now."""
    now = owners()
    for model, rows in now.items():
        moved = {pk for pk, agency in rows.items() if before[model].get(pk, agency) != agency}
        assert not moved, f"{model._meta.label} changed agency: {moved}"
    return now


def check_readers(people: Iterable[User]) -> int:
    """Raise AssertionError if somebody reads a row of an agency they do not serve.

    Only an overseer outside an act reads the rows of all. Returns the number of querysets asked.
    """
    asked = 0
    for person in people:
        scope = fresh_scope(person)
        if Role.OVERSEER in scope.roles:
            assert current_act(user=person, now=timezone.now()) is None
            continue
        for model in OWNED:
            asked += 1
            rows = READ_BY.get(model, model.scoped.of)(scope)
            foreign = rows.exclude(agency=None).exclude(agency__in=scope.agency_roles)
            assert not foreign.exists(), f"{person.pk} reads foreign rows of {model}"
    return asked
