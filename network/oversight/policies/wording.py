"""Descriptions of policies for screens."""

from django.utils.translation import gettext_lazy, ngettext

from network.core.dates import format_day
from sites.library.owed import Owed, Settled

STATES = {
    Settled.OPEN: gettext_lazy("Nobody has begun"),
    Settled.BEGUN: gettext_lazy("Being written"),
    Settled.POSTED: gettext_lazy("Posted"),
    Settled.PASSED_OVER: gettext_lazy("Passed over"),
}


def described(policy: Owed) -> str:
    """Return state, day and working days in one line."""
    days = ngettext("%d working day", "%d working days", policy.taken) % policy.taken
    parts = [str(STATES[policy.state]), format_day(policy.settled_on), days]
    return ", ".join(filter(None, parts))
