"""State changes of a practice: write, send, answer, confirm, end."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, fields

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from legal_updates.models import Topic
from network.accounts.models import User
from network.agencies.audit import record
from network.agencies.models import Agency
from network.agencies.scope import scope_of
from network.agencies.succession import acting_agency
from network.core.dates import refuse_future
from network.core.two_people import refuse_same_person
from network.core.working_days import working_day_after
from network.desks.roles import WRITING
from network.desks.transitions import Transition, held_roles
from network.media.models import AgencyDocument

from .actions import PracticeAction
from .models import Adoption, Practice, PracticeState
from .selectors import roles_for
from .transitions import (
    ASK_MORE,
    CONFIRM,
    DISCARD,
    EDIT,
    HIDE_CONTACT,
    RECOGNISE,
    REFUSE,
    RETIRE,
    SEND,
)

_S = PracticeState


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeFacts:
    """The five answers and further fields of a practice."""

    title: str
    topic: Topic
    audience: str
    area: str
    since: dt.date
    problem: str
    way: str
    result: str
    cost: int | None
    lesson: str
    contact: str
    contact_is_public: bool = False
    # A live page of the section that already describes the practice.
    page: Page | None = None


@transaction.atomic
def write_practice(
    *,
    agency: Agency,
    facts: PracticeFacts,
    kit: Iterable[AgencyDocument] = (),
    parent: Practice | None = None,
    user: User,
    now: dt.datetime,
) -> Practice:
    """Create a practice of an agency; `parent` is a practice that the agency has adopted.

    Raises PermissionDenied without a writing role, ValidationError if `parent` is not adopted.
    """
    if WRITING.isdisjoint(held_roles(scope_of(user), agency.pk)):
        raise PermissionDenied
    if parent and not Adoption.objects.filter(agency=agency, practice=parent).exists():
        raise ValidationError({"parent": _("Your agency has not taken up this practice.")})
    practice = Practice(agency=agency, written_by=user, parent=parent)
    practice.add_preparer(user)
    _write(practice, facts, kit, now)
    _record(practice, PracticeAction.WRITTEN, user, now)
    return practice


@transaction.atomic
def change_practice(
    *,
    practice_id: int,
    facts: PracticeFacts,
    kit: Iterable[AgencyDocument] = (),
    user: User,
    now: dt.datetime,
) -> Practice:
    """Replace the answers of a practice that was not sent yet or was returned."""
    practice = locked(practice_id, user, EDIT)
    practice.add_preparer(user)
    _write(practice, facts, kit, now)
    _record(practice, PracticeAction.CHANGED, user, now)
    return practice


@transaction.atomic
def discard_practice(*, practice_id: int, user: User, now: dt.datetime) -> None:
    """Delete a draft."""
    practice = locked(practice_id, user, DISCARD)
    _record(practice, PracticeAction.DISCARDED, user, now)
    practice.delete()


@transaction.atomic
def send_practice(*, practice_id: int, user: User, now: dt.datetime) -> Practice:
    """Send a practice to the Department, which must answer by `due_on`.

    `sent_on` keeps the date of the first sending, so that a practice is counted in one period only.
    """
    practice, today = locked(practice_id, user, SEND), timezone.localdate(now)
    practice.state, practice.sent_on = _S.SENT, practice.sent_on or today
    practice.due_on = working_day_after(today, settings.PRACTICE_WORKING_DAYS)
    practice.add_preparer(user)
    practice.save(update_fields=["state", "sent_on", "due_on", "prepared_by"])
    _record(practice, PracticeAction.SENT, user, now)
    return practice


@transaction.atomic
def recognise(
    *,
    practices: Iterable[Practice],
    number: str,
    recognised_on: dt.date,
    level: str,
    user: User,
    now: dt.datetime,
) -> list[Practice]:
    """Recognise several practices by one decision, or none if one of them cannot be recognised.

    Raises ValidationError for a practice that `user` wrote, changed or sent.
    """
    today = timezone.localdate(now)
    found = [locked(key, user, RECOGNISE) for key in sorted(each.pk for each in practices)]
    refuse_future(today, recognised_on=recognised_on)
    for practice in found:
        refuse_same_person(practice, "decided_by", user)
        practice.state, practice.decided_by = _S.RECOGNISED, user
        practice.answered_on = practice.confirmed_on = today
        practice.number, practice.recognised_on, practice.level = number, recognised_on, level
        practice.save()
        _record(practice, PracticeAction.RECOGNISED, user, now, decision_number=number)
    return found


@transaction.atomic
def ask_more(*, practice_id: int, answer: str, user: User, now: dt.datetime) -> Practice:
    """Return a practice to its agency; `answer` says what is missing."""
    return _answer(practice_id, user, ASK_MORE, _S.NEEDS_MORE, PracticeAction.RETURNED, answer, now)


@transaction.atomic
def refuse(*, practice_id: int, answer: str, user: User, now: dt.datetime) -> Practice:
    """Reject a practice; `answer` is the reason. Raises ValidationError if `user` prepared it."""
    return _answer(practice_id, user, REFUSE, _S.NOT_SUITABLE, PracticeAction.REFUSED, answer, now)


@transaction.atomic
def confirm(*, practice_id: int, user: User, now: dt.datetime) -> Practice:
    """Confirm as of today that the practice is still applied."""
    practice = locked(practice_id, user, CONFIRM)
    practice.confirmed_on = timezone.localdate(now)
    practice.save(update_fields=["confirmed_on"])
    _record(practice, PracticeAction.CONFIRMED, user, now)
    return practice


@transaction.atomic
def hide_contact(*, practice_id: int, user: User, now: dt.datetime) -> Practice:
    """Remove the contact person from the public page at once, after consent was withdrawn."""
    practice = locked(practice_id, user, HIDE_CONTACT)
    practice.contact_is_public = False
    practice.save(update_fields=["contact_is_public"])
    _record(practice, PracticeAction.CONTACT_HIDDEN, user, now)
    return practice


@transaction.atomic
def retire(*, practice_id: int, user: User, now: dt.datetime) -> Practice:
    """End a practice and remove it from the public list."""
    practice = locked(practice_id, user, RETIRE)
    practice.state, practice.retired_on = _S.RETIRED, timezone.localdate(now)
    practice.save(update_fields=["state", "retired_on"])
    _record(practice, PracticeAction.RETIRED, user, now)
    return practice


def locked(practice_id: int, user: User, transition: Transition[Practice]) -> Practice:
    """Lock and return the row. Raises ValidationError if `user` may not perform the transition."""
    rows = Practice.objects.select_for_update(of=("self",)).select_related("agency")
    practice = rows.get(pk=practice_id)
    transition.check(practice, roles_for(scope_of(user), practice))
    return practice


def _answer(
    practice_id: int,
    user: User,
    transition: Transition[Practice],
    state: PracticeState,
    action: PracticeAction,
    answer: str,
    now: dt.datetime,
) -> Practice:
    practice = locked(practice_id, user, transition)
    practice.state, practice.answer = state, answer
    practice.answered_on = timezone.localdate(now)
    if state == _S.NOT_SUITABLE:
        refuse_same_person(practice, "decided_by", user)
        practice.decided_by = user
    practice.save(update_fields=["state", "answer", "answered_on", "decided_by"])
    _record(practice, action, user, now, note=answer)
    return practice


def _write(
    practice: Practice, facts: PracticeFacts, kit: Iterable[AgencyDocument], now: dt.datetime
) -> None:
    refuse_future(timezone.localdate(now), since=facts.since)
    for each in fields(facts):
        setattr(practice, each.name, getattr(facts, each.name))
    files = list(kit)
    # Page and files may belong to the practice's agency or to the agency that acts for it now.
    agencies = {practice.agency, acting_agency(practice.agency, timezone.localdate(now))}
    sections = tuple(agency.home_page.path for agency in agencies)
    if facts.page and not facts.page.path.startswith(sections):
        raise ValidationError({"page": _("Choose a page of your own section.")})
    if not {file.collection_id for file in files} <= {each.collection_id for each in agencies}:
        raise ValidationError({"kit": _("Choose files of your own agency.")})
    practice.save()
    practice.kit.set(files)


def _record(
    practice: Practice, action: PracticeAction, user: User, now: dt.datetime, **detail: str
) -> None:
    record(actor=user, agency=practice.agency, action=action, now=now, about=practice, **detail)
