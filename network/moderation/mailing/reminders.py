"""Reminders: what waits too long, once a day to each person; appraisals owed, twice in all."""

import datetime as dt
from operator import itemgetter
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.accounts.models import User
from network.agencies.models import AGENCY_ROLES, Membership, Role
from network.mailing.kinds import Letter, MailKind, absolute, letters_to
from network.mailing.services import queue_mail

from ..deadlines import overdue_since
from ..models import (
    EditorialRules,
    MailPreference,
    Submission,
    UrgentPublication,
)
from ..review.access import desks_of
from ..review.worklists import URGENT, returned_to, waiting_for
from ..stages import WAITING, Stage
from .notifications import debt_letters, desk_address

LONGEST_DIGEST = 30


@transaction.atomic
def queue_digests(*, now: dt.datetime) -> int:
    """Queue the digest of everybody for whom something waits too long, once a day; how many."""
    people, day = _concerned(now), timezone.localdate(now)
    for user_id in people:
        queue_mail("moderation.digest", once=f"moderation.digest:{user_id}:{day}", user_id=user_id)
    return len(people)


def digest_letters(*, user_id: int, now: dt.datetime) -> list[Letter]:
    """Tell a person what waits for them too long; nothing where not wanted."""
    user = User.objects.filter(pk=user_id, is_active=True).exclude(email="").first()
    if user is None or MailPreference.objects.filter(user=user, digest=False).exists():
        return []
    rows = overdue_of(user, now=now)
    if not rows:
        return []
    context = {
        "rows": [
            row
            | {"stage": Stage(row["stands_at"]).label, "address": desk_address(row["page_number"])}
            for row in rows[:LONGEST_DIGEST]
        ],
        "count": len(rows),
        "more": max(0, len(rows) - LONGEST_DIGEST),
        "address": absolute(reverse("wagtailadmin_account")),
    }
    return letters_to([user], _("What waits for you too long"), "moderation/mail/digest", context)


def overdue_of(user: User, *, now: dt.datetime) -> list[dict[str, Any]]:
    """Return what waits for this person too long, the oldest first; four queries.

    Rows of `review.worklists`. What was published urgently has reminders of its own.
    """
    limit, day = overdue_since(now), timezone.localdate(now)
    serving = Membership.objects.valid_on(day).filter(user=user, role__in=AGENCY_ROLES)
    returned = returned_to(user, serving.values("agency"))
    rows = [*waiting_for(user, desks_of(user, day)), *returned]
    late = (row for row in rows if row["stands_since"] <= limit and row["stands_at"] != URGENT)
    return sorted(late, key=itemgetter("stands_since"))


@transaction.atomic
def queue_debt_reminders(*, now: dt.datetime) -> int:
    """Queue reminders of appraisals owed, at half time and when overdue, once each."""
    owed = UrgentPublication.objects.select_for_update(skip_locked=True).filter(settled_at=None)
    count = 0
    for urgent in owed.filter(Q(reminded_at=None) | Q(reminded_at__lt=F("due_at"))):
        overdue = urgent.due_at <= now
        half = urgent.published_at + (urgent.due_at - urgent.published_at) / 2
        if overdue or (urgent.reminded_at is None and half <= now):
            urgent.reminded_at = now
            urgent.save(update_fields=["reminded_at"])
            # In this very transaction: the reminder is queued and remembered, or neither.
            queue_mail("moderation.debt", urgent_id=urgent.pk, overdue=overdue)
            count += 1
    return count


def reminder_letters(*, urgent_id: int, overdue: bool, now: dt.datetime) -> list[Letter]:
    """Remind of one appraisal owed; nothing once it was given."""
    urgent = UrgentPublication.objects.filter(pk=urgent_id, settled_at=None).first()
    return debt_letters(urgent, overdue=overdue, now=now) if urgent else []


def _overdue(now: dt.datetime) -> "QuerySet[Submission]":
    stages = [*WAITING, Stage.RETURNED]
    return Submission.objects.filter(
        closed_at=None, stage__in=stages, since__lte=overdue_since(now)
    )


def _concerned(now: dt.datetime) -> list[int]:
    """Return the ids of everybody a digest may be due to; each is looked at closely by the job."""
    late = _overdue(now)
    appraisal = late.filter(stage=Stage.WAITING_APPRAISAL).values("agency")
    approval = late.filter(stage=Stage.WAITING_APPROVAL).values("agency")
    boards = EditorialRules.objects.filter(agency__in=appraisal).exclude(board=None)
    today = Membership.objects.valid_on(timezone.localdate(now))
    deciding = today.filter(
        Q(role=Role.APPROVER, agency__in=approval)
        | Q(role=Role.APPRAISER) & (Q(agency__in=appraisal) | Q(agency__in=boards.values("board")))
    )
    returned = late.filter(stage=Stage.RETURNED)
    return list(
        User.objects.filter(
            Q(pk__in=deciding.values("user")) | Q(pk__in=returned.values("submitted_by"))
        )
        .exclude(mail_preference__digest=False)
        .order_by("pk")
        .values_list("pk", flat=True)
    )


MAILS = {
    "moderation.digest": MailKind(
        gettext_lazy("Daily mail: what waits too long"), digest_letters, repeats=True
    ),
    "moderation.debt": MailKind(gettext_lazy("Reminder of an appraisal owed"), reminder_letters),
}
