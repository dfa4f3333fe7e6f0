"""Services: report a problem with a page, and close the report."""

import datetime as dt

from django.db import transaction
from wagtail.models import Page

from network.accounts.models import User
from network.agencies.audit import record
from network.agencies.models import Agency
from network.agencies.scope import scope_of
from network.core.public_forms.codes import lock_text
from network.core.text import fold
from network.desks.transitions import held_roles

from ..actions import QuestionAction
from ..codes import same_text
from ..models import ProblemKind, ProblemReport
from .transitions import CLOSE


@transaction.atomic
def report_problem(
    *, agency: Agency, page: Page | None, path: str, kind: ProblemKind, text: str, now: dt.datetime
) -> None:
    """Store a reader's report. A report with the same text is stored only once while it is open."""
    digest = same_text(fold(f"{path} {kind} {text}"))
    lock_text(digest)
    if ProblemReport.objects.filter(text_digest=digest, closed_at=None).exists():
        return
    ProblemReport.objects.create(
        agency=agency, page=page, path=path, kind=kind, text=text, text_digest=digest, sent_at=now
    )


@transaction.atomic
def close_problem(*, report_id: int, user: User, note: str, now: dt.datetime) -> None:
    """Close a report. Raises ValidationError if it is closed already or the user's role does not
    allow it."""
    report = ProblemReport.objects.select_for_update().get(pk=report_id)
    CLOSE.check(report, held_roles(scope_of(user), report.agency_id))
    report.closed_at, report.closed_by, report.note = now, user, note
    report.save(update_fields=["closed_at", "closed_by", "note"])
    record(
        actor=user,
        agency=report.agency,
        action=QuestionAction.PROBLEM_CLOSED,
        now=now,
        subject=report.path,
        about=report,
        note=note,
    )
