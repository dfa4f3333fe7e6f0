"""What monitoring registers with the layers below."""

from network.agencies.figures import FIGURES
from network.agencies.guard.owners import GUARDED_KINDS
from network.agencies.guard.rules import GUARD_RULES
from network.agencies.models import JOURNAL_ACTIONS, Role
from network.core.system_checks.findings import SYSTEM_CHECKS

from .checks import CHECKS
from .failed_jobs import checks as failed_job_checks
from .failed_jobs import guarding as failed_jobs
from .failed_jobs.services import ACTIONS
from .figures import fault_figures
from .guarding import RULES


def register() -> None:
    """Register the checks of monitoring itself, its screens, and the figure of the start page."""
    SYSTEM_CHECKS.register(CHECKS | failed_job_checks.CHECKS)
    GUARD_RULES.register(RULES | failed_jobs.RULES)
    GUARDED_KINDS.register(failed_jobs.KINDS)
    JOURNAL_ACTIONS.register(dict(ACTIONS))
    FIGURES.register({"system": (frozenset({Role.NETWORK_ADMIN}), fault_figures)})
