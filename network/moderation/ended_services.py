"""Return the waiting pages of an agency that ends. Called by a reorganisation of agencies."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from network.agencies.models import Agency

from .chain import record_decision
from .models import Action, Submission
from .moves import move_to
from .stages import WAITING, Stage


@transaction.atomic
def return_waiting_pages(
    *, agency: Agency, reason: str, heirs: Sequence[Agency], now: dt.datetime
) -> int:
    """Return all waiting pages of `agency` to their authors, with `reason` and the next step at its
    `heirs` in the decision log.

    Nobody decides here, so the log names no person. Returns the number of pages.
    """
    waiting = Submission.objects.filter(agency=agency, closed_at=None, stage__in=WAITING)
    rows = list(waiting.select_related("page", "workflow_state").select_for_update(of=["self"]))
    names = ", ".join(heir.name for heir in heirs)
    for submission in rows:
        comment = f"{reason} {_next_step(names, is_live=submission.page.live)}"
        record_decision(
            agency=agency,
            page=submission.page,
            deed=Action.RETURNED,
            now=now,
            revision_id=submission.revision_id,
            comment=comment,
        )
        move_to(submission, Stage.RETURNED, now)
        submission.workflow_state.current_task_state.reject(comment=comment)
    return len(rows)


def _next_step(names: str, *, is_live: bool) -> str:
    """Return what becomes of a returned text: a correction of a live page goes on, a new page does
    not."""
    if not names:
        return _("Nothing new is published in its section.")
    text = (
        _("This is a correction of a published page: check it and hand it in again. %s decides.")
        if is_live
        else _(
            "Nothing new is published in its section: write the text anew in that of %s, copy what "
            "is still true, and delete this draft."
        )
    )
    return text % names
