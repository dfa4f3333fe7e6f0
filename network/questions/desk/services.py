"""Officers' services for a question: take in, forward, refuse, begin the answer."""

import datetime as dt
from typing import cast

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from network.accounts.models import User
from network.agencies.audit import record
from network.agencies.models import Agency
from network.agencies.scope import scope_of
from network.desks.roles import HANDLING
from network.desks.transitions import Transition, held_roles
from network.media.own_source import own_source
from sites.forms import free_slug
from sites.models import QuestionPage, SectionIndexPage

from ..actions import QuestionAction
from ..anonymising import anonymise, title_of
from ..models import Forwarding, Question, QuestionRefusal, QuestionState
from ..selectors import place_of_answers
from ..services import move, queue_mail_to_asker
from .transitions import ANSWER, FORWARD, REFUSE, TAKE_IN


@transaction.atomic
def take_in(*, question_id: int, user: User, now: dt.datetime) -> Question:
    """Make `user` responsible for a question. Raises ValidationError if the transition is no longer
    possible."""
    question = _locked(question_id, user, TAKE_IN)
    question.state, question.handler = QuestionState.IN_PROGRESS, user
    question.save(update_fields=["state", "handler"])
    _record(question, QuestionAction.TAKEN_IN, user, now)
    return question


@transaction.atomic
def hand_to(question_id: int, person: User) -> None:
    """Make `person` responsible for a question that a colleague hands over.

    Raises ValidationError if it was deleted or answered meanwhile.
    """
    question = Question.objects.select_for_update().filter(pk=question_id).first()
    if question is None:
        raise ValidationError(_("Its asker has deleted this question meanwhile."))
    if refusal := ANSWER.refusal_of(question):
        raise ValidationError(refusal)
    question.state, question.handler = QuestionState.IN_PROGRESS, person
    question.save(update_fields=["state", "handler"])


@transaction.atomic
def forward(
    *, question_id: int, user: User, to: Agency, reason: str, now: dt.datetime
) -> Forwarding:
    """Forward a question to another agency, with a new due date.

    Raises ValidationError if the transition is no longer possible, an answer was begun, or the
    question is already there.
    """
    question = _locked(question_id, user, FORWARD)
    if to == question.agency:
        raise ValidationError(_("The question is at this agency already."))
    return move(question, to=to, reason=reason, by=user, now=now)


@transaction.atomic
def refuse(
    *, question_id: int, user: User, refusal: QuestionRefusal, note: str, now: dt.datetime
) -> Question:
    """Close a question without an answer. The asker sees `refusal` and `note`.

    Raises ValidationError if the transition is no longer possible or the user's role does not allow
    it.
    """
    question = _locked(question_id, user, REFUSE)
    question.state, question.closed_at = QuestionState.REFUSED, now
    question.refusal, question.refusal_note, question.handler = refusal, note, user
    question.save(update_fields=["state", "closed_at", "refusal", "refusal_note", "handler"])
    # The note is not logged: it may identify the asker, and log entries are never deleted.
    reason = str(QuestionRefusal(refusal).label)
    _record(question, QuestionAction.REFUSED, user, now, reason=reason)
    queue_mail_to_asker(question)
    return question


@transaction.atomic
def begin_answer(*, question_id: int, user: User, now: dt.datetime) -> QuestionPage:
    """Create a draft answer among the agency's answers, and take in the question.

    The draft contains the anonymised question. Its author checks it, writes the answer and submits
    it like any page. Raises ValidationError if the transition is no longer possible, or the section
    has no page for answers.
    """
    question = _locked(question_id, user, ANSWER)
    place = place_of_answers(question.agency)
    if place is None:
        raise ValidationError(
            _("The menu of your section has no place for questions and answers. Add one first.")
        )
    page = _draft(question, place, user, now)
    question.page, question.handler = page, user
    question.state = QuestionState.IN_PROGRESS
    question.save(update_fields=["page", "handler", "state"])
    # The title is not logged, because nobody has checked it yet.
    _record(question, QuestionAction.DRAFTED, user, now)
    return page


def _draft(
    question: Question, place: SectionIndexPage, author: User, now: dt.datetime
) -> QuestionPage:
    """Create the unpublished page that answers a question, with personal data removed from its
    text."""
    asked = anonymise(question.text)
    agency = question.agency
    draft = QuestionPage(
        title=title_of(asked) or _("Question of a citizen"),
        # Without the title: personal data removed from it later would remain in the URL.
        slug=free_slug(place, f"cau-hoi-{question.pk}"),
        question=asked,
        asked_on=timezone.localdate(question.asked_at),
        answered_by=agency.name,
        date=timezone.localdate(now),
        body=[],
        live=False,
        owner=author,
        **own_source(agency=agency, author=author, day=timezone.localdate(now)),
    )
    if question.topic:
        draft.topics.add(question.topic)
    place.add_child(instance=draft)
    # Not validated: summary and answer are still missing and are required on submission.
    revision = draft.save_revision(user=author, log_action="wagtail.create", clean=False)
    return cast(QuestionPage, revision.as_object())


def _locked(question_id: int, user: User, transition: Transition[Question]) -> Question:
    """Return a question, locked, on which `user` may make the transition.

    Raises ValidationError if it was deleted or forwarded, or the transition is not allowed.
    """
    # Lock without a join: after waiting for the lock, a join with the former agency would find no
    # row.
    question = Question.objects.select_for_update().filter(pk=question_id).first()
    if question is None:
        raise ValidationError(_("Its asker has deleted this question meanwhile."))
    held = held_roles(scope_of(user), question.agency_id)
    if HANDLING.isdisjoint(held):
        raise ValidationError(_("The question was forwarded to %s meanwhile.") % question.agency)
    transition.check(question, held)
    return question


def _record(
    question: Question, action: QuestionAction, user: User, now: dt.datetime, **detail: str
) -> None:
    record(actor=user, agency=question.agency, action=action, now=now, about=question, **detail)
