"""Guard rules of the screens of reporters and of requests for one."""

from network.accounts.models import User
from network.agencies.guard.lists import list_rules
from network.agencies.guard.owners import ObjectAccess
from network.agencies.guard.rules import Rule, UrlAudience, names_nothing
from network.agencies.scope import Scope
from network.desks.guarding import row_rules, rows_in_scope

from ..models import Reporter
from ..selectors import requests_for
from .request_views import RequestsView
from .views import ReportersView

REPORTER, REQUEST = "legal_reporter", "speaker_request"


def _request(pk: int, user: User, scope: Scope, writing: bool) -> bool:
    # Each of the two agencies has its own actions; read-only users have none.
    if writing and not scope.agency_roles:
        return False
    return requests_for(scope).filter(pk=pk).exists()


KINDS = {REPORTER: rows_in_scope(Reporter), REQUEST: ObjectAccess(_request)}
RULES = {
    **list_rules(ReportersView, RequestsView),
    **{
        name: Rule(UrlAudience.AGENCY, names_nothing())
        for name in ("reporters:add", "reporters:ask")
    },
    **row_rules(
        *("reporters", REPORTER, "reporter_id"),
        read=("reporter",),
        changed=("edit_reporter", "list_reporter", "unlist_reporter", "end_reporter"),
    ),
    **row_rules(
        *("reporters", REQUEST, "request_id"),
        read=("request",),
        changed=("accept", "decline", "withdraw"),
    ),
}
