"""Check of R30: the overseer's directives reach their recipients."""

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from network.directives.models import Directive

from ..models import Status
from ..outcomes import CheckOutcome, Evidence, Participants, Thresholds, judged_by_parts, rests_on
from ..proofs import DIRECTIVE


@rests_on(DIRECTIVE)
def check(participants: Participants, thresholds: Thresholds) -> dict[int, CheckOutcome]:
    """Met if all agencies have received each directive that is not closed; the same for all
    agencies. UNKNOWN without directives."""
    agencies = Q(recipients__agency__isnull=False)
    sent = (
        Directive.objects.filter(sent_at__isnull=False, closed_at=None)
        .annotate(
            got=Count("recipients", filter=agencies & Q(recipients__received_at__isnull=False)),
            total=Count("recipients", filter=agencies),
        )
        .order_by("-sent_at")
    )
    parts = [
        Evidence(
            row.number,
            _("received by %(got)d of %(total)d") % {"got": row.got, "total": row.total},
            reverse("directives:directive", args=[row.pk]),
            row.got == row.total,
            rests=(DIRECTIVE.of(row.pk),),
        )
        for row in sent
    ]
    outcome = judged_by_parts(parts) if parts else CheckOutcome(Status.UNKNOWN)
    return participants.each(lambda pk: outcome)
