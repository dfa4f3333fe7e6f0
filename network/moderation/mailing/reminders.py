"""Reminders of pages waiting too long (daily digest), and of owed appraisals (at most two
mails)."""

import datetime as dt
from collections.abc import Iterable
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
from network.mailing.digests import DigestPart
from network.mailing.kinds import Context, Letter, MailKind, absolute, letters_to
from network.mailing.services import queue_mail

from ..deadlines import overdue_since
from ..models import EditorialRules, MailPreference, Submission, UrgentPublication
from ..review.access import desks_of
from ..review.reminding import MAIL, awaited
from ..review.worklists import URGENT, returned_to, waiting_for
from ..selectors import case_of
from ..stages import WAITING, Stage
from .notifications import debt_letters, desk_address

LONGEST_DIGEST = 30


def digest_of(user: User, now: dt.datetime) -> Context | None:
    """Return the template context of the person's digest. None if they declined it or nothing is
    overdue."""
    if MailPreference.objects.filter(user=user, digest=False).exists():
        return None
    rows = overdue_of(user, now=now)
    if not rows:
        return None
    return {
        "rows": [
            row
            | {"stage": Stage(row["stands_at"]).label, "address": desk_address(row["page_number"])}
            for row in rows[:LONGEST_DIGEST]
        ],
        "count": len(rows),
        "more": max(0, len(rows) - LONGEST_DIGEST),
        "address": absolute(reverse("wagtailadmin_account")),
    }


def overdue_of(user: User, *, now: dt.datetime) -> list[dict[str, Any]]:
    """Return what has waited too long for this person, oldest first. Four queries.

    Rows have the columns of `review.worklists`. Urgent publications are left out; they have their
    own reminders.
    """
    limit, day = overdue_since(now), timezone.localdate(now)
    serving = Membership.objects.valid_on(day).filter(user=user, role__in=AGENCY_ROLES)
    returned = returned_to(user, serving.values("agency"))
    rows = [*waiting_for(user, desks_of(user, day)), *returned]
    late = (row for row in rows if row["stands_since"] <= limit and row["stands_at"] != URGENT)
    return sorted(late, key=itemgetter("stands_since"))


@transaction.atomic
def queue_debt_reminders(*, now: dt.datetime) -> int:
    """Queue reminders of owed appraisals, one at half time and one when overdue. Returns the number
    queued."""
    owed = UrgentPublication.objects.select_for_update(skip_locked=True).filter(settled_at=None)
    count = 0
    for urgent in owed.filter(Q(reminded_at=None) | Q(reminded_at__lt=F("due_at"))):
        overdue = urgent.due_at <= now
        half = urgent.published_at + (urgent.due_at - urgent.published_at) / 2
        if overdue or (urgent.reminded_at is None and half <= now):
            urgent.reminded_at = now
            urgent.save(update_fields=["reminded_at"])
            # In the same transaction: either the reminder is queued and marked as sent, or neither.
            queue_mail("moderation.debt", urgent_id=urgent.pk, overdue=overdue)
            count += 1
    return count


def reminder_letters(*, urgent_id: int, overdue: bool, now: dt.datetime) -> list[Letter]:
    """Return the reminder mails of an urgent publication, or [] once its appraisal was given."""
    urgent = UrgentPublication.objects.filter(pk=urgent_id, settled_at=None).first()
    return debt_letters(urgent, overdue=overdue, now=now) if urgent else []


def _overdue(now: dt.datetime) -> "QuerySet[Submission]":
    stages = [*WAITING, Stage.RETURNED]
    return Submission.objects.filter(
        closed_at=None, stage__in=stages, since__lte=overdue_since(now)
    )


def concerned(now: dt.datetime) -> Iterable[int]:
    """Return the ids of users who may be due a digest. `digest_of` then checks each one."""
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
    people = User.objects.filter(
        Q(pk__in=deciding.values("user")) | Q(pk__in=returned.values("submitted_by"))
    )
    return people.exclude(mail_preference__digest=False).values_list("pk", flat=True)


def asked_letters(*, submission_id: int, to_id: int, by_id: int, now: dt.datetime) -> list[Letter]:
    """Return the mail to a person on whom a page waits, or [] if it waits for them no more."""
    submission = Submission.objects.filter(pk=submission_id, closed_at=None).first()
    by = User.objects.filter(pk=by_id).first()
    if submission is None or by is None:
        return []
    case = case_of(page_id=submission.page_id, user=by, now=now)
    if case is None:
        return []
    people = [user for user in awaited(case, timezone.localdate(now)) if user.pk == to_id]
    title = case.page.draft_title
    context = {
        "title": title,
        "agency": case.agency,
        "by": by.shown_name,
        "stage": case.situation.stage.label,
        "address": desk_address(case.page.pk),
    }
    subject = _("%(name)s reminds you: %(title)s") % {"name": by.shown_name, "title": title}
    path = "moderation/mail/reminder"
    return letters_to(people, subject, path, context, agency_id=case.agency.pk)


MAILS = {
    "moderation.debt": MailKind(gettext_lazy("Reminder of an appraisal owed"), reminder_letters),
    MAIL: MailKind(gettext_lazy("Reminder of a page that waits"), asked_letters),
}
DIGEST = DigestPart(concerned, digest_of, "moderation/mail/late.txt")
