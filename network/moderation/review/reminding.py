"""Remind the people on whom a submitted page waits, once a day."""

import datetime as dt
from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from network.accounts.models import User
from network.core.dates import format_moment
from network.desks.delegation import LEADING
from network.mailing.services import queue_mail

from ..selectors import EditorialCase, case_of
from ..stages import Stage
from .people import next_people, writers_of
from .waiting import delegation_now

MAIL = "moderation.reminder"


def awaited(case: EditorialCase, day: dt.date) -> list[User]:
    """Return the people on whom a submitted page waits, [] if it waits for nobody."""
    if case.submission is None:
        return []
    if delegation := delegation_now(case):
        return [delegation.to]
    if case.situation.stage is Stage.RETURNED:
        return [user for user in [case.submission.submitted_by] if user]
    return next_people(case, writers=writers_of(case), day=day)


def may_remind(submitter_id: int | None, user: User, held: Collection[str]) -> bool:
    """Return whether `user`, with the roles `held` in the page's agency, may remind of it: who
    submitted it, and who answers for the agency's work."""
    return bool(held) and (submitter_id == user.pk or not LEADING.isdisjoint(held))


def is_reminded(at: dt.datetime | None, *, since: dt.datetime, now: dt.datetime) -> bool:
    """Return whether a reminder at `at` was today and about the stage that began at `since`."""
    return bool(at and at >= since and timezone.localdate(at) == timezone.localdate(now))


def refusal_to_remind(case: EditorialCase, user: User, now: dt.datetime) -> str:
    """Return why nobody can be reminded of the page now, with the next step, or ""."""
    submission = case.submission
    if submission is None:
        return _("This page waits for nobody now.")
    if is_reminded(submission.reminded_at, since=submission.since, now=now):
        at = format_moment(submission.reminded_at)
        return _("Somebody reminded of it today already, at %s. You can again tomorrow.") % at
    people = awaited(case, timezone.localdate(now))
    if not people:
        return _("Nobody may decide on it: an agency admin assigns somebody first.")
    return _("It waits for you alone.") if people == [user] else ""


@transaction.atomic
def remind(*, page_id: int, user: User, now: dt.datetime) -> list[User]:
    """Remind the people on whom a page waits, by mail and on their start pages. Returns them.

    Raises ValidationError if the page waits for nobody else, or was reminded of today.
    """
    case = case_of(page_id=page_id, user=user, now=now, lock=True)
    if case is None or case.submission is None:
        raise ValidationError(_("This page waits for nobody now."))
    if refusal := refusal_to_remind(case, user, now):
        raise ValidationError(refusal)
    submission, day = case.submission, timezone.localdate(now)
    people = [each for each in awaited(case, day) if each != user]
    submission.reminded_at, submission.reminded_by = now, user
    submission.save(update_fields=["reminded_at", "reminded_by"])
    for each in people:
        # A page that came back and was submitted again on the same day is not told twice.
        once = f"{MAIL}:{page_id}:{each.pk}:{day}"
        queue_mail(MAIL, once=once, submission_id=submission.pk, to_id=each.pk, by_id=user.pk)
    return people
