"""Mails about a decision, sent after it has been recorded."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from network.accounts.models import User
from network.agencies.models import Membership, Role
from network.agencies.recipients import holders, members, reachable
from network.mailing.kinds import Letter, MailKind, absolute, letters_to

from ..models import Action, Decision, Submission, UrgentPublication
from ..revisions import REVISION
from ..stages import Stage
from . import recipients

# Actions that move a page to another stage. A mail "this waits for you" is obsolete after one of
# them.
STEPS = (
    Action.SUBMITTED,
    Action.TAKEN_BACK,
    Action.RETURNED,
    Action.APPRAISED,
    Action.REOPENED,
    Action.APPROVED,
    Action.PUBLISHED_URGENTLY,
)


def decision_letters(*, decision_id: int, now: dt.datetime) -> list[Letter]:
    """Return the mails about a decision: [] if its action sends none."""
    decision = Decision.objects.select_related("agency").get(pk=decision_id)
    letters = _LETTERS.get(Action(decision.deed))
    return letters(decision, now) if letters else []


def desk_address(page_id: int, revision_id: int | None = None) -> str:
    """Return the absolute URL of the page's review desk, for the revision that a mail is about."""
    address = absolute(reverse("moderation:desk", args=[page_id]))
    return f"{address}?{REVISION}={revision_id}" if revision_id else address


def _waiting(decision: Decision, now: dt.datetime) -> list[Letter]:
    """Notify the appraisers or approvers who decide next, or the agency's admins if there are none.

    Returns [] if a later decision has moved the page on.
    """
    submission = Submission.objects.filter(page_id=decision.page_id, closed_at=None).first()
    if submission is None or _is_overtaken(decision):
        return []
    appraising = submission.stage == Stage.WAITING_APPRAISAL
    if appraising:
        people = recipients.appraisers(decision.agency, now=now)
        subject = _("Waiting for your appraisal: %(title)s")
    else:
        people = members(decision.agency, Role.APPROVER, now=now)
        subject = _("Waiting for your approval: %(title)s")
    barred = recipients.writers(decision)
    if not appraising:
        barred.add(recipients.appraiser_id(decision) or 0)
    people = people.exclude(pk__in=barred)
    context = _context(decision) | {"appraising": appraising}
    if not people:
        people = members(decision.agency, Role.AGENCY_ADMIN, now=now)
        subject = _("Nobody may decide on: %(title)s")
        return _letters(people, subject % context, "nobody_left", context)
    return _letters(people, subject % context, "waiting", context)


def _is_overtaken(decision: Decision) -> bool:
    later = Decision.objects.filter(page_id=decision.page_id, id__gt=decision.pk, deed__in=STEPS)
    return later.exists()


def _returned(decision: Decision, now: dt.datetime) -> list[Letter]:
    concerned = recipients.writers(decision) | {recipients.submitter_id(decision)}
    if not decision.actor_name:
        return _returned_at_end(decision, concerned)
    return _to_concerned(decision, concerned, now, _("Returned: %(title)s"), "returned")


def _returned_at_end(decision: Decision, concerned: set[int | None]) -> list[Letter]:
    """Notify the writers of a text that came back because the agency has ended: none of them serves
    it any more."""
    served = Membership.objects.filter(agency=decision.agency, user__in=concerned - {None})
    context = _context(decision)
    subject = _("Returned because the agency has ended: %(title)s") % context
    return _letters(reachable(served), subject, "returned_at_end", context)


def _published(decision: Decision, now: dt.datetime) -> list[Letter]:
    concerned = {recipients.submitter_id(decision), recipients.appraiser_id(decision)}
    page = Page.objects.filter(pk=decision.page_id).first()
    if decision.deed == Action.APPROVED and page and page.live_revision_id != decision.revision_id:
        subject = _("Approved: %(title)s")
        return _to_concerned(decision, concerned, now, subject, "approved")
    return _to_concerned(decision, concerned, now, _("Published: %(title)s"), "published")


def _urgent(decision: Decision, now: dt.datetime) -> list[Letter]:
    """Ask the appraisers for the owed appraisal and inform the overseers and the person who
    submitted the page."""
    due_at = dt.datetime.fromisoformat(decision.detail["due_at"])
    context = _context(decision) | {"due_at": due_at}
    subject = _("URGENT, published before its appraisal: %(title)s") % context
    people = _asked_afterwards(decision, now) | holders(Role.OVERSEER, now=now)
    letters = _letters(people.distinct(), subject, "urgent", context)
    told = {letter.ref for letter in letters}
    author = _published(decision, now)
    return letters + [letter for letter in author if letter.ref not in told]


def debt_letters(urgent: UrgentPublication, *, overdue: bool, now: dt.datetime) -> list[Letter]:
    """Return the reminders of an owed appraisal, to the people who may give it and to the
    overseers."""
    decision = (
        Decision.objects.select_related("agency")
        .filter(
            page_id=urgent.page_id, revision_id=urgent.revision_id, deed=Action.PUBLISHED_URGENTLY
        )
        .latest("id")
    )
    context = _context(decision) | {"due_at": urgent.due_at, "overdue": overdue}
    subject = _("Appraisal overdue: %(title)s") if overdue else _("Appraisal owed: %(title)s")
    people = _asked_afterwards(decision, now) | holders(Role.OVERSEER, now=now)
    return _letters(people.distinct(), subject % context, "debt", context)


def _asked_afterwards(decision: Decision, now: dt.datetime) -> "QuerySet[User]":
    barred = recipients.writers(decision) | {decision.actor_id or 0}
    return recipients.appraisers(decision.agency, now=now).exclude(pk__in=barred)


def _withdrawn(decision: Decision, now: dt.datetime) -> list[Letter]:
    """Notify the submitter and the last editor of a withdrawn page."""
    concerned = {recipients.submitter_id(decision), recipients.reviser_id(decision)}
    subject = _("Withdrawn: %(title)s")
    return _to_concerned(decision, concerned, now, subject, "withdrawn")


def _taken_down(decision: Decision, now: dt.datetime) -> list[Letter]:
    """Notify the approvers and admins too, because the overseer or a failed appraisal has overruled
    the agency."""
    leaders = members(decision.agency, Role.APPROVER, Role.AGENCY_ADMIN, now=now)
    concerned = {recipients.submitter_id(decision), recipients.reviser_id(decision)}
    concerned |= set(leaders.values_list("pk", flat=True))
    subject = _("Withdrawn: %(title)s")
    return _to_concerned(decision, concerned, now, subject, "withdrawn")


def _held_back(decision: Decision, now: dt.datetime) -> list[Letter]:
    """Notify the submitter, editor, appraiser and approvers of a page that was not published at its
    scheduled time."""
    approvers = members(decision.agency, Role.APPROVER, now=now)
    concerned = {
        recipients.submitter_id(decision),
        recipients.reviser_id(decision),
        recipients.appraiser_id(decision),
        *approvers.values_list("pk", flat=True),
    }
    subject = _("Not published at its hour: %(title)s")
    return _to_concerned(decision, concerned, now, subject, "held_back")


def _to_concerned(
    decision: Decision, concerned: set[int | None], now: dt.datetime, subject: str, template: str
) -> list[Letter]:
    people = recipients.still_serving(decision.agency, concerned - {decision.actor_id}, now=now)
    context = _context(decision)
    return _letters(people, subject % context, template, context)


def _letters(
    people: Iterable[User], subject: str, template: str, context: Mapping[str, Any]
) -> list[Letter]:
    path = f"moderation/mail/{template}"
    return letters_to(people, subject, path, context, agency_id=context["agency"].pk)


def _context(decision: Decision) -> dict[str, Any]:
    return {
        "decision": decision,
        "title": decision.page_title,
        "agency": decision.agency,
        "address": desk_address(decision.page_id, decision.revision_id),
    }


_LETTERS: Mapping[Action, Callable[[Decision, dt.datetime], list[Letter]]] = {
    Action.SUBMITTED: _waiting,
    Action.REOPENED: _waiting,
    Action.APPRAISED: _waiting,
    Action.RETURNED: _returned,
    Action.APPROVED: _published,
    Action.PUBLISHED: _published,
    Action.HELD_BACK: _held_back,
    Action.PUBLISHED_URGENTLY: _urgent,
    Action.FAILED_AFTERWARDS: _taken_down,
    Action.WITHDRAWN: _withdrawn,
    Action.TAKEN_DOWN: _taken_down,
}


MAILS = {
    "moderation.decision": MailKind(gettext_lazy("What was decided on a page"), decision_letters)
}
