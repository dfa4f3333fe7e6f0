"""Guard rules of the report screens."""

from network.accounts.models import User
from network.agencies.guard.lists import list_rules
from network.agencies.guard.owners import ObjectAccess
from network.agencies.guard.rules import Rule, UrlAudience, names_nothing, path
from network.agencies.scope import Scope
from network.desks.guarding import row_rules

from ..models import Consolidation, Period
from ..selectors import reports_for
from .period_views import PeriodsView
from .report_views import ReportsView

REPORT, PERIOD, VERSION = "periodic_report", "reporting_period", "consolidation"


def _report(pk: int, user: User, scope: Scope, writing: bool) -> bool:
    return reports_for(scope, writing=writing).filter(pk=pk).exists()


def _period(pk: int, user: User, scope: Scope, writing: bool) -> bool:
    return not writing and Period.objects.filter(pk=pk).exists()


def _version(pk: int, user: User, scope: Scope, writing: bool) -> bool:
    return not writing and Consolidation.objects.filter(pk=pk).exists()


KINDS = {
    REPORT: ObjectAccess(_report),
    PERIOD: ObjectAccess(_period),
    VERSION: ObjectAccess(_version),
}
_REPORT, _PERIOD = path(report_id=REPORT), path(period_id=PERIOD)
# For a report entered from paper, the overseer writes and submits it.
_EITHER = Rule(UrlAudience.AGENCY_AND_OVERSEER, _REPORT, overseer_act=True)
RULES = {
    **list_rules(ReportsView),
    **row_rules(
        "reporting",
        REPORT,
        "report_id",
        read=("report", "signed", "docx", "pdf", "xlsx"),
        changed=("delegate",),
    ),
    "reporting:write": _EITHER,
    "reporting:submit": _EITHER,
    **{
        f"reporting:{name}": Rule(UrlAudience.OVERSEER, _REPORT, overseer_act=True)
        for name in ("take_paper", "accept", "send_back", "correct", "remind", "extend")
    },
    **list_rules(PeriodsView, audience=UrlAudience.OVERSIGHT_REPORTS),
    "reporting:open_period": Rule(UrlAudience.OVERSEER, names_nothing(), overseer_act=True),
    **{
        f"reporting:{name}": Rule(UrlAudience.OVERSIGHT_REPORTS, _PERIOD)
        for name in ("period", "totals_xlsx", "totals_json")
    },
    # Restricted, because it names the agencies that are missing.
    "reporting:totals_docx": Rule(UrlAudience.OVERSEER, _PERIOD),
    "reporting:totals_pdf": Rule(UrlAudience.OVERSEER, _PERIOD),
    "reporting:version_docx": Rule(UrlAudience.OVERSEER, path(consolidation_id=VERSION)),
    **{
        f"reporting:{name}": Rule(UrlAudience.OVERSEER, _PERIOD, overseer_act=True)
        for name in ("lock", "consolidate", "send_up", "remind_all")
    },
}
