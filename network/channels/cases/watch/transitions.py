"""State transitions of a scan: allowed roles and conditions."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from network.desks.transitions import Transition

from ...models import Scan
from ...shared.roles import SERVING
from .selectors import searches_of


def _finished(scan: Scan) -> str:
    """Return the refusal for a finished scan, else ""."""
    return _("This scan is finished.") if scan.finished_at else ""


def _unseen(scan: Scan) -> str:
    """Return the refusal if a search has no result yet, else ""."""
    left = sum(each.look is None for each in searches_of(scan, timezone.localdate()))
    if not left:
        return ""
    return ngettext(
        "%d search is not looked at yet.", "%d searches are not looked at yet.", left
    ) % (left)


LOOK = Transition[Scan](
    name="look",
    label=gettext_lazy("Look at the searches"),
    roles=SERVING,
    conditions=(_finished,),
)
FIND = Transition[Scan](
    name="find",
    label=gettext_lazy("Enter a page that was found"),
    roles=SERVING,
    conditions=(_finished,),
)
FINISH = Transition[Scan](
    name="finish",
    label=gettext_lazy("Finish the scan"),
    roles=SERVING,
    conditions=(_finished, _unseen),
)
