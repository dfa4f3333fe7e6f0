"""What the guard in front of /admin/ must know of the screens of requests."""

from network.agencies.guard.lists import list_rules
from network.desks.guarding import row_rules, rows_in_scope

from ..models import RightsRequest
from .views import RequestsView

RIGHTS_REQUEST = "rights_request"
KINDS = {RIGHTS_REQUEST: rows_in_scope(RightsRequest)}
RULES = {
    **list_rules(RequestsView),
    **row_rules(
        "rights_desk",
        RIGHTS_REQUEST,
        "rights_request_id",
        read=("request",),
        changed=("take_in", "finish", "refuse"),
    ),
}
