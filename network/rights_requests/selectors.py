"""Read-only queries of rights requests, for senders, officers and overseers."""

import datetime as dt
from collections.abc import Collection

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from network.agencies.scope import Scope
from network.core.working_days import working_day_after

from .codes import CODES
from .models import CLOSED_STATES, Ground, ResponseTerm, RightsRequest


def term_of(ground: Ground | str, day: dt.date) -> ResponseTerm | None:
    """Return the term valid on `day`, or None. One query."""
    held = Q(valid_to=None) | Q(valid_to__gte=day)
    terms = ResponseTerm.objects.filter(held, ground=ground, valid_from__lte=day)
    return terms.order_by("-valid_from").first()


def due_after(ground: Ground | str, now: dt.datetime) -> dt.date:
    """Return the due date of a request received now. Without a term, that of questions applies."""
    day = timezone.localdate(now)
    term = term_of(ground, day)
    return working_day_after(day, term.working_days if term else settings.QUESTION_WORKING_DAYS)


def request_of(code: str) -> RightsRequest | None:
    """Return the request with a typed code, or None if the code is wrong. One query."""
    return CODES.find(RightsRequest.objects.select_related("agency"), code)


def requests_for(scope: Scope, *, writing: bool = False) -> QuerySet[RightsRequest]:
    """Return the requests that `scope` may read, or edit with `writing`, by due date."""
    rows: QuerySet[RightsRequest] = RightsRequest.scoped.of(scope, writing=writing)
    return rows.select_related("agency", "page", "handler").order_by("due_on", "sent_at", "pk")


def open_requests() -> QuerySet[RightsRequest]:
    """Return the requests of all agencies that are not closed."""
    return RightsRequest.objects.exclude(state__in=CLOSED_STATES)


def counts(*, day: dt.date) -> dict[str, int]:
    """Return the numbers of open and of overdue requests in the network. One query."""
    late = Count("pk", filter=Q(due_on__lt=day))
    return open_requests().aggregate(open=Count("pk"), overdue=late)


def overdue_by_agency(agencies: Collection[int], day: dt.date) -> dict[int, int]:
    """Return the number of overdue requests on `day` by agency id. One query."""
    late = open_requests().filter(agency__in=agencies, due_on__lt=day).order_by()
    return dict(late.values_list("agency_id").annotate(Count("pk")))
