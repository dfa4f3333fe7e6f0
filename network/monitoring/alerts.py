"""Decide what to report, and report it: one message for each change, and a reminder every day.

Each channel is judged by itself: what its mail server refused is sent with the next run.
"""

import datetime as dt
import logging
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from network.core.system_checks.findings import SYSTEM_CHECKS, Level, SystemFinding

from .alert_state import AlertOutcome, AlertReport, AlertState
from .channels import Channel, Message, NotSent

logger = logging.getLogger(__name__)
# A restart makes a check bad for a moment: only what two runs have seen is reported.
RUNS_BEFORE_REPORT = 2
REMIND_AFTER = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class LevelChange:
    """What a channel has to report about one check. `previous` is what it reported last."""

    key: str
    finding: SystemFinding
    previous: Level

    @property
    def is_recovery(self) -> bool:
        return self.finding.level == Level.GOOD


def report_changes(
    findings: Mapping[str, SystemFinding],
    *,
    state: AlertState,
    channels: Mapping[str, Channel],
    now: dt.datetime,
) -> None:
    """Report on every channel what it has not reported yet, and note it in the state."""
    _count_bad_runs(findings, state)
    for name, channel in channels.items():
        reports = state.reports.setdefault(name, {})
        _forget_removed_checks(reports)
        changes = _changes(findings, state, reports, now)
        if changes and deliver(_message(changes, now), name, channel, state=state, now=now):
            for change in changes:
                if change.is_recovery:
                    reports.pop(change.key, None)
                else:
                    reports[change.key] = AlertReport(change.finding.level, now)


def deliver(
    message: Message, name: str, channel: Channel, *, state: AlertState, now: dt.datetime
) -> bool:
    """Send a message on a channel and note in the state how that went; returns if it was sent."""
    try:
        channel(message)
    except NotSent as error:
        logger.error("the alert channel %r does not work: %s", name, error)
        state.deliveries[name] = AlertOutcome(now, str(error))
        return False
    state.deliveries[name] = AlertOutcome(now)
    return True


def worded(finding: SystemFinding) -> str:
    """Return what a finding says in sentences, "" if it says nothing beyond its value."""
    return " ".join(filter(None, (finding.what, finding.to_do)))


def _count_bad_runs(findings: Mapping[str, SystemFinding], state: AlertState) -> None:
    """Count the runs in a row in which a check was bad. Checks that did not run are left out."""
    state.bad_runs = {
        key: state.bad_runs.get(key, 0) + 1
        for key, finding in findings.items()
        if finding.level != Level.GOOD
    }


def _forget_removed_checks(reports: dict[str, AlertReport]) -> None:
    for key in reports.keys() - SYSTEM_CHECKS.keys():
        del reports[key]


def _changes(
    findings: Mapping[str, SystemFinding],
    state: AlertState,
    reports: Mapping[str, AlertReport],
    now: dt.datetime,
) -> list[LevelChange]:
    """Return what changed since the last report; all bad findings if a reminder is due."""
    changes = []
    # The report of a check that did not run cannot be renewed, so it must not call for reminders.
    remind = any(_is_old(reports[key], now) for key in reports.keys() & findings.keys())
    for key, finding in findings.items():
        report = reports.get(key)
        previous = report.level if report else Level.GOOD
        is_seen_twice = state.bad_runs.get(key, 0) >= RUNS_BEFORE_REPORT
        is_new = finding.level != previous and (finding.level == Level.GOOD or is_seen_twice)
        if is_new or (remind and report and finding.level != Level.GOOD):
            changes.append(LevelChange(key, finding, previous))
    return sorted(changes, key=lambda change: -change.finding.level)


def _is_old(report: AlertReport, now: dt.datetime) -> bool:
    # A report from the future was made under a wrong clock, and must not silence the reminder.
    return abs(now - report.at) >= REMIND_AFTER


def _message(changes: list[LevelChange], now: dt.datetime) -> Message:
    """Word a message for people and, in `data`, for programs."""
    lines = [line for change in changes for line in _lines(change)]
    address = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
    lines.append(_("All checks: %(address)s/admin/tinh-trang-he-thong/") % {"address": address})
    lines.append(date_format(timezone.localtime(now), "DATETIME_FORMAT"))
    data = {
        "at": now.isoformat(),
        "changes": [
            {
                "check": change.key,
                "level": change.finding.level.name.lower(),
                "previous": change.previous.name.lower(),
            }
            for change in changes
        ],
    }
    return Message(_subject(changes), "\n".join(lines), data)


def _subject(changes: list[LevelChange]) -> str:
    names = ", ".join(str(SYSTEM_CHECKS[change.key].name) for change in changes)
    worst = changes[0].finding.level
    if worst == Level.GOOD:
        return _("Good again: %(checks)s") % {"checks": names}
    return f"{worst.label}: {names}"


def _lines(change: LevelChange) -> list[str]:
    name = SYSTEM_CHECKS[change.key].name
    head = f"{change.finding.level.label} — {name}: {change.finding.value}"
    said = worded(change.finding)
    return [head, said, ""] if said and not change.is_recovery else [head, ""]
