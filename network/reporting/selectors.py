"""Queries for reports and their content."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, F, Max, Min, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.agencies.models import Agency, AuditEntry, Membership, Role
from network.agencies.scope import Scope
from network.agencies.succession import acted_for, acting_agency, served_by, sole_successor
from network.core.working_days import working_days
from network.desks.transitions import held_roles

from .actions import ReportAction
from .earlier import earlier_figures
from .models import (
    OPEN_STATES,
    RECEIVED_STATES,
    YEAR_KINDS,
    Indicator,
    IndicatorSet,
    Narrative,
    Period,
    PeriodKind,
    Report,
    Value,
)
from .numbers import shown, whole_of_rate

# A change beyond this fraction of last year's figure must be explained.
JUMP = Decimal("0.5")
# A report with fewer known figures counts as empty.
FEWEST_FIGURES = 2
# Roles that write or submit reports.
OFFICERS = (Role.AUTHOR, Role.APPROVER, Role.AGENCY_ADMIN)
_CODE = re.compile(r"\{([^}]+)\}")


def reports_for(scope: Scope, *, writing: bool = False) -> QuerySet[Report]:
    """Return the reports of the agencies in `scope`, or all for overseers unless `writing`.

    Includes those of ended agencies that one of these alone continues.
    """
    rows: QuerySet[Report] = Report.objects.all()
    if writing or Role.OVERSEER not in scope.roles:
        rows = rows.filter(agency__in=served_by(scope, timezone.localdate()))
    return with_figures(rows.select_related("period", "agency"))


def writing_agency(report: Report) -> Agency | None:
    """Return the agency that has to write the report today: its own, or the sole successor of an
    ended one.

    None if there is no sole successor; then the overseer writes it.
    """
    return sole_successor(report.agency, timezone.localdate())


def roles_for(scope: Scope, report: Report) -> frozenset[str]:
    """Return the user's roles that count for a report."""
    return held_roles(scope, acting_agency(report.agency, timezone.localdate()).pk)


def with_figures(reports: QuerySet[Report]) -> QuerySet[Report]:
    """Annotate the number of figures `asked` and `known`."""
    return reports.annotate(
        asked=Count("values"), known=Count("values", filter=Q(values__actual__isnull=False))
    )


def days_late(report: Report, day: dt.date) -> int:
    """Return the working days by which it was submitted late, or is late on `day`."""
    return working_days(report.due_on, report.first_submitted_on or day)


def one_year_before(period: Period) -> Period | None:
    """Return the comparable period that ended a year before, or None.

    For a year, official figures are preferred to estimated ones.
    """
    if period.kind == PeriodKind.ON_DEMAND:
        return None
    kinds = YEAR_KINDS if period.kind in YEAR_KINDS else (period.kind,)
    rows = Period.objects.filter(kind__in=kinds, last_day__year=period.last_day.year - 1)
    found = list(rows.filter(last_day__month=period.last_day.month))
    return min(found, key=lambda each: kinds.index(each.kind), default=None)


def compared_with(report: Report) -> str:
    """Return with whose figures of a year before a report is compared, or why with none; "" for its
    agency's own."""
    return earlier_figures(report, one_year_before(report.period)).in_words


@dataclass(frozen=True)
class ReportLine:
    """An indicator of a report, with its figure and that of a year before."""

    indicator: Indicator
    value: Value | None
    actual: Decimal | None
    whole: Decimal | None
    before: Decimal | None

    @cached_property
    def change(self) -> Decimal | None:
        """Return the change since a year before: points for a rate, otherwise a fraction. None if
        unknown."""
        if self.whole is None or self.before is None:
            return None
        if self.indicator.is_rate:
            return self.whole - self.before
        return (self.whole - self.before) / self.before if self.before else None

    @property
    def jumps(self) -> bool:
        """Return whether the change is so large that it must be explained."""
        change = self.change
        return not self.indicator.is_rate and change is not None and abs(change) > JUMP


def lines_of(report: Report) -> list[ReportLine]:
    """Return all lines of a report in order. Seven queries."""
    rows = report.values.select_related("indicator").prefetch_related("corrections")
    values = {row.indicator_id: row for row in rows.defer("items")}
    form = report.period.indicator_set
    indicators = list(form.indicators.select_related("numerator", "denominator"))
    before = earlier_figures(report, one_year_before(report.period)).wholes
    codes = {each.pk: each.code for each in indicators}

    def line(each: Indicator) -> ReportLine:
        if not each.is_rate:
            value = values.get(each.pk)
            actual, whole = (value.actual, value.whole) if value else (None, None)
            return ReportLine(each, value, actual, whole, before.get(each.code))
        top, bottom = (values.get(pk or 0) for pk in (each.numerator_id, each.denominator_id))
        names = [codes[pk] for pk in (each.numerator_id, each.denominator_id) if pk]
        return ReportLine(
            each,
            None,
            whole_of_rate(*(each.actual if each else None for each in (top, bottom))),
            whole_of_rate(*(each.whole if each else None for each in (top, bottom))),
            whole_of_rate(*(before.get(name) for name in names)),
        )

    return [line(each) for each in indicators]


_TOO_MUCH = gettext_lazy("%(part)s is more than %(whole)s, of which it is a part.")
_OF_UNKNOWN = gettext_lazy(
    "%(part)s is a part of %(whole)s, which has no figure: enter %(whole)s, or leave both empty."
)


def faults_of(report: Report) -> list[str]:
    """Return why the report cannot be submitted: parts above their total, unexplained jumps."""
    lines = lines_of(report)
    return parts_beyond_whole(lines) + [
        _("%s changed by more than half since last year: say why.") % line.indicator.code
        for line in lines
        if line.jumps and line.value and not line.value.why
    ]


def parts_beyond_whole(lines: Sequence[ReportLine]) -> list[str]:
    """Return an error for each line larger than the line it is part of. Nothing but 0 can be part
    of an unknown line."""
    by_key = {line.indicator.pk: line for line in lines}
    pairs = [(line, by_key.get(line.indicator.part_of_id or 0)) for line in lines]
    return [
        (_TOO_MUCH if parent.whole is not None else _OF_UNKNOWN)
        % {"part": line.indicator.code, "whole": parent.indicator.code}
        for line, parent in pairs
        if parent and line.whole is not None and line.whole > (parent.whole or 0)
    ]


def proposals(
    indicator_set: IndicatorSet, wholes: Mapping[str, Decimal | None], who: str
) -> dict[int, str]:
    """Return the proposed sentence for each part of the outline, by id.

    `wholes` are figures by code; a sentence with an unknown figure is left out.
    """
    places = {each.code: each.places for each in indicator_set.indicators.all()}
    known = {
        code: shown(whole, places[code]) for code, whole in wholes.items() if whole is not None
    }
    known["agency"] = who
    found = {}
    for part in indicator_set.outline.exclude(sentence=""):
        if all(code in known for code in _CODE.findall(part.sentence)):
            found[part.pk] = _CODE.sub(lambda match: known[match[1]], part.sentence)
    return found


def texts_of(report: Report) -> dict[int, str]:
    """Return the texts under the headings, by id of the outline part."""
    return dict(Narrative.objects.filter(report=report).values_list("part", "text"))


@dataclass(frozen=True, slots=True)
class Receipts:
    """The state of a period in five counts."""

    expected: int
    received: int
    late: int
    missing: int
    # Submitted with hardly any figure.
    empty: int
    # Nobody is late before this day.
    first_due: dt.date | None


def late_ones(reports: QuerySet[Report]) -> list[int]:
    """Return the ids of reports submitted after their last working day. One query."""
    rows = reports.filter(state__in=RECEIVED_STATES, first_submitted_on__gt=F("due_on"))
    return [row.pk for row in rows.order_by() if days_late(row, row.due_on)]


def receipts_of(period: Period) -> Receipts:
    """Count the reports of a period. Three queries."""
    got = Q(state__in=RECEIVED_STATES)
    counted = period.reports.aggregate(
        expected=Count("pk"), received=Count("pk", filter=got), first_due=Min("due_on")
    )
    known = Count("values", filter=Q(values__actual__isnull=False))
    with_known = period.reports.filter(got).annotate(known=known)
    return Receipts(
        **counted,
        late=len(late_ones(period.reports.all())),
        missing=counted["expected"] - counted["received"],
        empty=with_known.filter(known__lt=FEWEST_FIGURES).count(),
    )


def reminders_of(reports: QuerySet[Report]) -> dict[int, tuple[int, dt.date]]:
    """Return {report id: (number of reminders, last day)}. One query."""
    lines = AuditEntry.objects.filter(
        about_type=ContentType.objects.get_for_model(Report),
        about_id__in=reports.order_by().values("pk"),
        action=ReportAction.REMINDED,
    )
    rows = lines.order_by().values_list("about_id").annotate(Count("pk"), Max("at"))
    return {pk: (times, timezone.localdate(last)) for pk, times, last in rows}


def to_remind_of(period: Period) -> QuerySet[Report]:
    """Return the open reports that were not reminded of today and whose agency has officers."""
    today = timezone.localdate()
    serving = Membership.objects.valid_on(today).filter(role__in=OFFICERS)
    open_ones = period.reports.filter(state__in=OPEN_STATES, on_paper=False)
    rows = acted_for(open_ones, set(serving.values_list("agency", flat=True)), today)
    known = reminders_of(rows).items()
    return rows.exclude(pk__in=[pk for pk, (_times, last) in known if last == today])


def current_period() -> Period | None:
    """Return the period opened last, or None."""
    return Period.objects.order_by("-opened_at", "-pk").first()
