"""Import the people of a file: everything, or nothing if one line is wrong."""

import datetime as dt
import hashlib

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from network.accounts.models import User
from network.agencies.audit import record
from network.agencies.models import Agency
from network.agencies.people.batch import agencies_to_staff, invite_all, lock_agencies
from network.agencies.people.selectors import runs_network
from network.agencies.people.services import change_role_in

from .planning import PeoplePlan, plan_people
from .reading import ParsedPeople, RowProblem, read_people

PEOPLE_IMPORTED = "people_imported"


class _Refused(Exception):
    """Rolls the import back."""


def import_people(*, data: bytes, filename: str, actor: User, now: dt.datetime) -> PeoplePlan:
    """Invite the people of a file and change the roles of members. Returns the plan carried out.

    If the plan has problems, nothing was saved. Raises PermissionDenied if `actor` administers
    neither an agency nor the network.
    """
    parsed = read_people(data)
    plan = plan_people(parsed, actor=actor, now=now)
    try:
        with transaction.atomic():
            # The lock makes two imports wait for each other; the second one plans anew.
            _lock(plan, actor)
            plan = plan_people(parsed, actor=actor, now=now)
            if plan.problems:
                raise _Refused
            _carry_out(plan, actor, now)
            _record(plan, parsed, data, filename, actor, now)
    except _Refused:
        pass
    return plan


def _lock(plan: PeoplePlan, actor: User) -> None:
    if not agencies_to_staff(actor).exists():
        raise PermissionDenied
    lock_agencies([each.agency.pk for each in plan.outlook], actor=actor)


def _carry_out(plan: PeoplePlan, actor: User, now: dt.datetime) -> None:
    """Save the plan. Raises _Refused after recording the line whose change is not possible."""
    invite_all(offers=plan.offers, actor=actor, now=now)
    agencies = {each.agency.pk: each.agency for each in plan.outlook}
    for change in plan.changes:
        try:
            change_role_in(
                agency=agencies[change.membership.agency_id or 0],
                membership=change.membership,
                role=change.role,
                terms=change.terms,
                actor=actor,
                now=now,
            )
        except ValidationError as error:
            plan.problems.append(RowProblem(change.line, " ".join(error.messages)))
        except PermissionDenied:
            reason = _("you cannot change your own role here")
            plan.problems.append(RowProblem(change.line, reason))
    if plan.problems:
        raise _Refused


def _record(
    plan: PeoplePlan,
    parsed: ParsedPeople,
    data: bytes,
    filename: str,
    actor: User,
    now: dt.datetime,
) -> None:
    """Log the import: for an agency admin with one agency at that agency, else for the network."""
    agencies: list[Agency] = [each.agency for each in plan.outlook]
    single = agencies[0] if len(agencies) == 1 and not runs_network(actor) else None
    record(
        actor=actor,
        agency=single,
        action=PEOPLE_IMPORTED,
        now=now,
        subject=filename,
        sha256=hashlib.sha256(data).hexdigest(),
        lines=len(parsed.rows),
        agencies=len(agencies),
        invited=len(plan.offers),
        letters=plan.letters,
        changed=len(plan.changes),
        unchanged=plan.unchanged,
    )
