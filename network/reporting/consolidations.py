"""Versions of a period's consolidated report: stored, compared, and sent upward."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from network.accounts.models import User
from network.agencies.audit import record
from network.agencies.models import Agency, Membership, Role
from network.core.dates import refuse_future
from network.core.official_reports import report_docx
from network.media.uploads import NO_PDF, validate_upload

from .actions import ReportAction
from .documents import official_totals
from .models import LOCKED_STATES, Consolidation
from .services import Paper, locked_period
from .totals import PROVINCE, Total, totals_of
from .transitions import CONSOLIDATE, SEND_UP


def issuer_for(user: User, day: dt.date) -> Agency | None:
    """Return the agency for which a user oversees the network on a day, or None."""
    held = Membership.objects.valid_on(day).filter(role=Role.OVERSEER, user=user)
    return Agency.objects.filter(pk__in=held.values("agency")[:1]).first()


@transaction.atomic
def consolidate(*, period_id: int, user: User, now: dt.datetime) -> Consolidation:
    """Store the current totals of a period as its next version, with its letter as DOCX.

    Raises ValidationError if nothing has changed since the last version, or if the user's role or
    the state of the period forbids it.
    """
    period = locked_period(period_id, user, CONSOLIDATE)
    last = period.consolidations.order_by("-version").first()
    totals = totals_of(period)[PROVINCE]
    received = period.reports.filter(state__in=LOCKED_STATES)
    missing = period.reports.exclude(state__in=LOCKED_STATES)
    names = [
        list(rows.order_by("agency__name").values_list("agency__name", flat=True))
        for rows in (received, missing)
    ]
    row = Consolidation(
        period=period,
        version=last.version + 1 if last else 1,
        figures={code: total.stored() for code, total in totals.items()},
        received=names[0],
        missing=names[1],
        made_at=now,
        made_by=user,
    )
    if last and not changes_between(last, row) and (last.received, last.missing) == tuple(names):
        raise ValidationError(_("Nothing has changed since version %d.") % last.version)
    if issuer := issuer_for(user, timezone.localdate(now)):
        letter = report_docx(official_totals(period, issuer))
        row.letter.save("tong-hop.docx", ContentFile(letter), save=False)
    row.save()
    _record(row, ReportAction.CONSOLIDATED, user, now)
    return row


@transaction.atomic
def send_up(
    *, period_id: int, paper: Paper, recipients: str, user: User, now: dt.datetime
) -> Consolidation:
    """Record that the newest version was sent to the provincial committee and the Ministry."""
    period = locked_period(period_id, user, SEND_UP)
    refuse_future(timezone.localdate(now), signed_on=paper.signed_on)
    row = period.consolidations.select_for_update().latest("version")
    row.sent_number, row.sent_on, row.recipients = paper.number, paper.signed_on, recipients
    row.sent_file = paper.file
    validate_upload(row.sent_file, NO_PDF)
    row.save()
    _record(row, ReportAction.SENT_UP, user, now, number=paper.number, recipients=recipients)
    return row


def changes_between(old: Consolidation, new: Consolidation) -> dict[str, tuple[Total, Total]]:
    """Return the totals that differ between two versions, by indicator code: (old, new)."""
    before = {code: Total.of(kept) for code, kept in old.figures.items()}
    after = {code: Total.of(kept) for code, kept in new.figures.items()}
    codes = [code for code in after if before.get(code, Total()) != after[code]]
    return {code: (before.get(code, Total()), after[code]) for code in codes}


def _record(
    row: Consolidation, action: ReportAction, user: User, now: dt.datetime, **detail: str
) -> None:
    record(actor=user, agency=None, action=action, now=now, about=row, **detail)
