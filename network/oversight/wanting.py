"""Kinds of problems of agencies: label, test of a row, and SQL condition.

The start page counts by the SQL condition; only the table loads every row.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from network.accounts.selectors import with_second_factor
from network.agencies.models import Membership, Role
from network.agencies.selectors import open_sections
from network.questions.models import CLOSED_STATES, Question
from sites.models import ArticlePage

from .old_law import citations_of_old_law
from .running import participating_agencies
from .sections import with_section
from .situation import SILENT_DAYS, Standing


@dataclass(frozen=True, slots=True)
class Want:
    """A kind of problem. `holds` of a row and `condition` on agencies must agree."""

    label: str | Promise
    holds: Callable[[Standing], bool]
    condition: Callable[[dt.date], Q]


def _silent(day: dt.date) -> Q:
    """Return the condition that nothing was posted for SILENT_DAYS."""
    since = timezone.make_aware(dt.datetime.combine(day, dt.time.min))
    since -= dt.timedelta(days=SILENT_DAYS)
    recent = with_section(ArticlePage.objects.live().filter(first_published_at__gte=since))
    return ~_sections_of(recent)


def _sections_of(rows: QuerySet[Any]) -> Q:
    """Return the condition that the agency's section is the `section` of one of these rows."""
    found = open_sections().filter(path__in=rows.order_by().values("section"))
    return Q(home_page__in=found.values("pk"))


def _without_approver(day: dt.date) -> Q:
    """Return the condition that nobody serves as approver. In an ended agency nobody can."""
    served = _serving(day).filter(role=Role.APPROVER).values("agency")
    return ~Q(pk__in=served) & ~Q(valid_to__lt=day)


def _without_second_factor(day: dt.date) -> Q:
    """Return the condition that a member has no second factor."""
    return Q(pk__in=_serving(day).exclude(user__in=with_second_factor()).values("agency"))


def _citing_old_law(day: dt.date) -> Q:
    """Return the condition that a page cites law that is no longer in force."""
    return _sections_of(citations_of_old_law(day))


def _late_with_questions(day: dt.date) -> Q:
    """Return the condition that a citizen's question is overdue."""
    late = Question.objects.filter(due_on__lt=day).exclude(state__in=CLOSED_STATES)
    return Q(pk__in=late.order_by().values("agency"))


def _serving(day: dt.date) -> QuerySet[Membership]:
    """Return the memberships of active users in agencies on `day`."""
    # Without this filter, NULL agencies of network roles would make every "NOT IN" false.
    served = Membership.objects.valid_on(day).filter(agency__isnull=False)
    return served.filter(user__is_active=True).order_by()


# By the value in the query string.
WANTING = {
    "im-lang": Want(_("Posted nothing for long"), lambda row: row.is_silent, _silent),
    "thieu-nguoi-duyet": Want(
        _("Without an approver"), lambda row: Role.APPROVER in row.missing, _without_approver
    ),
    "chua-hai-lop": Want(
        _("Without a second factor"), lambda row: row.safe < row.people, _without_second_factor
    ),
    "dan-luat-cu": Want(_("Citing old law"), lambda row: row.old_law > 0, _citing_old_law),
    "cau-hoi-qua-han": Want(
        _("Overdue questions"), lambda row: row.overdue_questions > 0, _late_with_questions
    ),
}


def count_wanting(day: dt.date) -> dict[str, int]:
    """Return {problem: number of participating agencies}, with all agencies under "". One query."""
    counts = {
        # Column aliases may not contain hyphens.
        f"want_{place}": Count("pk", filter=want.condition(day))
        for place, want in enumerate(WANTING.values())
    }
    found = participating_agencies(day).order_by().aggregate(all=Count("pk"), **counts)
    return {"": found.pop("all")} | dict(zip(WANTING, found.values(), strict=True))
