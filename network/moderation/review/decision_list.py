"""The decision log: who may read which lines, narrowed down, on screen and as a file."""

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
from network.core.dates import format_moment

from ..checklist import Answer
from ..models import Action, Decision


def readable_decisions(user: User, scope: Scope) -> QuerySet[Decision]:
    """Return the lines `user` may read, the newest first: of one's own agencies, or all of them."""
    rows = Decision.objects.select_related("agency").order_by("-pk")
    if user.is_superuser or Role.OVERSEER in scope.roles:
        return rows
    return rows.filter(agency__in=scope.agency_roles)


def reads_several_agencies(scope: Scope) -> bool:
    """Return whether one must be told, and may ask, whose decision it is."""
    return Role.OVERSEER in scope.roles or len(scope.agency_roles) > 1


class DecisionFilterSet(WagtailFilterSet):
    """By day, by what was done; by agency for who reads those of several."""

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
    """Return who acted: a person, or the clock."""
    return decision.actor_name or _("by itself")


def assignment(decision: Decision) -> str:
    """Return the role and the decision number by which the person acted."""
    role = str(decision.get_role_display()) if decision.role else ""
    number = decision.decision_number
    return ", ".join(filter(None, (role, _("by decision %s") % number if number else "")))


def remark(decision: Decision) -> str:
    """Return what the person wrote; beside a waiver the number it is about, masked."""
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
    """A line of the log in words."""

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


CELLS = [
    (gettext_lazy("Number"), lambda row: str(row.sequence)),
    (gettext_lazy("Time"), lambda row: format_moment(row.at)),
    (gettext_lazy("Agency"), lambda row: row.agency.name),
    (gettext_lazy("Decision"), lambda row: str(row.get_deed_display())),
    (gettext_lazy("Page"), lambda row: row.page_title),
    (gettext_lazy("Who"), who),
    (gettext_lazy("Role"), lambda row: str(row.get_role_display()) if row.role else ""),
    (gettext_lazy("Decision number"), lambda row: row.decision_number),
    (gettext_lazy("Comment"), remark),
    (gettext_lazy("Checklist"), lambda row: "\n".join(checklist_lines(row))),
    (gettext_lazy("Number of the page"), lambda row: str(row.page_id)),
    (gettext_lazy("Number of the version"), lambda row: str(row.revision_id or "")),
    (gettext_lazy("Digest of the content"), lambda row: row.digest),
    (gettext_lazy("Digest of this line"), lambda row: row.hash),
]
