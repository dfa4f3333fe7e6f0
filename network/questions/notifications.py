"""Mails to askers, and reminders to agencies."""

import datetime as dt
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from network.agencies.models import AGENCY_ROLES, Agency
from network.agencies.recipients import members
from network.core.working_days import working_day_after
from network.mailing.kinds import Letter, MailKind, absolute, letters_to
from network.mailing.services import queue_mail

from .models import CLOSED_STATES, Question, QuestionState

# A reminder comes when so many working days are left.
_SOON = 2


def asker_letters(*, question_id: int, now: dt.datetime) -> list[Letter]:
    """Tell the asker the answer's address, or why there is none."""
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


@transaction.atomic
def queue_reminders(*, now: dt.datetime) -> None:
    """Remind everybody who serves an agency with open questions that are late or soon due.

    Once a day each of them.
    """
    day = timezone.localdate(now)
    soon = working_day_after(day, _SOON)
    due = Question.objects.exclude(state__in=CLOSED_STATES).filter(due_on__lte=soon)
    for agency in Agency.objects.filter(pk__in=due.values("agency")).order_by("pk"):
        for user in members(agency, *AGENCY_ROLES, now=now):
            once = f"questions.waiting:{agency.pk}:{user.pk}:{day}"
            queue_mail("questions.waiting", once=once, agency_id=agency.pk, user_id=user.pk)


def reminder_letters(*, agency_id: int, user_id: int, now: dt.datetime) -> list[Letter]:
    """Tell somebody who serves the agency that questions wait."""
    day = timezone.localdate(now)
    agency = Agency.objects.get(pk=agency_id)
    waiting = Question.objects.exclude(state__in=CLOSED_STATES).filter(agency=agency)
    first = waiting.order_by("due_on").values_list("due_on", flat=True).first()
    if first is None:
        return []
    count = waiting.count()
    context = {
        "agency": agency,
        "count": count,
        "overdue": waiting.filter(due_on__lt=day).count(),
        "due_on": first,
        "address": absolute(reverse("question_desk:index")),
    }
    subject = ngettext("%d question of a citizen waits", "%d questions of citizens wait", count)
    people = members(agency, *AGENCY_ROLES, now=now).filter(pk=user_id)
    template = "questions/mail/waiting"
    return letters_to(people, subject % count, template, context, agency_id=agency.pk)


MAILS = {
    "questions.told": MailKind(gettext_lazy("What became of a question"), asker_letters),
    "questions.waiting": MailKind(
        gettext_lazy("Daily mail: questions that wait"), reminder_letters, repeats=True
    ),
}
