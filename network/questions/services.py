"""What happens to a question from outside: it is asked, answered by a page, deleted, erased."""

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

# The same words again within this time are the same question.
SAME_QUESTION_WITHIN = dt.timedelta(days=1)
# Replaces an erased reason.
ERASED = "–"


@dataclass(frozen=True, slots=True)
class AskResult:
    """What became of a question: its asker's code, or the moment the same words came before."""

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
    """Keep a question whose asker has agreed to the consent's present wording.

    `nonce` is the random part of the form: sent twice with one text, it is one question with one
    code. The very words that somebody sent to the same agency within a day are not kept again.
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
    """Return until when a question should be answered that an agency gets now."""
    return working_day_after(timezone.localdate(now), settings.QUESTION_WORKING_DAYS)


@transaction.atomic
def withdraw_question(*, question_id: int, now: dt.datetime) -> None:
    """Delete a question for its asker, with everything kept of it; what is published stays.

    Nothing happens where it is gone already.
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

    However the page came about, its earlier wordings are forgotten when all is written down.
    """
    # By its name: the task calls this module.
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
    # The asker was told of a refusal: the answer must be mailed too.
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
    """Write the published question and title over those of the drafts before it, and of their log.

    The first draft is what its asker wrote but for what a machine took out: what people took out
    later must not stay in the page's history. Drafts that were decided upon stay as they are, and
    nothing happens where the page has been withdrawn meanwhile.
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
    """Give a locked question to another agency, whose time begins now; `by` None for the system."""
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
    # The reason is left out: the log is kept for ever, and it may tell who asked.
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
    """Queue the mail to the asker, in this very transaction, where there is an address."""
    if question.contact:
        queue_mail("questions.told", question_id=question.pk)


@transaction.atomic
def erase_old(*, now: dt.datetime) -> int:
    """Erase what citizens wrote in questions and reports closed long enough ago; return how many.

    What officers wrote about a question may tell who asked, and goes too. The rows stay for the
    figures.
    """
    since = now - dt.timedelta(days=settings.QUESTION_KEEP_DAYS)
    old = {"closed_at__lt": since, "erased_at": None}
    nothing = {"text": "", "text_digest": "", "erased_at": now}
    questions = Question.objects.filter(**old)
    Forwarding.objects.filter(question__in=questions).update(reason=ERASED)
    erased = questions.update(contact="", place="", refusal_note="", **nothing)
    return erased + ProblemReport.objects.filter(**old).update(**nothing)
