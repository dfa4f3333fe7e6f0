"""Access rules of the request views for the guard in front of /admin/."""

from network.agencies.guard.lists import list_rules
from network.agencies.guard.rules import Rule, UrlAudience, names_nothing
from network.desks.guarding import row_rules, rows_in_scope

from ..models import RightsRequest
from .views import RequestsView

RIGHTS_REQUEST = "rights_request"
_TERM = "rights_requests_responseterm_modeladmin"
KINDS = {RIGHTS_REQUEST: rows_in_scope(RightsRequest)}
RULES = {
    **list_rules(RequestsView),
    f"{_TERM}_index": Rule(UrlAudience.OVERSIGHT, names_nothing()),
    f"{_TERM}_create": Rule(UrlAudience.NETWORK, names_nothing()),
    f"{_TERM}_edit": Rule(UrlAudience.NETWORK, names_nothing("instance_pk")),
    **row_rules(
        "rights_desk",
        RIGHTS_REQUEST,
        "rights_request_id",
        read=("request",),
        changed=("take_in", "finish", "refuse", "delegate"),
    ),
}
