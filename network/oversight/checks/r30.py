"""Check of R30: the overseer's directives reach their recipients."""

from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter

from django.urls import reverse
from django.utils.translation import gettext as _

from network.directives.models import Directive, Recipient

from ..models import Status
from ..outcomes import (
    CheckOutcome,
    Evidence,
    Participants,
    Thresholds,
    rests_on,
    status_of,
)
from ..proofs import DIRECTIVE


@rests_on(DIRECTIVE)
def check(participants: Participants, thresholds: Thresholds) -> dict[int, CheckOutcome]:
    """Met if all agencies have received each directive that is not closed; the same for all
    agencies. UNKNOWN without directives.

    Evidence counts the receipts of each directive and leads to its list: an agency's finding must
    not name other agencies.
    """
    rows = list(
        Recipient.objects.filter(directive__sent_at__isnull=False, directive__closed_at=None)
        .select_related("directive")
        .order_by("-directive__sent_at", "directive_id", "pk")
    )
    # Nobody confirms a receipt for bodies outside the network, so they do not count.
    inside = [row for row in rows if row.agency_id]
    good = sum(row.received_at is not None for row in inside)
    outcome = CheckOutcome(Status.UNKNOWN)
    if rows:
        evidence = tuple(
            _receipts(directive, deliveries)
            for directive, deliveries in groupby(rows, attrgetter("directive"))
        )
        outcome = CheckOutcome(status_of(good, len(inside)), good, len(inside), evidence)
    return participants.each(lambda pk: outcome)


def _receipts(directive: Directive, deliveries: Iterable[Recipient]) -> Evidence:
    """Return evidence on the deliveries of a directive; a fault if a receipt is missing."""
    rows = list(deliveries)
    inside = [row for row in rows if row.agency_id]
    good = sum(row.received_at is not None for row in inside)
    note = _("received by %(good)d of %(total)d agencies") % {"good": good, "total": len(inside)}
    if outside := len(rows) - len(inside):
        note = "; ".join((note, _("sent to %d outside the system") % outside))
    return Evidence(
        directive.number,
        note,
        reverse("directives:directive", args=[directive.pk]),
        fine=good == len(inside),
        rests=(DIRECTIVE.of(directive.pk),),
    )
