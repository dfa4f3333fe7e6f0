"""Checks of articles 13, 21, 26 and 27: stops, faults, backups, security, who takes part."""

import datetime as dt
from functools import cache

from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from network.accounts.models import User
from network.accounts.selectors import with_second_factor
from network.agencies.models import Membership
from network.core.backup_jobs import BackupJob, BackupJobKind
from network.core.system_checks.findings import SYSTEM_CHECKS
from network.core.system_checks.records import latest_result
from network.core.working_days import working_day_after
from network.moderation.verification import RECORD
from network.monitoring.alert_state import load_state
from network.monitoring.checks import WATCHER_SILENCE
from network.questions.models import ProblemReport, Question
from network.rights_requests.models import RightsRequest
from network.stops.models import PlannedStop, StopState

from ..network_checks import (
    NOT_MEASURED,
    LineState,
    Measurement,
    NetworkCheck,
    counted,
    first_faults,
)
from ..outcomes import Thresholds
from ..running import participating_agencies

_HOUR = dt.timedelta(hours=1)


def _stops(now: dt.datetime, thresholds: Thresholds) -> QuerySet[PlannedStop]:
    """Return the stops of the last `days` and those to come, without cancelled ones."""
    since = now - dt.timedelta(days=thresholds["days"])
    return PlannedStop.objects.filter(begins_at__gt=since).exclude(state=StopState.CANCELLED)


def stops(now: dt.datetime, thresholds: Thresholds) -> Measurement:
    """Measure how many stops were announced `working_days` ahead or have a reason of force
    majeure."""
    rows = list(_stops(now, thresholds))
    late = [
        row
        for row in rows
        if row.working_days_ahead < thresholds["working_days"] and not row.force_majeure
    ]
    day = timezone.localdate(now)
    return counted(len(rows) - len(late), len(rows), day, faults=first_faults(late))


def restored(now: dt.datetime, thresholds: Thresholds) -> Measurement:
    """Measure how many begun stops ended by the time first promised, and the hours of all."""
    rows = list(_stops(now, thresholds).filter(begins_at__lte=now))
    late = [row for row in rows if row.overrun_reason or (row.ended_at or now) > row.ends_at]
    hours = sum(((row.ended_at or now) - row.begins_at) / _HOUR for row in rows)
    day = timezone.localdate(now)
    found = counted(len(rows) - len(late), len(rows), day, level=None, faults=first_faults(late))
    if not rows:
        return found
    words = _("%(stops)s; %(hours)d hours") % {"stops": found.figure, "hours": round(hours)}
    return Measurement(found.state, words, day, found.faults)


def problems(now: dt.datetime, thresholds: Thresholds) -> Measurement:
    """Measure how many reports of faults were closed, or can still be, within `working_days`."""
    day = timezone.localdate(now)
    since = now - dt.timedelta(days=thresholds["days"])
    due = cache(lambda sent: working_day_after(sent, thresholds["working_days"]))
    rows = list(ProblemReport.objects.filter(sent_at__gt=since).order_by("pk"))
    late = [
        row
        for row in rows
        if timezone.localdate(row.closed_at or now) > due(timezone.localdate(row.sent_at))
    ]
    return counted(len(rows) - len(late), len(rows), day, faults=first_faults(late))


def questions(now: dt.datetime, thresholds: Thresholds) -> Measurement:
    """Measure how many questions of the last `days` were closed, or can still be, in time."""
    since = now - dt.timedelta(days=thresholds["days"])
    return _in_time(Question.objects.filter(asked_at__gt=since), now, level=None)


def rights(now: dt.datetime, thresholds: Thresholds) -> Measurement:
    """Measure how many requests of the last `days` were closed, or can still be, in their term."""
    since = now - dt.timedelta(days=thresholds["days"])
    return _in_time(RightsRequest.objects.filter(sent_at__gt=since), now, level=1)


def _in_time(
    rows: "QuerySet[Question] | QuerySet[RightsRequest]", now: dt.datetime, *, level: float | None
) -> Measurement:
    """Return the share of rows that were closed by their `due_on`, or are open and not due yet."""
    day = timezone.localdate(now)
    closed = Q(closed_at__date__lte=F("due_on"))
    good = rows.filter(closed | Q(closed_at=None, due_on__gte=day)).count()
    return counted(good, rows.count(), day, level=level)


def watch(now: dt.datetime, thresholds: Thresholds) -> Measurement:
    """Measure how many system checks were not good at the watcher's last run; nothing is measured
    while the watcher does not run."""
    state = load_state()
    if state.ran_at is None or abs(now - state.ran_at) > WATCHER_SILENCE:
        return NOT_MEASURED
    bad = [str(SYSTEM_CHECKS[key].name) for key in state.bad_runs if key in SYSTEM_CHECKS]
    figure = ngettext("%d fault", "%d faults", len(bad)) % len(bad)
    found = LineState.NOT_MET if bad else LineState.MET
    return Measurement(found, figure, timezone.localdate(state.ran_at), first_faults(bad))


def second_factor(now: dt.datetime, thresholds: Thresholds) -> Measurement:
    """Measure how many active people with a role have a second factor."""
    day = timezone.localdate(now)
    serving = Membership.objects.valid_on(day).values("user")
    people = User.objects.filter(pk__in=serving, is_active=True)
    good = people.filter(pk__in=with_second_factor()).count()
    return counted(good, people.count(), day)


def parties(now: dt.datetime, thresholds: Thresholds) -> Measurement:
    """Measure whether at least `number` agencies have an open section."""
    day = timezone.localdate(now)
    number = participating_agencies(day).count()
    state = LineState.MET if number >= thresholds["number"] else LineState.NOT_MET
    return Measurement(state, str(number), day)


def backup(now: dt.datetime, thresholds: Thresholds) -> Measurement:
    """Measure the age of the last backup."""
    return _job(BackupJobKind.BACKUP, now, thresholds)


def copy(now: dt.datetime, thresholds: Thresholds) -> Measurement:
    """Measure the age of the last copy of the backups on another machine."""
    return _job(BackupJobKind.COPY, now, thresholds)


def rehearsal(now: dt.datetime, thresholds: Thresholds) -> Measurement:
    """Measure the age of the last successful rehearsal of a restore."""
    return _job(BackupJobKind.REHEARSAL, now, thresholds)


def _job(kind: BackupJobKind, now: dt.datetime, thresholds: Thresholds) -> Measurement:
    """Return MET if the job last succeeded within `days`; the figure is its age in days."""
    job = BackupJob.objects.filter(kind=kind).first()
    if job is None or job.succeeded_at is None:
        return Measurement(LineState.NOT_MET, _("none"))
    age = now - job.succeeded_at
    is_new = age <= dt.timedelta(days=thresholds["days"])
    figure = ngettext("%d day ago", "%d days ago", age.days) % age.days
    state = LineState.MET if is_new else LineState.NOT_MET
    return Measurement(state, figure, timezone.localdate(job.succeeded_at))


def log(now: dt.datetime, thresholds: Thresholds) -> Measurement:
    """Measure the last verification of the decision log: its age, and the broken places."""
    record = latest_result(RECORD)
    if record is None:
        return NOT_MEASURED
    faults = first_faults(record.data["broken"])
    is_new = now - record.at <= dt.timedelta(days=thresholds["days"])
    figure = _("%(decisions)d decisions, %(broken)d broken") % {
        "decisions": record.data["decisions"],
        "broken": len(record.data["broken"]),
    }
    state = LineState.MET if is_new and not faults else LineState.NOT_MET
    return Measurement(state, figure, timezone.localdate(record.at), faults)


_STATUS = "monitoring:status"
CHECKS = {
    "duty_stops": NetworkCheck(stops, ("days", "working_days"), "stops:index"),
    "duty_restored": NetworkCheck(restored, ("days",), "stops:index"),
    "duty_problems": NetworkCheck(problems, ("days", "working_days"), "problem_desk:index"),
    "duty_rehearsal": NetworkCheck(rehearsal, ("days",), _STATUS),
    "duty_watch": NetworkCheck(watch, url_name=_STATUS),
    "duty_rights": NetworkCheck(rights, ("days",), "rights_desk:index"),
    "duty_second_factor": NetworkCheck(second_factor, url_name="agencies_people:overview"),
    "duty_parties": NetworkCheck(parties, ("number",), "oversight:situation"),
    "duty_backup": NetworkCheck(backup, ("days",), _STATUS),
    "duty_copy": NetworkCheck(copy, ("days",), _STATUS),
    "duty_log": NetworkCheck(log, ("days",), _STATUS),
    "duty_questions": NetworkCheck(questions, ("days",), "question_desk:index"),
}
