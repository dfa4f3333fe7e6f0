"""Return the waiting pages of an agency that ends. Called by a reorganisation of agencies."""

import datetime as dt

from django.db import transaction

from network.agencies.models import Agency

from .chain import record_decision
from .models import Action, Submission
from .moves import move_to
from .stages import WAITING, Stage


@transaction.atomic
def return_waiting_pages(*, agency: Agency, reason: str, now: dt.datetime) -> int:
    """Return all waiting pages of `agency` to their authors, with `reason` in the decision log.

    Nobody decides here, so the log names no person. Returns the number of pages.
    """
    waiting = Submission.objects.filter(agency=agency, closed_at=None, stage__in=WAITING)
    rows = list(waiting.select_related("page", "workflow_state").select_for_update(of=["self"]))
    for submission in rows:
        record_decision(
            agency=agency,
            page=submission.page,
            deed=Action.RETURNED,
            now=now,
            revision_id=submission.revision_id,
            comment=reason,
        )
        move_to(submission, Stage.RETURNED, now)
        submission.workflow_state.current_task_state.reject(comment=reason)
    return len(rows)
