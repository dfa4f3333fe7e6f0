"""Rules of the admin guard for the screens of scans."""

from network.agencies.guard.lists import list_rules
from network.agencies.guard.rules import Rule, UrlAudience, names_nothing
from network.desks.guarding import row_rules, rows_in_scope

from ...models import Scan
from .views import ScansView

SCAN = "scan"
KINDS = {SCAN: rows_in_scope(Scan)}
RULES = {
    **list_rules(ScansView),
    "channels_watch:open": Rule(UrlAudience.AGENCY, names_nothing()),
    **row_rules(
        "channels_watch", SCAN, "scan_id", read=("scan",), changed=("look", "find", "finish")
    ),
}
