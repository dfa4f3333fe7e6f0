"""Run the system checks from the command line."""

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from network.core.system_checks.findings import SYSTEM_CHECKS, Level, run_checks
from network.monitoring.alerts import worded


class Command(BaseCommand):
    """One line for each check, the worst first."""

    help = "Run the checks of the running system. The exit code is 1 if one of them is faulty."
    # It reports a database that is away instead of failing without one.
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the findings; exit with 1 if one is failing."""
        findings = run_checks(timezone.now())
        for key, finding in sorted(findings.items(), key=lambda item: -item[1].level):
            head = f"{finding.level.label} — {SYSTEM_CHECKS[key].name}: {finding.value}"
            said = "" if finding.level == Level.GOOD else worded(finding)
            self.stdout.write(f"{head}. {said}".rstrip(". ") + ".")
        if any(finding.level == Level.FAILING for finding in findings.values()):
            sys.exit(1)
