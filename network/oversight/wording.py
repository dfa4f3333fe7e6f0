"""Signs and words for findings on screens; they are always shown together."""

from django.utils.translation import gettext as _

from network.agencies.models import Role

from .models import Status

SIGNS = {
    Status.MET: "✓",
    Status.PARTLY: "◐",
    Status.NOT_MET: "✕",
    Status.UNKNOWN: "?",
    Status.WAITING: "…",
    Status.NOT_APPLICABLE: "–",
}
# Sign of a requirement that no check in the system covers yet.
NOT_BUILT = "·"
# Order of states, to detect improvement.
RANKS = {Status.NOT_MET: 0, Status.UNKNOWN: 1, Status.PARTLY: 2, Status.MET: 3}


def trend(before: str | None, now: str) -> str:
    """Return "better" or "worse" compared with last month, "" if unchanged or not comparable."""
    if before not in RANKS or now not in RANKS or before == now:
        return ""
    return "better" if RANKS[Status(now)] > RANKS[Status(before)] else "worse"


def missing_roles(roles: tuple[Role, ...]) -> str:
    """Return the names of the unfilled roles, or "complete"."""
    return ", ".join(str(role.label).lower() for role in roles) or _("complete")
