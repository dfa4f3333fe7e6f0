"""Mails about new directives, and the tasks part of the daily digest."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.accounts.models import User
from network.agencies.models import AGENCY_ROLES, Role
from network.agencies.recipients import members, serving_on
from network.core.working_days import is_reminder_day
from network.mailing.digests import DigestPart
from network.mailing.kinds import Context, Letter, MailKind, absolute, letters_to

from .deadlines import REMINDER_DISTANCES
from .models import Assignment, Recipient
from .selectors import still_open

# Roles that lead an agency: approvers, and the admin who manages its people and mail.
_LEADERS = (Role.APPROVER, Role.AGENCY_ADMIN)


def sent_letters(*, recipient_id: int, now: dt.datetime) -> list[Letter]:
    """Return the mails to an agency's leaders about a directive, or [] if it was received
    meanwhile."""
    rows = Recipient.objects.filter(pk=recipient_id, received_at=None, agency__isnull=False)
    recipient = rows.select_related("directive", "agency").first()
    if recipient is None or recipient.agency is None:
        return []
    context = {
        "recipient": recipient,
        "address": absolute(reverse("directives:receipt", args=[recipient_id])),
    }
    return letters_to(
        members(recipient.agency, *_LEADERS, now=now),
        _("To be received: %s") % recipient.directive,
        "directives/mail/sent",
        context,
        agency_id=recipient.agency_id,
    )


def concerned(now: dt.datetime) -> Iterable[int]:
    """Return the ids of users serving an agency with a task to be reminded of today."""
    owed = _to_remind_of(now).values("agency")
    serving = serving_on(now).filter(role__in=AGENCY_ROLES, agency__in=owed)
    return serving.values_list("user", flat=True).distinct()


def digest_of(user: User, now: dt.datetime) -> Context | None:
    """Return the digest context with the tasks to remind `user` of today, or None."""
    serving = serving_on(now).filter(user=user, role__in=AGENCY_ROLES)
    rows = _to_remind_of(now).filter(agency__in=serving.values("agency"))
    rows = rows.select_related("agency", "task__directive").order_by("due_on", "agency__name")
    found = list(rows)
    address, day = absolute(reverse("directives:tasks")), timezone.localdate(now)
    return {"rows": found, "day": day, "address": address} if found else None


def _to_remind_of(now: dt.datetime) -> "QuerySet[Assignment]":
    rows, day = still_open(Assignment.objects.all()), timezone.localdate(now)
    near = rows.filter(due_on__range=(day - dt.timedelta(40), day + dt.timedelta(40)))
    days = near.order_by().values_list("due_on", flat=True).distinct()
    reminded = [due for due in days if is_reminder_day(due, day, REMINDER_DISTANCES)]
    return rows.filter(due_on__in=reminded)


MAILS = {"directives.sent": MailKind(gettext_lazy("Directive sent"), sent_letters)}
DIGEST = DigestPart(concerned, digest_of, "directives/mail/due.txt")
