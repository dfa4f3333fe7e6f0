"""Services for a question outside the desk: ask, publish the answer, withdraw, erase."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, JSONField, Value
from django.db.models.expressions import CombinedExpression
from django.utils import timezone
from procrastinate.contrib.django import app
from wagtail.models import Page, PageLogEntry

from legal_updates.models import Topic
from network.accounts.models import User
from network.agencies.audit import record
from network.agencies.models import Agency
from network.agencies.submissions.services import due_for_erasure
from network.agencies.transfer import transfer
from network.core.public_forms.codes import lock_text
from network.core.text import fold
from network.core.working_days import working_day_after
from network.mailing.services import queue_mail
from network.moderation.models import Decision
from network.moderation.revisions import revisions_of
from sites.models import QuestionPage

from .actions import QuestionAction
from .codes import code_of, digest_of, same_text
from .consent import VERSION
from .models import Forwarding, ProblemReport, Question, QuestionState

# The same text within this time counts as the same question.
SAME_QUESTION_WITHIN = dt.timedelta(days=1)
# Replaces an erased reason.
ERASED = "–"


@dataclass(frozen=True, slots=True)
class AskResult:
    """Result of asking: the asker's code, or the time at which the same text was sent before."""

    code: str = ""
    same_as_at: dt.datetime | None = None


@transaction.atomic
def ask(
    *,
    nonce: str,
    text: str,
    agency: Agency,
    topic: Topic | None,
    place: str,
    contact: str,
    now: dt.datetime,
) -> AskResult:
    """Store a question. The asker has agreed to the current consent text.

    `nonce` is the random part of the form: the same form sent twice gives one question with one
    code. The same text to the same agency within SAME_QUESTION_WITHIN is not stored again.
    """
    text_digest, code = same_text(fold(text)), code_of(nonce, text)
    lock_text(text_digest)
    if Question.objects.filter(code_digest=digest_of(code)).exists():
        return AskResult(code)
    recent = Question.objects.filter(
        agency=agency, text_digest=text_digest, asked_at__gt=now - SAME_QUESTION_WITHIN
    )
    same = recent.values_list("asked_at", flat=True).first()
    if same:
        return AskResult(same_as_at=same)
    Question.objects.create(
        agency=agency,
        code_digest=digest_of(code),
        asked_at=now,
        arrived_at=now,
        due_on=due_after(now),
        text=text,
        text_digest=text_digest,
        topic=topic,
        place=place,
        contact=contact,
        consent_version=VERSION,
    )
    return AskResult(code)


def due_after(now: dt.datetime) -> dt.date:
    """Return the due date of a question received now."""
    return working_day_after(timezone.localdate(now), settings.QUESTION_WORKING_DAYS)


@transaction.atomic
def withdraw_question(*, question_id: int, now: dt.datetime) -> None:
    """Delete a question at its asker's request, with everything stored about it except the
    published answer.

    Does nothing if it is already deleted.
    """
    question = Question.objects.select_for_update().filter(pk=question_id).first()
    if question is None:
        return
    record(
        actor=None, agency=question.agency, action=QuestionAction.WITHDRAWN, now=now, about=question
    )
    question.delete()


@transaction.atomic
def note_published(*, page: Page, now: dt.datetime) -> None:
    """Close the question that `page` answers, if any, and queue the mail to its asker.

    In any case queues a job that removes earlier wordings from the page's history.
    """
    # Deferred by name, because the task module imports this one.
    task = app.configure_task("questions.forget_earlier_wordings", allow_unknown=False)
    task.defer(page_id=page.pk)
    question = (
        Question.objects.select_for_update()
        .filter(page=page.pk)
        .exclude(state=QuestionState.ANSWERED)
        .first()
    )
    if question is None:
        return
    question.state, question.closed_at = QuestionState.ANSWERED, now
    question.refusal = question.refusal_note = ""
    # The asker was notified of a refusal, so the answer must be mailed too.
    question.told_at = None
    question.save(update_fields=["state", "closed_at", "refusal", "refusal_note", "told_at"])
    record(
        actor=None,
        agency=question.agency,
        action=QuestionAction.ANSWERED,
        now=now,
        about=question,
        page=page.title,
    )
    queue_mail_to_asker(question)


@transaction.atomic
def forget_earlier_wordings(*, page_id: int) -> None:
    """Overwrite question and title in earlier drafts and their log entries with the published
    wording.

    The first draft contains the asker's text after automatic anonymisation; what people removed
    later must not stay in the page history. Drafts with decisions are not changed. Does nothing if
    the page was unpublished meanwhile.
    """
    page = QuestionPage.objects.filter(pk=page_id, live_revision__isnull=False).first()
    if page is None:
        return
    decided = Decision.objects.filter(page_id=page_id, revision_id__isnull=False)
    drafts = revisions_of(page_id).exclude(pk__in=decided.values("revision_id"))
    wording = {"title": page.title, "draft_title": page.title, "question": page.question}
    earlier = drafts.filter(pk__lt=page.live_revision_id)
    earlier.update(object_str=page.title, content=_merged("content", wording))
    log = PageLogEntry.objects.filter(page=page_id, data__has_key="title")
    log.update(data=_merged("data", {"title": {"old": page.title, "new": page.title}}))
    PageLogEntry.objects.filter(page=page_id).update(label=page.title)


def _merged(column: str, values: dict[str, Any]) -> CombinedExpression:
    return CombinedExpression(F(column), "||", Value(values, JSONField()))


def move(
    question: Question, *, to: Agency, reason: str, by: User | None, now: dt.datetime
) -> Forwarding:
    """Forward a locked question, with a new due date. `by` None means the system."""
    former = question.agency
    forwarding = Forwarding.objects.create(
        agency=former,
        question=question,
        to_agency=to,
        reason=reason,
        forwarded_by=by,
        forwarded_at=now,
    )
    transfer(question, to=to)
    question.state, question.handler = QuestionState.FORWARDED, None
    question.arrived_at, question.due_on = now, due_after(now)
    question.save(update_fields=["state", "handler", "arrived_at", "due_on"])
    # The reason is not logged: it may identify the asker, and log entries are never deleted.
    for agency, detail in ((to, {"from_agency": former.name}), (former, {"to_agency": to.name})):
        record(
            actor=by,
            agency=agency,
            action=QuestionAction.FORWARDED,
            now=now,
            about=question,
            **detail,
        )
    return forwarding


def queue_mail_to_asker(question: Question) -> None:
    """Queue the mail to the asker in the current transaction, if there is an email."""
    if question.contact:
        queue_mail("questions.told", question_id=question.pk)


@transaction.atomic
def erase_old(*, now: dt.datetime) -> int:
    """Erase the citizens' texts of questions and reports closed long enough ago.

    Returns their number. Officers' notes about questions may identify the asker and are erased too.
    The rows remain for statistics.
    """
    nothing = {"text": "", "text_digest": "", "erased_at": now}
    questions = due_for_erasure(Question.objects.all(), now=now)
    Forwarding.objects.filter(question__in=questions).update(reason=ERASED)
    erased = questions.update(contact="", place="", refusal_note="", **nothing)
    return erased + due_for_erasure(ProblemReport.objects.all(), now=now).update(**nothing)
