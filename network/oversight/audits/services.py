"""Judge the drawn cells of an audit: accept, or reject with a reason of the list."""

import datetime as dt

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from network.accounts.models import User
from network.agencies.audit import record
from network.agencies.models import Role
from network.agencies.scope import scope_of

from ..actions import OversightAction
from ..models.audits import AuditCell
from ..running import check_agencies
from ..verdicts.services import reject_evidence


@transaction.atomic
def accept_cell(*, cell_id: int, user: User, now: dt.datetime) -> AuditCell:
    """Accept the evidence of a drawn cell, so that it counts again. Logged.

    Raises PermissionDenied unless `user` is an overseer, ValidationError if somebody has judged the
    cell already, or if the audit is closed.
    """
    cell = _judged(cell_id, user, now)
    record(
        actor=user,
        agency=cell.agency,
        action=OversightAction.CELL_ACCEPTED,
        now=now,
        subject=str(cell.requirement),
        about=cell,
    )
    check_agencies(
        now=now,
        day=timezone.localdate(now),
        only=[cell.agency_id],
        of=[cell.requirement_id],
    )
    return cell


@transaction.atomic
def reject_cell(*, cell_id: int, reason: str, note: str, user: User, now: dt.datetime) -> AuditCell:
    """Reject the evidence of a drawn cell by a verdict on the whole cell.

    Raises the exceptions of `accept_cell` and of `reject_evidence`.
    """
    cell = _judged(cell_id, user, now)
    cell.verdict = reject_evidence(
        agency=cell.agency,
        requirement=cell.requirement,
        refs=None,
        reason=reason,
        note=note,
        user=user,
        now=now,
    )
    cell.save(update_fields=["verdict"])
    return cell


def _judged(cell_id: int, user: User, now: dt.datetime) -> AuditCell:
    """Lock a cell and mark it as judged."""
    if Role.OVERSEER not in scope_of(user).roles:
        raise PermissionDenied
    rows = AuditCell.objects.select_for_update(of=("self",))
    cell = rows.select_related("agency", "requirement", "audit", "judged_by").get(pk=cell_id)
    if cell.judged_at:
        raise ValidationError(_("Somebody has judged this cell already."))
    if cell.audit.closed_at:
        raise ValidationError(_("This audit is closed."))
    cell.judged_by, cell.judged_at = user, now
    cell.save(update_fields=["judged_by", "judged_at"])
    return cell
