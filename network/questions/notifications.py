"""Mails to askers, and reminders to agencies."""

import datetime as dt
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from network.agencies.models import AGENCY_ROLES, Agency
from network.core.working_days import working_day_after
from network.moderation.mailing.delivery import absolute, deliver
from network.moderation.mailing.notifications import letters_to
from network.moderation.mailing.recipients import members

from .models import CLOSED_STATES, Question, QuestionState

# A reminder comes when so many working days are left.
_SOON = 2


@transaction.atomic
def tell_asker(*, question_id: int, now: dt.datetime) -> bool:
    """Mail the asker the answer's address, or why there is none; return whether a mail went out.

    A mail that cannot be sent undoes the note that it was, and the next run tries again. Raises
    OSError, which says no address: logs are kept longer than questions.
    """
    questions = Question.objects.select_for_update(of=("self",)).select_related("agency", "page")
    question = questions.filter(pk=question_id, told_at=None).exclude(contact="").first()
    if question is None or question.is_open:
        return False
    question.told_at = now
    question.save(update_fields=["told_at"])
    answered = question.state == QuestionState.ANSWERED
    subject = _("Your question has been answered") if answered else _("About your question")
    context = {
        "question": question,
        "answered": answered,
        "address": absolute(urlsplit(question.page.url or "/").path) if question.page else "",
        "ask": absolute(reverse("questions:ask")),
        "days": settings.QUESTION_KEEP_DAYS,
        "network": settings.WAGTAIL_SITE_NAME,
    }
    text = render_to_string("questions/mail/told.txt", context)
    try:
        send_mail(f"[{settings.WAGTAIL_SITE_NAME}] {subject}", text, None, [question.contact])
    except OSError as error:
        raise OSError(f"question {question_id}: {type(error).__name__}") from None
    return True


def agencies_to_remind(*, now: dt.datetime) -> list[int]:
    """Return the agencies with open questions that are late, or due within two working days."""
    soon = working_day_after(timezone.localdate(now), _SOON)
    due = Question.objects.exclude(state__in=CLOSED_STATES).filter(due_on__lte=soon)
    return list(due.order_by("agency").values_list("agency", flat=True).distinct())


def remind_agency(*, agency_id: int, now: dt.datetime) -> int:
    """Mail everybody who serves the agency that questions wait; return how many mails went out.

    Raises MailsUndelivered.
    """
    day = timezone.localdate(now)
    agency = Agency.objects.get(pk=agency_id)
    waiting = Question.objects.exclude(state__in=CLOSED_STATES).filter(agency=agency)
    first = waiting.order_by("due_on").values_list("due_on", flat=True).first()
    if first is None:
        return 0
    count = waiting.count()
    context = {
        "agency": agency,
        "count": count,
        "overdue": waiting.filter(due_on__lt=day).count(),
        "due_on": first,
        "address": absolute(reverse("question_desk:index")),
    }
    subject = ngettext("%d question of a citizen waits", "%d questions of citizens wait", count)
    people = members(agency, *AGENCY_ROLES, now=now)
    letters = letters_to(people, subject % count, "questions_waiting", context)
    return deliver(letters, key=f"questions:{agency.pk}:{day}", now=now)
