"""The reform of 2025 in the demo, carried out by the operation that a network admin starts.

So the archive that `make run` shows is a result of the operation, and cannot differ from one. Safe
to run twice.
"""

import datetime as dt
from typing import Any

from network.accounts.models import User
from network.agencies.models import Agency
from network.provisioning.models import ReorganisationPlan
from network.provisioning.reorganisation import execution
from network.provisioning.reorganisation.names import (
    link_predecessors,
    mark_outside_network,
    proposals,
)
from network.provisioning.reorganisation.services import add_step

from .data import read_json

_ADMIN = "mangluoi_quantri"


def carry_out_reforms(*, now: dt.datetime) -> None:
    """Confirm the names of former bodies, then plan and carry out the reforms that are missing."""
    rows = read_json("reforms.json")
    present = set(ReorganisationPlan.objects.values_list("name", flat=True))
    missing = [row for row in rows if row["name"] not in present]
    if not missing:
        return
    admin = User.objects.get(username=_ADMIN)
    _confirm_names(admin, now)
    for row in missing:
        execution.start(plan=_plan(row, admin, now), actor=admin, now=now)
        execution.carry_on(now=now)


def _confirm_names(admin: User, now: dt.datetime) -> None:
    """Link the names that mean an agency of the demo; the others were never in the network."""
    found = {row.link.pk: row.agency for row in proposals()}
    linked = {pk: agency for pk, agency in found.items() if agency}
    link_predecessors(chosen=linked, actor=admin, now=now)
    mark_outside_network(links=found.keys() - linked.keys(), actor=admin, now=now)


def _plan(row: dict[str, Any], admin: User, now: dt.datetime) -> ReorganisationPlan:
    """Create a plan from its row. An agency with several successors passes in parts."""
    plan = ReorganisationPlan.objects.create(
        name=row["name"],
        legal_basis=row["legal_basis"],
        effective_on=dt.date.fromisoformat(row["effective_on"]),
        created_by=admin,
        created_at=now,
    )
    agencies = Agency.objects.in_bulk(field_name="code")
    heirs = {each["code"]: each.get("successors", ()) for each in read_json("agencies.json")}
    for former in row["former"]:
        for heir in heirs[former]:
            add_step(
                plan=plan,
                kind=row["kind"],
                predecessor=agencies[former],
                successor=agencies[heir],
                partial=len(heirs[former]) > 1,
            )
    return plan
