"""Mail to the sender of a request, and the requests in the daily mail of officers."""

import datetime as dt
from collections.abc import Iterable

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

from .models import RightsRequest, RightsRequestState
from .selectors import open_requests

# The daily mail lists a request from this many working days before its due date. Requests about
# personal data have a short term and are therefore listed at once.
_SOON = 2


def sender_letters(*, request_id: int, now: dt.datetime) -> list[Letter]:
    """Return the mail that tells the sender the outcome, or [] if there is nothing to send."""
    sent = RightsRequest.objects.filter(pk=request_id)
    row = sent.filter(told_at=None).exclude(contact="").select_related("agency").first()
    if row is None or row.is_open:
        return []
    subject = _("About your request")
    return [
        Letter(
            to=row.contact,
            ref="sender",
            subject=subject,
            about=f"{subject}: {row}",
            template="rights_requests/mail/told",
            context={
                "row": row,
                "done": row.state == RightsRequestState.DONE,
                "days": settings.QUESTION_KEEP_DAYS,
            },
            agency_id=row.agency_id,
            on_sent=lambda: sent.update(told_at=now),
        )
    ]


def concerned(now: dt.datetime) -> Iterable[int]:
    """Return the ids of users who serve an agency with overdue or soon due requests."""
    late = _due_soon(now).values("agency")
    serving = serving_on(now).filter(role__in=AGENCY_ROLES, agency__in=late)
    return serving.values_list("user", flat=True).distinct()


def digest_of(user: User, now: dt.datetime) -> Context | None:
    """Return the overdue and soon due requests of the agencies that `user` serves. One query."""
    serving = serving_on(now).filter(user=user, role__in=AGENCY_ROLES)
    late = Count("pk", filter=Q(due_on__lt=timezone.localdate(now)))
    waiting = _due_soon(now).filter(agency__in=serving.values("agency")).order_by()
    rows = waiting.values("agency__name").annotate(
        count=Count("pk"), overdue=late, due_on=Min("due_on")
    )
    found = list(rows.order_by("due_on"))
    return {"rows": found, "address": absolute(reverse("rights_desk:index"))} if found else None


def _due_soon(now: dt.datetime) -> QuerySet[RightsRequest]:
    return open_requests().filter(due_on__lte=working_day_after(timezone.localdate(now), _SOON))


MAILS = {"rights_requests.told": MailKind(gettext_lazy("What became of a request"), sender_letters)}
DIGEST = DigestPart(concerned, digest_of, "rights_requests/mail/waiting.txt")
