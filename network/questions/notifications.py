"""Mails to askers, and the questions part of the daily digest."""

import datetime as dt
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Count, Min, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.accounts.models import User
from network.agencies.models import AGENCY_ROLES
from network.agencies.recipients import serving_on
from network.core.working_days import working_day_after
from network.mailing.digests import DigestPart
from network.mailing.kinds import Context, Letter, MailKind, absolute

from .models import CLOSED_STATES, Question, QuestionState

# The digest mentions a question when this many working days are left.
_SOON = 2


def asker_letters(*, question_id: int, now: dt.datetime) -> list[Letter]:
    """Return the mail to the asker with the answer's URL, or the reason why there is none.

    [] if the asker was notified already, gave no email, or the question is still open.
    """
    asked = Question.objects.filter(pk=question_id)
    untold = asked.filter(told_at=None).exclude(contact="")
    question = untold.select_related("agency", "page").first()
    if question is None or question.is_open:
        return []
    answered = question.state == QuestionState.ANSWERED
    subject = _("Your question has been answered") if answered else _("About your question")
    context = {
        "question": question,
        "answered": answered,
        "address": absolute(urlsplit(question.page.url or "/").path) if question.page else "",
        "ask": absolute(reverse("questions:ask")),
        "days": settings.QUESTION_KEEP_DAYS,
    }
    letter = Letter(
        to=question.contact,
        ref="asker",
        subject=subject,
        about=f"{subject}: {question}",
        template="questions/mail/told",
        context=context,
        agency_id=question.agency_id,
        on_sent=lambda: asked.update(told_at=now),
    )
    return [letter]


def concerned(now: dt.datetime) -> Iterable[int]:
    """Return the ids of users serving an agency with open questions that are late or due soon."""
    late = _due_soon(now).values("agency")
    serving = serving_on(now).filter(role__in=AGENCY_ROLES, agency__in=late)
    return serving.values_list("user", flat=True).distinct()


def digest_of(user: User, now: dt.datetime) -> Context | None:
    """Return the digest context: late and soon due questions of the agencies `user` serves. One
    query."""
    serving = serving_on(now).filter(user=user, role__in=AGENCY_ROLES)
    waiting = _open().filter(agency__in=serving.values("agency"))
    day = timezone.localdate(now)
    rows = waiting.values("agency__name").annotate(
        count=Count("pk"), overdue=Count("pk", filter=Q(due_on__lt=day)), due_on=Min("due_on")
    )
    late = rows.filter(due_on__lte=working_day_after(day, _SOON)).order_by("due_on")
    address = absolute(reverse("question_desk:index"))
    return {"rows": list(late), "address": address} if late else None


def _open() -> "QuerySet[Question]":
    return Question.objects.exclude(state__in=CLOSED_STATES)


def _due_soon(now: dt.datetime) -> "QuerySet[Question]":
    soon = working_day_after(timezone.localdate(now), _SOON)
    return _open().filter(due_on__lte=soon)


MAILS = {"questions.told": MailKind(gettext_lazy("What became of a question"), asker_letters)}
DIGEST = DigestPart(concerned, digest_of, "questions/mail/waiting.txt")
