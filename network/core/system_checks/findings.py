"""Findings of system checks, and the registry of the checks."""

import datetime as dt
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.core.registry import Registry

logger = logging.getLogger(__name__)
DATABASE = "database"


class Level(IntEnum):
    """Severity of a finding; metrics publish the number."""

    GOOD = 0
    WARNING = 1
    FAILING = 2

    @property
    def label(self) -> str:
        """Return the translated name of the level."""
        return str(_LABELS[self])


_LABELS = {
    Level.GOOD: gettext_lazy("Good"),
    Level.WARNING: gettext_lazy("Attention"),
    Level.FAILING: gettext_lazy("Faulty"),
}


@dataclass(frozen=True, slots=True)
class SystemFinding:
    """Result of a check.

    `url_name` is the name of an admin URL without arguments where the fault can be corrected.
    `figures` are published as metrics; names consist of lower-case letters and underscores.
    """

    level: Level
    value: str
    what: str = ""
    to_do: str = ""
    url_name: str = ""
    figures: Mapping[str, float] = field(default_factory=dict)


def good(
    value: str, *, what: str = "", url_name: str = "", figures: Mapping[str, float] | None = None
) -> SystemFinding:
    """Return a finding that requires no action; `what` adds a detail to the value."""
    return SystemFinding(Level.GOOD, value, what=what, url_name=url_name, figures=figures or {})


def warning(
    value: str,
    *,
    what: str,
    to_do: str,
    url_name: str = "",
    figures: Mapping[str, float] | None = None,
) -> SystemFinding:
    """Return a finding that requires action within days. Visitors do not notice the fault yet."""
    return SystemFinding(Level.WARNING, value, what, to_do, url_name, figures or {})


def failing(
    value: str,
    *,
    what: str,
    to_do: str,
    url_name: str = "",
    figures: Mapping[str, float] | None = None,
) -> SystemFinding:
    """Return a finding that requires immediate action."""
    return SystemFinding(Level.FAILING, value, what, to_do, url_name, figures or {})


@dataclass(frozen=True, slots=True)
class SystemCheck:
    """A check with its Vietnamese name. `run` returns None if the check does not apply.

    Checks that need the database are skipped while it is away.
    """

    name: str | Promise
    run: Callable[[dt.datetime], SystemFinding | None]
    needs_database: bool = True


SYSTEM_CHECKS = Registry[SystemCheck]("checks of the running system")


def run_checks(now: dt.datetime) -> dict[str, SystemFinding]:
    """Run all checks and return their findings by key, in the order of registration.

    While the database is away, checks that need it are skipped: one fault gives one finding, and no
    further connection timeouts.
    """
    findings: dict[str, SystemFinding] = {}
    for key, check in SYSTEM_CHECKS.items():
        if check.needs_database and _is_failing(findings.get(DATABASE)):
            continue
        try:
            finding = check.run(now)
        except Exception as error:
            finding = _broken(key, error)
        if finding is not None:
            findings[key] = finding
    return findings


def _is_failing(finding: SystemFinding | None) -> bool:
    return finding is not None and finding.level == Level.FAILING


def _broken(key: str, error: Exception) -> SystemFinding:
    """Return the finding for a check that raised an error, and log the error."""
    logger.error("system check %r failed", key, exc_info=error)
    return failing(
        _("cannot be checked"),
        what=_("The check itself ended with the error %(error)s.")
        % {"error": type(error).__name__},
        to_do=_(
            "Look for this check in the log of the server, and tell the people who maintain it."
        ),
    )
