"""Rules of the admin guard for the screens of cases and reports."""

from network.accounts.models import User
from network.agencies.guard.lists import list_rules
from network.agencies.guard.owners import ObjectAccess
from network.agencies.guard.rules import Reference, Rule, UrlAudience, names_nothing, path
from network.agencies.scope import Scope
from network.desks.guarding import rows_in_scope

from ...models import Case, CaseEvidence, FakeReport
from ..selectors import cases_for
from .authority_views import AuthoritiesView
from .report_views import ReportsView
from .views import CasesView

CASE, EVIDENCE, FAKE_REPORT = "case", "case_evidence", "fake_report"


def _evidence(pk: int, user: User, scope: Scope, writing: bool) -> bool:
    """Return whether the user may read the evidence, or change its case if `writing`."""
    rows = cases_for(scope, writing=writing).order_by()
    return CaseEvidence.objects.filter(pk=pk, case__in=rows).exists()


def _acts(namespace: str, refs: tuple[Reference, ...], *names: str) -> dict[str, Rule]:
    """Return rules for actions of an agency on its own rows and of overseers on all rows."""
    return {f"{namespace}:{name}": Rule(refs=refs, overseer_act=True) for name in names}


KINDS = {
    CASE: rows_in_scope(Case),
    EVIDENCE: ObjectAccess(_evidence),
    FAKE_REPORT: rows_in_scope(FakeReport),
}
_CASE, _REPORT = path(case_id=CASE), path(fake_report_id=FAKE_REPORT)
_MOVES = ("add_evidence", "verify", "confirm", "settle", "reopen", "notify", "look")
RULES = {
    **list_rules(CasesView, ReportsView),
    **_acts("cases_desk", names_nothing(), "open"),
    **list_rules(AuthoritiesView, audience=UrlAudience.OVERSEER),
    "cases_desk:set_authority": Rule(UrlAudience.OVERSEER, names_nothing(), overseer_act=True),
    **_acts("cases_desk", _CASE, *_MOVES),
    **_acts("fake_reports_desk", _REPORT, "take", "close", "hand_over"),
    "cases_desk:case": Rule(refs=_CASE),
    "cases_desk:letter": Rule(refs=_CASE),
    "cases_desk:delegate": Rule(UrlAudience.AGENCY, _CASE),
    "cases_desk:evidence": Rule(refs=path(evidence_id=EVIDENCE)),
    "fake_reports_desk:report": Rule(refs=_REPORT),
    "fake_reports_desk:picture": Rule(refs=_REPORT),
}
