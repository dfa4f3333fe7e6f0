"""Enter and delete outreach acts of an agency."""

import datetime as dt

from django.db import transaction

from network.accounts.models import User
from network.agencies.audit import record
from network.agencies.models import Agency
from network.core.dates import refuse_future
from network.media.models import AgencyDocument

from ..actions import OversightAction
from ..models.outreach import Outreach, OutreachForm


@transaction.atomic
def enter_outreach(
    *,
    agency: Agency,
    day: dt.date,
    form: OutreachForm,
    note: str,
    link: str,
    file: AgencyDocument | None,
    user: User | None,
    now: dt.datetime,
    today: dt.date,
) -> Outreach:
    """Store and log an outreach act. Raises ValidationError for a future day.

    The caller must check that the user serves the agency.
    """
    refuse_future(today, day=day)
    row = Outreach.objects.create(
        agency=agency,
        day=day,
        form=form,
        note=note,
        link=link,
        file=file,
        entered_by=user,
        entered_at=now,
    )
    _note(OversightAction.OUTREACH_ENTERED, row, user, now)
    return row


@transaction.atomic
def strike_out(*, row: Outreach, user: User, now: dt.datetime) -> None:
    """Log and delete an outreach act. The caller checks that the user may change it."""
    _note(OversightAction.OUTREACH_STRUCK, row, user, now)
    row.delete()


def _note(action: OversightAction, row: Outreach, user: User | None, now: dt.datetime) -> None:
    """Log an action on an outreach act."""
    record(actor=user, agency=row.agency, action=action, now=now, subject=str(row))
