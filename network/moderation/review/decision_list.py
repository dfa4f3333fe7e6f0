"""The decision log as a list: access, filters, columns and export."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet

from network.accounts.models import User
from network.agencies.filters import AgencyFilter
from network.agencies.models import Role
from network.agencies.scope import Scope, scope_now
from network.agencies.tables import AGENCY
from network.core.dates import format_moment
from network.core.export import RowValue

from ..checklist import Answer
from ..models import Action, Decision


def readable_decisions(user: User, scope: Scope) -> QuerySet[Decision]:
    """Return the decisions `user` may read, newest first: those of their agencies, or all for
    overseers."""
    rows = Decision.objects.select_related("agency").order_by("-pk")
    if user.is_superuser or Role.OVERSEER in scope.roles:
        return rows
    return rows.filter(agency__in=scope.agency_roles)


def reads_several_agencies(scope: Scope) -> bool:
    """Return whether the user reads decisions of several agencies, so that the list needs an agency
    filter."""
    return Role.OVERSEER in scope.roles or len(scope.agency_roles) > 1


class DecisionFilterSet(WagtailFilterSet):
    """Filter by day and action; by agency for readers of several agencies."""

    agency = AgencyFilter()
    deed = django_filters.ChoiceFilter(
        label=gettext_lazy("Decision"), choices=Action.choices, widget=forms.Select
    )
    at = django_filters.DateFromToRangeFilter(
        label=gettext_lazy("Day"), widget=DateRangePickerWidget
    )

    class Meta:
        model = Decision
        fields = ["at", "deed", "agency"]

    def __init__(self, data: Any = None, queryset: Any = None, **kwargs: Any) -> None:
        super().__init__(data, queryset, **kwargs)
        if self.request is None or not reads_several_agencies(scope_now(self.request)):
            del self.filters["agency"]


def who(decision: Decision) -> str:
    """Return the name of the actor, or "by itself" for the clock."""
    return decision.actor_name or _("by itself")


def assignment(decision: Decision) -> str:
    """Return the role and the decision number under which the person acted."""
    role = str(decision.get_role_display()) if decision.role else ""
    number = decision.decision_number
    return ", ".join(filter(None, (role, _("by decision %s") % number if number else "")))


def remark(decision: Decision) -> str:
    """Return the comment, preceded by the masked number if it is a waiver."""
    shown = decision.detail.get("shown", "")
    return ": ".join(filter(None, (shown, decision.comment)))


def checklist_lines(decision: Decision) -> Iterator[str]:
    """Yield the answers of an appraisal, one line each."""
    labels = dict(Answer.choices)
    for row in decision.checklist:
        bases = f" ({'; '.join(row['bases'])})" if row["bases"] else ""
        note = f" – {row['note']}" if row["note"] else ""
        kept = row.get("kept_from")
        since = format_moment(dt.datetime.fromisoformat(kept)) if kept else ""
        confirmed = f" ({_('answer of %s, confirmed') % since})" if since else ""
        yield f"{row['label']}{bases}: {labels.get(row['answer'], row['answer'])}{confirmed}{note}"


@dataclass(frozen=True, slots=True)
class LogLine:
    """A row of the decision log as display texts."""

    key: int
    at: str
    deed: str
    who: str
    assignment: str
    comment: str
    checklist: tuple[str, ...]
    revision_id: int | None


def line_of(decision: Decision) -> LogLine:
    return LogLine(
        key=decision.pk,
        at=format_moment(decision.at),
        deed=str(decision.get_deed_display()),
        who=who(decision),
        assignment=assignment(decision),
        comment=remark(decision),
        checklist=tuple(checklist_lines(decision)),
        revision_id=decision.revision_id,
    )


AT = RowValue(gettext_lazy("Time"), lambda row: format_moment(row.at))
DEED = RowValue(gettext_lazy("Decision"), lambda row: str(row.get_deed_display()))
PAGE = RowValue(gettext_lazy("Page"), lambda row: row.page_title)
WHO = RowValue(gettext_lazy("Who"), who)
CELLS = [
    (gettext_lazy("Number"), lambda row: str(row.sequence)),
    *(AT, AGENCY, DEED, PAGE, WHO),
    (gettext_lazy("Role"), lambda row: str(row.get_role_display()) if row.role else ""),
    (gettext_lazy("Decision number"), lambda row: row.decision_number),
    (gettext_lazy("Comment"), remark),
    (gettext_lazy("Checklist"), lambda row: "\n".join(checklist_lines(row))),
    (gettext_lazy("Number of the page"), lambda row: str(row.page_id)),
    (gettext_lazy("Number of the version"), lambda row: str(row.revision_id or "")),
    (gettext_lazy("Digest of the content"), lambda row: row.digest),
    (gettext_lazy("Digest of this line"), lambda row: row.hash),
]
