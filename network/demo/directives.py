"""Demo directives: dispatch 1510 and plan 1236, in different states. Safe to run twice."""

import datetime as dt
from typing import Any

from django.utils import timezone

from network.accounts.models import User
from network.agencies.models import Agency, Membership, Role
from network.directives import services, task_services
from network.directives.models import Assignment, Directive, Recipient, RecipientRole
from network.directives.services import DirectiveFacts
from network.directives.task_services import TaskEvidence, TaskFacts

from .data import read_json
from .staff import Staff

# For agencies not named in `progress`: received after a day, first task accepted.
_OTHERS: dict[str, Any] = {"received": 1, "tasks": ["accepted"]}
_HOUR = 9
_WHY_NONE = "Việc làm trực tiếp, hồ sơ lưu tại cơ quan."
_NOTE = "Đã thực hiện và gửi văn bản của cơ quan về Sở Tư pháp."
_REASON = "Chưa thấy số, ngày văn bản phân công."


def load_directives(*, now: dt.datetime) -> None:
    """Add the missing directives, sent by the overseer."""
    overseer = Membership.objects.filter(role=Role.OVERSEER).select_related("user").first()
    morning = timezone.localtime(now).replace(hour=_HOUR, minute=0, second=0, microsecond=0)
    for row in read_json("directives.json"):
        if overseer and not Directive.objects.filter(number=row["number"]).exists():
            _add(row, overseer.user, morning - dt.timedelta(days=row["days_ago"]))


def _add(row: dict[str, Any], overseer: User, sent_at: dt.datetime) -> None:
    names = [(name, RecipientRole.INFORM) for name in row["inform"]]
    facts = DirectiveFacts(
        number=row["number"],
        abstract=row["abstract"],
        issuer=row["issuer"],
        issued_on=dt.date.fromisoformat(row["issued_on"]),
        kinds=row["kinds"],
        names=[*names, *((name, RecipientRole.FILED) for name in row["filed"])],
    )
    directive = services.draw_up_directive(facts=facts, user=overseer, now=sent_at)
    for task in row["tasks"]:
        task_services.add_task(
            directive_id=directive.pk, facts=TaskFacts(**task), user=overseer, now=sent_at
        )
    services.send_directive(directive_id=directive.pk, user=overseer, now=sent_at)
    staffs = Staff.by_agency()
    for receipt in directive.recipients.exclude(agency=None).select_related("agency"):
        agency = receipt.agency
        staff = staffs.get(agency.pk) if agency else None
        if agency and staff:
            done = row["progress"].get(agency.code, _OTHERS)
            _receive(receipt, done, staff, overseer, sent_at)
            _work(directive, agency, done.get("tasks", []), staff, overseer, sent_at)


def _receive(
    receipt: Recipient, done: dict[str, Any], staff: Staff, overseer: User, sent_at: dt.datetime
) -> None:
    if "received" not in done:
        return
    moment = sent_at + dt.timedelta(days=done["received"], hours=1)
    row: dict[str, Any] = {"recipient_id": receipt.pk, "now": moment}
    services.receive_directive(user=staff.approver, **row)
    if "question" in done:
        services.ask_about(text=done["question"], user=staff.author, **row)
    if "answer" in done:
        services.answer_question(text=done["answer"], user=overseer, **row)


def _work(
    directive: Directive,
    agency: Agency,
    states: list[str],
    staff: Staff,
    overseer: User,
    sent_at: dt.datetime,
) -> None:
    rows = Assignment.objects.filter(task__directive=directive, agency=agency).order_by("task")
    for task, state in zip(rows, states, strict=False):
        deed: dict[str, Any] = {
            "assignment_id": task.pk,
            "now": sent_at + dt.timedelta(days=12, hours=(agency.pk + task.task_id) % 7),
        }
        if state == "doing":
            task_services.start_assignment(user=staff.author, **deed)
        if state in ("done", "accepted", "returned"):
            task_services.finish_assignment(
                evidence=TaskEvidence(note=_NOTE, why_none=_WHY_NONE), user=staff.approver, **deed
            )
        if state == "accepted":
            task_services.accept_assignment(user=overseer, **deed)
        if state == "returned":
            task_services.return_assignment(reason=_REASON, user=overseer, **deed)
