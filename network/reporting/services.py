"""Services for periods and reports: open, write, submit, check, correct.

Services that change a period or report check the transition first: ValidationError if the user's
role or the state of the row forbids it. Docstrings name only further reasons.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from network.accounts.models import User
from network.agencies.audit import record
from network.agencies.scope import scope_of
from network.core.dates import refuse_future
from network.core.two_people import refuse_same_person
from network.desks.transitions import ROLE_REFUSAL, Transition
from network.media.uploads import NO_PDF, validate_upload

from .actions import ReportAction
from .filling import fill_period
from .models import (
    Correction,
    Deadline,
    IndicatorSet,
    Narrative,
    OutlinePart,
    Period,
    PeriodKind,
    Report,
    ReportState,
    TextCorrection,
    Value,
)
from .selectors import lines_of, parts_beyond_whole, roles_for, texts_of, writing_agency
from .transitions import (
    ACCEPT,
    CORRECT,
    LOCK,
    OVERSEEING,
    SEND_BACK,
    TAKE_PAPER,
    submission_of,
    writing_of,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodFacts:
    """Data of a new period. `deadlines` are pairs of agency kinds and day."""

    kind: str
    name: str
    indicator_set: IndicatorSet
    first_day: dt.date
    last_day: dt.date
    actual_until: dt.date
    deadlines: Sequence[tuple[Sequence[str], dt.date]]


@dataclass(frozen=True, slots=True)
class EnteredFigure:
    """Input for one indicator. `actual` is ignored for counted figures."""

    actual: Decimal | None = None
    estimate: Decimal | None = None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """The signed report: number, date and file."""

    number: str
    signed_on: dt.date
    file: UploadedFile


@transaction.atomic
def open_period(*, facts: PeriodFacts, user: User, now: dt.datetime) -> Period:
    """Create a reporting period and one draft report per agency, with all countable figures filled
    in.

    Raises ValidationError for invalid dates, a duplicate period, or a user who is no overseer.
    """
    if OVERSEEING.isdisjoint(scope_of(user).roles):
        raise ValidationError(ROLE_REFUSAL)
    period = Period(
        kind=facts.kind,
        name=facts.name,
        indicator_set=facts.indicator_set,
        first_day=facts.first_day,
        last_day=facts.last_day,
        actual_until=facts.actual_until,
        opened_at=now,
    )
    _check_days(facts)
    _refuse_twice(facts)
    period.validate_constraints()
    period.save()
    Deadline.objects.bulk_create(
        Deadline(period=period, kinds=list(kinds), due_on=day) for kinds, day in facts.deadlines
    )
    fill_period(period_id=period.pk, now=now)
    _record_period(period, ReportAction.PERIOD_OPENED, user, now)
    return period


def _check_days(facts: PeriodFacts) -> None:
    """Raise ValidationError for implausible dates, because an open period can never be changed."""
    year = dt.timedelta(days=366)
    if facts.kind != PeriodKind.ON_DEMAND and facts.last_day - facts.first_day > year:
        raise ValidationError({"last_day": _("This is more than a year.")})
    if not all(
        facts.actual_until <= day <= facts.last_day + year for _kinds, day in facts.deadlines
    ):
        raise ValidationError(
            _("A deadline lies after the day of actual figures, and at most a year after the end.")
        )


def _refuse_twice(facts: PeriodFacts) -> None:
    """Raise ValidationError if this period exists.

    Locks the indicator set, so that of two concurrent requests one fails.
    """
    IndicatorSet.objects.select_for_update(no_key=True).get(pk=facts.indicator_set.pk)
    same = Period.objects.filter(
        kind=facts.kind, first_day=facts.first_day, last_day=facts.last_day
    )
    if facts.kind == PeriodKind.ON_DEMAND:
        same = same.filter(name=facts.name, indicator_set=facts.indicator_set)
    if same.exists():
        raise ValidationError(_("This period is open already."))


@transaction.atomic
def fill_open_periods(*, now: dt.datetime) -> None:
    """Recompute the counted figures of all periods that are not frozen."""
    for pk in Period.objects.filter(frozen_at=None).values_list("pk", flat=True):
        fill_period(period_id=pk, now=now)


@transaction.atomic
def take_paper(*, report_id: int, user: User, now: dt.datetime) -> Report:
    """Switch a report to paper: its counted figures are cleared.

    Figures begun by an agency without successor are kept.
    """
    report = locked_report(report_id, user, TAKE_PAPER)
    report.on_paper = True
    report.save(update_fields=["on_paper"])
    if writing_agency(report):
        report.values.update(is_counted=False, actual=None, uncounted=0, items=[])
    record_report(report, ReportAction.ON_PAPER, user, now)
    return report


@transaction.atomic
def write_report(
    *,
    report_id: int,
    figures: Mapping[int, EnteredFigure],
    texts: Mapping[int, str],
    user: User,
    now: dt.datetime,
) -> Report:
    """Save figures (by indicator id) and texts (by outline part id). Raises ValidationError if not
    allowed."""
    report = locked_report(report_id, user, None)
    writing_of(report).check(report, roles_for(scope_of(user), report))
    values = list(report.values.filter(indicator__in=figures))
    for value in values:
        figure = figures[value.indicator_id]
        if not value.is_counted:
            value.actual = figure.actual
        value.estimate = figure.estimate if report.period.has_estimates else None
        value.why = figure.why
    Value.objects.bulk_update(values, ["actual", "estimate", "why"])
    report.narratives.filter(part__in=texts).delete()
    Narrative.objects.bulk_create(
        Narrative(report=report, part_id=part, text=text) for part, text in texts.items() if text
    )
    report.written_at = now
    report.add_preparer(user)
    report.save(update_fields=["written_at", "prepared_by"])
    record_report(report, ReportAction.WRITTEN, user, now)
    return report


@transaction.atomic
def submit_report(*, report_id: int, paper: Paper, user: User, now: dt.datetime) -> Report:
    """Submit a report with its signed paper. Raises ValidationError for faults or if not
    allowed."""
    report, today = locked_report(report_id, user, None), timezone.localdate(now)
    submission_of(report).check(report, roles_for(scope_of(user), report))
    refuse_future(today, signed_on=paper.signed_on)
    report.state, report.submitted_at, report.submitted_by = ReportState.SUBMITTED, now, user
    report.add_preparer(user)
    report.first_submitted_on = report.first_submitted_on or today
    report.number, report.signed_on, report.signed_file = paper.number, paper.signed_on, paper.file
    validate_upload(report.signed_file, NO_PDF)
    report.save()
    record_report(report, ReportAction.SUBMITTED, user, now, number=paper.number)
    return report


@transaction.atomic
def return_report(*, report_id: int, reason: str, user: User, now: dt.datetime) -> Report:
    """Return a report with a reason for the agency."""
    report = locked_report(report_id, user, SEND_BACK)
    report.state, report.decided_at, report.reason = ReportState.RETURNED, now, reason
    report.save(update_fields=["state", "decided_at", "reason"])
    record_report(report, ReportAction.RETURNED, user, now, reason=reason)
    return report


@transaction.atomic
def accept_report(*, report_id: int, user: User, now: dt.datetime) -> Report:
    """Accept a report, so that it counts for the province and can change only by correction.

    Raises ValidationError if `user` wrote or submitted the report.
    """
    report = locked_report(report_id, user, ACCEPT)
    refuse_same_person(report, "accepted_by", user)
    report.state, report.decided_at, report.reason = ReportState.ACCEPTED, now, ""
    report.accepted_by = user
    report.save(update_fields=["state", "decided_at", "reason", "accepted_by"])
    record_report(report, ReportAction.ACCEPTED, user, now)
    return report


@transaction.atomic
def correct_figure(
    *,
    report_id: int,
    value: Value,
    new: Decimal,
    of_estimate: bool = False,
    reason: str,
    user: User,
    now: dt.datetime,
) -> Correction:
    """Correct an accepted figure; the former one stays visible.

    Raises ValidationError if it is unchanged, has too many decimals, or makes a part exceed its
    total.
    """
    report = locked_report(report_id, user, CORRECT)
    row = report.values.select_for_update().get(pk=value.pk)
    before = row.estimate if of_estimate else row.actual
    if before == new:
        raise ValidationError(_("This is the figure that stands there."))
    if new != round(new, row.indicator.places):
        raise ValidationError({"new": _("This indicator is counted in whole numbers.")})
    if of_estimate and not report.period.has_estimates:
        raise ValidationError(_("Nothing of this period is estimated."))
    correction = Correction.objects.create(
        value=row,
        of_estimate=of_estimate,
        before=before,
        after=new,
        reason=reason,
        corrected_by=user,
        corrected_at=now,
    )
    if of_estimate:
        row.estimate = new
    else:
        # A correction replaces the whole figure, including items without a number.
        row.actual, row.uncounted = new, 0
    row.save(update_fields=["actual", "estimate", "uncounted"])
    if beyond := parts_beyond_whole(lines_of(report)):
        raise ValidationError({"new": beyond})
    detail = {"old": str(correction.before), "new": str(new), "reason": reason}
    record_report(report, ReportAction.CORRECTED, user, now, indicator=row.indicator.code, **detail)
    return correction


@transaction.atomic
def correct_text(
    *, report_id: int, part: OutlinePart, new: str, reason: str, user: User, now: dt.datetime
) -> TextCorrection:
    """Correct an accepted text; the former one stays visible. Raises ValidationError if it is
    unchanged."""
    report = locked_report(report_id, user, CORRECT)
    before = texts_of(report).get(part.pk, "")
    if before == new:
        raise ValidationError(_("This is the text that stands there."))
    correction = TextCorrection.objects.create(
        report=report,
        part=part,
        before=before,
        after=new,
        reason=reason,
        corrected_by=user,
        corrected_at=now,
    )
    Narrative.objects.update_or_create(report=report, part=part, defaults={"text": new})
    record_report(report, ReportAction.CORRECTED, user, now, indicator=part.number, reason=reason)
    return correction


@transaction.atomic
def lock_period(*, period_id: int, user: User, now: dt.datetime) -> Period:
    """Lock the accepted reports of a period, after they were reported to higher authorities."""
    period = locked_period(period_id, user, LOCK)
    period.reports.filter(state=ReportState.ACCEPTED).update(state=ReportState.LOCKED)
    _record_period(period, ReportAction.PERIOD_LOCKED, user, now)
    return period


def locked_period(pk: int, user: User, transition: Transition[Period]) -> Period:
    """Return the period, locked, after checking the transition. Raises ValidationError if not
    allowed."""
    period = Period.objects.select_for_update().get(pk=pk)
    transition.check(period, scope_of(user).roles)
    return period


def locked_report(pk: int, user: User, transition: Transition[Report] | None) -> Report:
    """Return the report, locked, after checking the transition. With None the caller must check."""
    rows = Report.objects.select_for_update(of=("self",))
    report = rows.select_related("period__indicator_set", "agency").get(pk=pk)
    if transition:
        transition.check(report, roles_for(scope_of(user), report))
    return report


def record_report(
    report: Report, action: ReportAction, user: User, now: dt.datetime, **detail: str
) -> None:
    """Write an entry about the report to the agency's audit log."""
    record(
        actor=user,
        agency=report.agency,
        action=action,
        now=now,
        subject=report.period.name,
        about=report,
        **detail,
    )


def _record_period(period: Period, action: ReportAction, user: User, now: dt.datetime) -> None:
    record(actor=user, agency=None, action=action, now=now, subject=period.name, about=period)
