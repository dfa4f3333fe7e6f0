"""Signs and words for findings on screens; they are always shown together."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.agencies.models import Role

from .models import Status

SIGNS = {
    Status.MET: "✓",
    Status.PARTLY: "◐",
    Status.NOT_MET: "✕",
    Status.UNKNOWN: "?",
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


# By check: label and URL name of the button that leads to meeting the requirement.
STEPS: dict[str, tuple[str | Promise, str]] = {
    "r01": (gettext_lazy("See the tasks"), "directives:tasks"),
    "r02": (gettext_lazy("Name people"), "agencies_people:index"),
    "r02a": (gettext_lazy("Name people"), "agencies_people:index"),
    "r02b": (gettext_lazy("Name people"), "agencies_people:index"),
    "r02c": (gettext_lazy("Name people"), "agencies_people:index"),
    "r03": (gettext_lazy("Record qualifications"), "capacity:people"),
    "r04": (gettext_lazy("See what to post"), "oversight:own_policies"),
    "r05": (gettext_lazy("See the links"), "section_links:index"),
    "r08": (gettext_lazy("See what could be better"), "oversight:own_quality"),
    "r09": (gettext_lazy("Write down an act"), "oversight:own_outreach"),
    "r10": (gettext_lazy("See what to review"), "legal_reviews:index"),
    "r12": (gettext_lazy("Enter the resources"), "capacity:resources"),
    "r13": (gettext_lazy("Write a plan"), "channels_plans:index"),
    **{
        check: (gettext_lazy("See the pages on social networks"), "channels_desk:index")
        for check in ("r14", "r15", "r16", "r17", "r18", "r19", "r20", "r21a", "r21b", "r22")
    },
    "r21c": (gettext_lazy("See the words held back"), "channels_desk:words"),
    "r24": (gettext_lazy("See the links"), "section_links:index"),
    "r25": (gettext_lazy("See the people"), "agencies_people:index"),
}
