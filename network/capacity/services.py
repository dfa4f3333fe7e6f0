"""Record, change and remove qualifications, and erase those of people who have left."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.fields.files import FieldFile
from django.utils import timezone

from network.accounts.models import User
from network.agencies.audit import record
from network.agencies.models import Agency, Membership
from network.agencies.people.selectors import administered_agencies
from network.core.dates import refuse_future
from network.media.uploads import validate_upload

from .actions import CapacityAction
from .models import Qualification, QualificationKind


@dataclass(frozen=True, slots=True)
class QualificationFacts:
    """The values of a qualification. `file` None keeps the stored file."""

    kind: QualificationKind
    title: str
    received_on: dt.date
    valid_until: dt.date | None = None
    file: UploadedFile | None = None


@transaction.atomic
def record_qualification(
    *, membership: Membership, facts: QualificationFacts, actor: User, now: dt.datetime
) -> Qualification:
    """Record and log a qualification of a member of the actor's agency.

    Raises PermissionDenied unless `actor` is admin of the agency, and ValidationError for
    inconsistent dates or a file whose content does not match its name.
    """
    agency = require_admin(membership.agency_id, actor)
    row = Qualification(agency=agency, user=membership.user, recorded_by=actor, recorded_at=now)
    return _write(row, facts, CapacityAction.RECORDED, actor, now)


@transaction.atomic
def change_qualification(
    *, qualification: Qualification, facts: QualificationFacts, actor: User, now: dt.datetime
) -> Qualification:
    """Change a qualification that the actor's agency recorded. Logged; raises the same exceptions
    as `record_qualification`."""
    require_admin(qualification.agency_id, actor)
    return _write(qualification, facts, CapacityAction.CHANGED, actor, now)


@transaction.atomic
def remove_qualification(*, qualification: Qualification, actor: User, now: dt.datetime) -> None:
    """Remove a qualification that the actor's agency recorded by mistake. Logged. Raises
    PermissionDenied unless `actor` is admin of the agency."""
    require_admin(qualification.agency_id, actor)
    _record(qualification, CapacityAction.REMOVED, actor, now)
    _delete(qualification)


@transaction.atomic
def erase_old(*, today: dt.date) -> int:
    """Erase the qualifications of people who have served no agency for QUALIFICATION_KEEP_DAYS.
    Returns their number."""
    kept_from = today - dt.timedelta(days=settings.QUALIFICATION_KEEP_DAYS)
    serving = Membership.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=kept_from), user=OuterRef("user")
    )
    rows = list(Qualification.objects.filter(~Exists(serving)))
    for row in rows:
        _delete(row)
    return len(rows)


def require_admin(agency_id: int | None, actor: User) -> Agency:
    """Return the agency. Raises PermissionDenied unless `actor` is its admin today."""
    agency = administered_agencies(actor).filter(pk=agency_id or 0).first()
    if agency is None:
        raise PermissionDenied
    return agency


def delete_file(file: FieldFile) -> None:
    """Delete a stored file after the commit, when no row refers to it any more."""
    if name := file.name:
        storage = file.storage
        transaction.on_commit(lambda: storage.delete(name))


def _write(
    row: Qualification,
    facts: QualificationFacts,
    action: CapacityAction,
    actor: User,
    now: dt.datetime,
) -> Qualification:
    """Save the values and file of a qualification and log it. Raises ValidationError for invalid
    dates or a damaged file."""
    refuse_future(timezone.localdate(now), received_on=facts.received_on)
    before = row.file
    if facts.file:
        row.file = facts.file
        validate_upload(row.file)
        delete_file(before)
    row.kind, row.title = facts.kind, facts.title
    row.received_on, row.valid_until = facts.received_on, facts.valid_until
    row.validate_constraints()
    row.save()
    _record(row, action, actor, now)
    return row


def _record(row: Qualification, action: CapacityAction, actor: User, now: dt.datetime) -> None:
    """Log an action on a qualification."""
    record(
        actor=actor,
        agency=row.agency,
        action=action,
        now=now,
        about=row.user,
        note=str(row.kind),
    )


def _delete(row: Qualification) -> None:
    """Delete a qualification and, after the commit, its file."""
    row.delete()
    delete_file(row.file)
