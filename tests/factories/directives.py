"""Directives on their way, and the overseer who sends them."""

import datetime as dt
import itertools
from typing import Any

from django.utils import timezone

from network.accounts.models import User
from network.agencies.models import Agency, Role
from network.directives.models import Assignment, Directive, Recipient, RecipientRole
from network.directives.services import DirectiveFacts, draw_up_directive, send_directive
from network.directives.task_services import TaskFacts, add_task
from tests.factories.moderation import make_member

LIST, RECEIPTS, TASKS = "/admin/cong-van/", "/admin/cong-van/den/", "/admin/cong-van/nhiem-vu/"
NUMBER = itertools.count(100)


def make_overseer(agency: Agency) -> User:
    """Return somebody of Sở Tư pháp who oversees the network."""
    return make_member(agency, Role.OVERSEER)


def facts_of(*agencies: Agency, **fields: Any) -> DirectiveFacts:
    """Return a dispatch to be carried out by `agencies`."""
    defaults: dict[str, Any] = {
        "number": f"{next(NUMBER)}/STP-PBGDPL",
        "abstract": "Tăng cường ứng dụng công nghệ thông tin",
        "issuer": "Sở Tư pháp",
        "issued_on": dt.date(2026, 11, 2),
        "agencies": [(each, RecipientRole.CARRY_OUT) for each in agencies],
    }
    return DirectiveFacts(**defaults | fields)


def make_directive(
    overseer: User,
    *agencies: Agency,
    tasks: tuple[TaskFacts, ...] = (),
    sent_at: dt.datetime | None = None,
    is_sent: bool = True,
    **fields: Any,
) -> Directive:
    """Return a directive with these tasks, sent unless it should stay a draft."""
    now = sent_at or timezone.now()
    directive = draw_up_directive(facts=facts_of(*agencies, **fields), user=overseer, now=now)
    for facts in tasks:
        add_task(directive_id=directive.pk, facts=facts, user=overseer, now=now)
    if not is_sent:
        return directive
    return send_directive(directive_id=directive.pk, user=overseer, now=now)


def receipt_of(directive: Directive, agency: Agency) -> Recipient:
    """Return what an agency got."""
    return directive.recipients.get(agency=agency)


def task_of(directive: Directive, agency: Agency) -> Assignment:
    """Return the one task of an agency."""
    return Assignment.objects.get(task__directive=directive, agency=agency)
