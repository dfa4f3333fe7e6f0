"""Check of R30: the overseer's directives reach their recipients."""

from dataclasses import replace

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from network.core.dates import format_day
from network.directives.models import Recipient

from ..models import Status
from ..outcomes import CheckOutcome, Evidence, Participants, Thresholds, judged_by_parts, rests_on
from ..proofs import DIRECTIVE


@rests_on(DIRECTIVE)
def check(participants: Participants, thresholds: Thresholds) -> dict[int, CheckOutcome]:
    """Met if all agencies have received each directive that is not closed; the same for all
    agencies. UNKNOWN without directives.

    Evidence lists each delivery with its receipt.
    """
    rows = Recipient.objects.filter(
        directive__sent_at__isnull=False, directive__closed_at=None
    ).select_related("directive", "agency")
    rows = rows.order_by("-directive__sent_at", "pk")
    outcome = judged_by_parts(_delivery(row) for row in rows if row.agency)
    # Nobody confirms a receipt for bodies outside the network, so they do not count.
    others = tuple(_delivery(row) for row in rows if row.agency is None)
    outcome = replace(outcome, evidence=(*outcome.evidence, *others))
    if not outcome.evidence:
        outcome = CheckOutcome(Status.UNKNOWN)
    return participants.each(lambda pk: outcome)


def _delivery(row: Recipient) -> Evidence:
    """Return evidence on one delivery; a fault if an agency has not confirmed its receipt."""
    address = reverse("directives:directive", args=[row.directive_id])
    label = f"{row.directive.number} → {row.agency.short_name if row.agency else row.name}"
    if row.received_at:
        said = _("received on %s") % format_day(timezone.localdate(row.received_at))
        return Evidence(label, said, address, rests=(DIRECTIVE.of(row.directive_id),))
    if row.agency is None:
        return Evidence(label, _("sent outside the system"), address)
    sent_on = format_day(timezone.localdate(row.directive.sent_at))
    return Evidence(label, _("sent on %s, not received yet") % sent_on, address, fine=False)
