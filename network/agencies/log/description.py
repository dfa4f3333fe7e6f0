"""Format the detail of an audit entry as text."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import AuditEntry, Role
from ..people.tokens import TokenFault

LABELS = {
    "role": gettext_lazy("role"),
    "valid_from": gettext_lazy("from"),
    "valid_to": gettext_lazy("to"),
    "decision_number": gettext_lazy("decision"),
    "substitute_for": gettext_lazy("stands in for"),
    "reason": gettext_lazy("reason"),
    "person": gettext_lazy("person"),
    "number": gettext_lazy("number of the document"),
    "before": gettext_lazy("before"),
    "item": gettext_lazy("what"),
    "state": gettext_lazy("state"),
    "from_agency": gettext_lazy("forwarded by"),
    "to_agency": gettext_lazy("forwarded to"),
    "page": gettext_lazy("page"),
    "note": gettext_lazy("note"),
    "refusal": gettext_lazy("why"),
    "method": gettext_lazy("method"),
    "url": gettext_lazy("screen"),
    "objects": gettext_lazy("object"),
    "fields": gettext_lazy("fields"),
    "asked_agency": gettext_lazy("agency number"),
    "status": gettext_lazy("answer"),
    "indicator": gettext_lazy("indicator"),
    "old": gettext_lazy("before"),
    "new": gettext_lazy("after"),
    "planned": gettext_lazy("planned (đồng)"),
    "channel": gettext_lazy("channel"),
    "basis": gettext_lazy("legal basis"),
    "predecessor": gettext_lazy("former agency"),
    "lines": gettext_lazy("lines"),
    "agencies": gettext_lazy("agencies"),
    "invited": gettext_lazy("people invited"),
    "changed": gettext_lazy("changed"),
    "unchanged": gettext_lazy("without a change"),
    "letters": gettext_lazy("letters"),
    "opened": gettext_lazy("sections opened"),
    "created": gettext_lazy("agencies created"),
    "updated": gettext_lazy("agencies updated"),
    "known": gettext_lazy("known before"),
}
REFUSALS = {
    TokenFault.TAMPERED: gettext_lazy("the link was altered"),
    TokenFault.REPLACED: gettext_lazy("a newer link was sent"),
    TokenFault.EXPIRED: gettext_lazy("the link was too old"),
    TokenFault.ACCEPTED: gettext_lazy("the link was used before"),
    TokenFault.WITHDRAWN: gettext_lazy("the invitation was withdrawn"),
    TokenFault.ACCOUNT_CLOSED: gettext_lazy("the account is closed"),
    TokenFault.OTHER_PERSON: gettext_lazy("another person tried to use the link"),
}
# Technical values that readers do not need.
HIDDEN = {"invitation", "channel_admin", "chain", "sha256"}


def describe(entry: AuditEntry) -> str:
    """Return the detail of `entry` as one line of "name: value" pairs."""
    return "; ".join(f"{label}: {value}" for label, value in _pairs(entry.detail))


def _pairs(detail: dict[str, Any]) -> Iterator[tuple[str, str]]:
    ordered = [key for key in LABELS if key in detail]
    for key in [*ordered, *sorted(detail.keys() - LABELS.keys() - HIDDEN)]:
        if value := _text(key, detail[key]):
            yield str(LABELS.get(key, key)), value


def _text(key: str, value: Any) -> str:
    if key == "role" and value in Role.values:
        return str(Role(value).label)
    if key == "refusal" and value in list(TokenFault):
        return str(REFUSALS[TokenFault(value)])
    if key in ("valid_from", "valid_to") and isinstance(value, str) and value:
        return "/".join(reversed(value.split("-")))
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return _("yes") if value is True else str(value if value is not None else "")
