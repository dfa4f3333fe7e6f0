"""Services for the list of reporters and for speaker requests.

Services that change a reporter or request check the transition first: ValidationError if the user's
role or the state of the row forbids it. Docstrings name only further reasons.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, fields

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from legal_updates.models import Topic
from network.accounts.models import User
from network.agencies.audit import record
from network.agencies.models import Agency
from network.agencies.scope import scope_of
from network.core.constraints import taken_key
from network.core.dates import refuse_future
from network.core.working_days import working_day_after
from network.desks.transitions import Transition, held_roles
from network.mailing.services import queue_mail

from .actions import ActivityAction
from .models import Reporter, SpeakerRequest, SpeakerRequestState
from .notifications import ANSWERED, ASKED
from .selectors import KEEPING
from .services import lock_diary
from .transitions import (
    ACCEPT,
    ASKING,
    DECLINE,
    EDIT_REPORTER,
    END_REPORTER,
    LIST_REPORTER,
    UNLIST_REPORTER,
    WITHDRAW,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReporterFacts:
    """Input for a reporter."""

    kind: str
    level: str
    name: str
    post: str
    is_woman: bool
    degree: str
    languages: Sequence[str]
    number: str
    since: dt.date
    phone: str = ""
    email: str = ""
    topics: Sequence[Topic] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerFacts:
    """Input for a speaker request."""

    to_agency: Agency
    held_on: dt.date
    place: str
    words: str
    language: str
    topic: Topic | None = None


@transaction.atomic
def enter_reporter(
    *, agency: Agency, facts: ReporterFacts, user: User, now: dt.datetime
) -> Reporter:
    """Add a reporter to an agency's list. Raises PermissionDenied if the user may not keep it."""
    if KEEPING.isdisjoint(held_roles(scope_of(user), agency.pk)):
        raise PermissionDenied
    return _written(Reporter(agency=agency), facts, ActivityAction.REPORTER_ENTERED, user, now)


@transaction.atomic
def change_reporter(
    *, reporter_id: int, facts: ReporterFacts, user: User, now: dt.datetime
) -> Reporter:
    """Correct a reporter's data.

    Raises ValidationError for a future recognition day, or if the list has this person with the
    same decision.
    """
    reporter = _locked(reporter_id, user, EDIT_REPORTER)
    return _written(reporter, facts, ActivityAction.REPORTER_CHANGED, user, now)


@transaction.atomic
def end_reporter(
    *, reporter_id: int, until: dt.date, ending: str, user: User, now: dt.datetime
) -> Reporter:
    """End a recognition by a decision, and delete consent, phone and email.

    Raises ValidationError unless `until` is between the recognition and today.
    """
    reporter = _locked(reporter_id, user, END_REPORTER)
    if not reporter.since <= until <= timezone.localdate(now):
        raise ValidationError({"until": _("A day from the recognition up to today.")})
    reporter.until, reporter.ending = until, ending
    reporter.consent_on, reporter.phone, reporter.email = None, "", ""
    reporter.save()
    _record(reporter, ActivityAction.REPORTER_ENDED, user, now)
    return reporter


@transaction.atomic
def list_reporter(
    *, reporter_id: int, consent_on: dt.date, user: User, now: dt.datetime
) -> Reporter:
    """Record consent, so that the reporter is listed publicly. Raises ValidationError for a future
    date."""
    reporter = _locked(reporter_id, user, LIST_REPORTER)
    refuse_future(timezone.localdate(now), consent_on=consent_on)
    reporter.consent_on = consent_on
    reporter.save(update_fields=["consent_on"])
    _record(reporter, ActivityAction.CONSENT_GIVEN, user, now)
    return reporter


@transaction.atomic
def unlist_reporter(*, reporter_id: int, user: User, now: dt.datetime) -> Reporter:
    """Withdraw consent, so that the reporter leaves the public list at once."""
    reporter = _locked(reporter_id, user, UNLIST_REPORTER)
    reporter.consent_on = None
    reporter.save(update_fields=["consent_on"])
    _record(reporter, ActivityAction.CONSENT_WITHDRAWN, user, now)
    return reporter


@transaction.atomic
def ask_for_speaker(
    *, agency: Agency, facts: SpeakerFacts, user: User, now: dt.datetime
) -> SpeakerRequest:
    """Ask another agency for a reporter.

    An identical open request is returned instead of a new one. Raises PermissionDenied if the user
    may not ask for the agency, ValidationError for a past day or the same agency.
    """
    day = timezone.localdate(now)
    if ASKING.isdisjoint(held_roles(scope_of(user), agency.pk)):
        raise PermissionDenied
    if facts.to_agency == agency:
        raise ValidationError({"to_agency": _("Name another agency.")})
    if facts.held_on < day:
        raise ValidationError({"held_on": _("This day is over.")})
    lock_diary(agency)
    asked = {each.name: getattr(facts, each.name) for each in fields(facts)}
    same = SpeakerRequest.objects.filter(agency=agency, state=SpeakerRequestState.SENT, **asked)
    if row := same.first():
        return row
    row = SpeakerRequest.objects.create(
        agency=agency,
        asked_by=user,
        asked_at=now,
        due_on=working_day_after(day, settings.SPEAKER_REQUEST_WORKING_DAYS),
        **asked,
    )
    _record(row, ActivityAction.SPEAKER_ASKED, user, now)
    queue_mail(ASKED, request_id=row.pk)
    return row


@transaction.atomic
def accept_request(
    *, request_id: int, reporter: Reporter, answer: str, user: User, now: dt.datetime
) -> SpeakerRequest:
    """Accept a request with a reporter of the asked agency.

    Raises ValidationError if the reporter is not in its list on that day.
    """
    row = _locked_request(request_id, user, ACCEPT)
    if reporter.agency_id != row.to_agency_id or not reporter.serves_on(row.held_on):
        raise ValidationError({"reporter": _("This person is in no list of yours on that day.")})
    row.reporter = reporter
    return _answered(row, SpeakerRequestState.ACCEPTED, answer, user, now)


@transaction.atomic
def decline_request(
    *, request_id: int, answer: str, user: User, now: dt.datetime
) -> SpeakerRequest:
    """Decline a request with a reason."""
    row = _locked_request(request_id, user, DECLINE)
    return _answered(row, SpeakerRequestState.DECLINED, answer, user, now)


@transaction.atomic
def withdraw_request(*, request_id: int, user: User, now: dt.datetime) -> SpeakerRequest:
    """Withdraw a request."""
    row = _locked_request(request_id, user, WITHDRAW)
    row.state = SpeakerRequestState.WITHDRAWN
    row.save(update_fields=["state"])
    _record(row, ActivityAction.SPEAKER_WITHDRAWN, user, now)
    return row


def _answered(
    row: SpeakerRequest, state: SpeakerRequestState, answer: str, user: User, now: dt.datetime
) -> SpeakerRequest:
    row.state, row.answer, row.answered_at = state, answer, now
    row.save(update_fields=["state", "answer", "answered_at", "reporter"])
    _record(row, ActivityAction.SPEAKER_ANSWERED, user, now, agency=row.to_agency)
    queue_mail(ANSWERED, request_id=row.pk)
    return row


def _written(
    reporter: Reporter, facts: ReporterFacts, action: ActivityAction, user: User, now: dt.datetime
) -> Reporter:
    """Save a reporter with these facts and log it. Raises ValidationError for a day to come or a
    second row of the decision."""
    refuse_future(timezone.localdate(now), since=facts.since)
    for each in fields(facts):
        if each.name != "topics":
            setattr(reporter, each.name, getattr(facts, each.name))
    try:
        with transaction.atomic():
            reporter.save()
    except IntegrityError as error:
        if taken_key(error) != "reporter_once":
            raise
        words = _("The list has this person with the same decision already.")
        raise ValidationError({"number": words}) from error
    reporter.topics.set(facts.topics)
    _record(reporter, action, user, now)
    return reporter


def _locked(reporter_id: int, user: User, transition: Transition[Reporter]) -> Reporter:
    rows = Reporter.objects.select_for_update(of=("self",)).select_related("agency")
    reporter = rows.get(pk=reporter_id)
    transition.check(reporter, held_roles(scope_of(user), reporter.agency_id))
    return reporter


def _locked_request(
    request_id: int, user: User, transition: Transition[SpeakerRequest]
) -> SpeakerRequest:
    rows = SpeakerRequest.objects.select_for_update(of=("self",))
    row = rows.select_related("agency", "to_agency").get(pk=request_id)
    side = row.agency_id if transition is WITHDRAW else row.to_agency_id
    transition.check(row, held_roles(scope_of(user), side))
    return row


def _record(
    row: Reporter | SpeakerRequest,
    action: ActivityAction,
    user: User,
    now: dt.datetime,
    agency: Agency | None = None,
) -> None:
    record(actor=user, agency=agency or row.agency, action=action, now=now, about=row)
