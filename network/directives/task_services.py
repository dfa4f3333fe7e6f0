"""Services for tasks: write, assign, report, check.

Services that change a task check the transition first: ValidationError if the user's
role or the state of the row forbids it. Docstrings name only further reasons.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from network.accounts.models import User
from network.agencies.audit import record
from network.agencies.scope import scope_of
from network.core.two_people import refuse_same_person
from network.core.working_days import working_day_after
from network.desks.transitions import Transition, held_roles
from network.media.models import AgencyDocument
from sites.models import AgencyHomePage

from .actions import DirectiveAction
from .deadlines import period_end
from .models import Assignment, AssignmentState, Directive, DirectiveTask
from .selectors import addressees
from .transitions import ACCEPT, ADD_TASK, FINISH, REMOVE_TASK, SEND_BACK, START, network_roles


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFacts:
    """Input for a task. Exactly one of `due_on`, `working_days` and `rhythm` is set."""

    words: str
    kinds: Sequence[str] = ()
    agency_codes: Sequence[str] = ()
    due_on: dt.date | None = None
    working_days: int | None = None
    rhythm: str = ""
    requirements: Sequence[str] = ()
    asks_plan: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskEvidence:
    """Evidence for a task: a note, and a page, document or link, or why there is none."""

    note: str
    page: Page | None = None
    document: AgencyDocument | None = None
    link: str = ""
    why_none: str = ""


@transaction.atomic
def add_task(*, directive_id: int, facts: TaskFacts, user: User, now: dt.datetime) -> DirectiveTask:
    """Add a task to a draft directive and log it. Raises ValidationError if the directive was sent
    or the user's role does not allow it."""
    directive = locked_directive(directive_id, user, ADD_TASK)
    record_directive(directive, DirectiveAction.CHANGED, user, now)
    return DirectiveTask.objects.create(
        directive=directive,
        words=facts.words,
        kinds=list(facts.kinds),
        agency_codes=list(facts.agency_codes),
        due_on=facts.due_on,
        working_days=facts.working_days,
        rhythm=facts.rhythm,
        requirements=list(facts.requirements),
        asks_plan=facts.asks_plan,
    )


@transaction.atomic
def remove_task(*, directive_id: int, task_id: int, user: User, now: dt.datetime) -> None:
    """Remove a task from a draft directive and log it; an unknown task id is ignored. Raises
    ValidationError if the directive was sent or the user's role does not allow it."""
    directive = locked_directive(directive_id, user, REMOVE_TASK)
    directive.tasks.filter(pk=task_id).delete()
    record_directive(directive, DirectiveAction.CHANGED, user, now)


def assign(task: DirectiveTask, *, now: dt.datetime) -> None:
    """Assign a task of a sent directive to its agencies, unless they have it already for this due
    date."""
    due_on = _due_on(task, timezone.localdate(now))
    agencies = addressees(task, timezone.localdate(now)).values_list("agency", flat=True)
    rows = [Assignment(task=task, agency_id=pk, due_on=due_on) for pk in agencies]
    Assignment.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def assign_next_periods(*, now: dt.datetime) -> None:
    """Assign recurring tasks for periods that have begun."""
    current = Directive.objects.filter(sent_at__isnull=False, closed_at=None)
    for task in DirectiveTask.objects.filter(directive__in=current).exclude(rhythm=""):
        assign(task, now=now)


@transaction.atomic
def start_assignment(*, assignment_id: int, user: User, now: dt.datetime) -> Assignment:
    """Record that the agency has started the task."""
    row = _locked(assignment_id, user, START)
    row.state = AssignmentState.DOING
    row.save(update_fields=["state"])
    _record(row, DirectiveAction.TASK_STARTED, user, now)
    return row


@transaction.atomic
def finish_assignment(
    *, assignment_id: int, evidence: TaskEvidence, user: User, now: dt.datetime
) -> Assignment:
    """Report a task as done.

    Raises ValidationError if the evidence belongs to another agency, if there is neither evidence
    nor a reason for that, or if the task asks for the agency's plan and no file is given.
    """
    row = _locked(assignment_id, user, FINISH)
    _require_own(row, evidence)
    _require_evidence(row, evidence)
    row.state, row.done_at, row.done_by, row.reason = AssignmentState.DONE, now, user, ""
    row.note, row.link = evidence.note, evidence.link
    if not _has_evidence(evidence):
        row.note = f"{evidence.note}\n{_('Without evidence, because: %s') % evidence.why_none}"
    row.page, row.document = evidence.page, evidence.document
    row.save(
        update_fields=["state", "done_at", "done_by", "reason", "note", "link", "page", "document"]
    )
    _record(row, DirectiveAction.TASK_DONE, user, now)
    return row


@transaction.atomic
def accept_assignment(*, assignment_id: int, user: User, now: dt.datetime) -> Assignment:
    """Accept a reported task. Raises ValidationError if `user` reported it."""
    row = _locked(assignment_id, user, ACCEPT)
    refuse_same_person(row, "accepted_by", user)
    row.state, row.decided_at, row.accepted_by = AssignmentState.ACCEPTED, now, user
    row.save(update_fields=["state", "decided_at", "accepted_by"])
    _record(row, DirectiveAction.TASK_ACCEPTED, user, now)
    return row


@transaction.atomic
def return_assignment(
    *, assignment_id: int, reason: str, user: User, now: dt.datetime
) -> Assignment:
    """Return a reported task with a reason for the agency."""
    row = _locked(assignment_id, user, SEND_BACK)
    row.state, row.decided_at, row.reason = AssignmentState.RETURNED, now, reason
    row.save(update_fields=["state", "decided_at", "reason"])
    _record(row, DirectiveAction.TASK_RETURNED, user, now, reason=reason)
    return row


def _due_on(task: DirectiveTask, day: dt.date) -> dt.date:
    if task.rhythm:
        return period_end(task.rhythm, day)
    return task.due_on or working_day_after(day, task.working_days or 0)


def _require_own(row: Assignment, evidence: TaskEvidence) -> None:
    """Raise ValidationError unless page and document belong to the reporting agency."""
    home = AgencyHomePage.objects.filter(agency=row.agency_id).first()
    page, document = evidence.page, evidence.document
    if page and not (home and page.path.startswith(home.path)):
        raise ValidationError(_("This page is not in your section."))
    if document and document.collection_id != row.agency.collection_id:
        raise ValidationError(_("This file is not your agency's."))


def _has_evidence(evidence: TaskEvidence) -> bool:
    """Return whether a page, document or link is given."""
    return bool(evidence.page or evidence.document or evidence.link)


def _require_evidence(row: Assignment, evidence: TaskEvidence) -> None:
    """Raise ValidationError for a report that nobody could check."""
    if row.task.asks_plan and evidence.document is None:
        raise ValidationError({"document": _("The directive asks for your plan: attach its file.")})
    if not _has_evidence(evidence) and not evidence.why_none.strip():
        said = _("Name a page, a file or a link, or say why there is none.")
        raise ValidationError({"why_none": said})


def locked_directive(pk: int, user: User, transition: Transition[Directive]) -> Directive:
    """Return the directive, locked, after checking the transition. Raises ValidationError if not
    allowed."""
    directive = Directive.objects.select_for_update().get(pk=pk)
    transition.check(directive, network_roles(scope_of(user)))
    return directive


def record_directive(
    directive: Directive, action: DirectiveAction, user: User, now: dt.datetime
) -> None:
    """Write an entry without agency to the audit log."""
    record(actor=user, agency=None, action=action, now=now, subject=str(directive), about=directive)


def _locked(pk: int, user: User, transition: Transition[Assignment]) -> Assignment:
    rows = Assignment.objects.select_for_update(of=("self",))
    row = rows.select_related("agency", "task__directive").get(pk=pk)
    transition.check(row, held_roles(scope_of(user), row.agency_id))
    return row


def _record(
    row: Assignment, action: DirectiveAction, user: User, now: dt.datetime, **detail: str
) -> None:
    record(
        actor=user,
        agency=row.agency,
        action=action,
        now=now,
        subject=f"{row.task.directive}: {row.task}",
        about=row,
        **detail,
    )
