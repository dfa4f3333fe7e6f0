"""Check of R23a: each month the platforms are searched for pages that use the agency's name."""

import datetime as dt

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from network.channels.cases.watch.months import month_name
from network.channels.models import Scan
from network.core.dates import format_day

from ..models import Status
from ..outcomes import CheckOutcome, Evidence, Participants, Thresholds, grouped, rests_on
from ..proofs import SCAN


@rests_on(SCAN)
def check(participants: Participants, thresholds: Thresholds) -> dict[int, CheckOutcome]:
    """Met if a scan was finished within `days`; PARTLY if one was only started.

    Applies to all agencies, because also an agency without channels can be impersonated.
    """
    since = participants.day - dt.timedelta(days=thresholds["days"])
    finished = Q(finished_at__date__range=(since, participants.day))
    begun = Q(finished_at=None, month__gte=since.replace(day=1), month__lte=participants.day)
    rows = Scan.objects.filter(finished | begun, agency__in=participants.ids)
    scans = grouped((row.agency_id, row) for row in rows.annotate(seen=Count("looks")))

    def judge(pk: int) -> CheckOutcome:
        own = scans.get(pk, [])
        done = [scan for scan in own if scan.finished_at]
        if done:
            status = Status.MET
        else:
            status = Status.PARTLY if any(scan.seen for scan in own) else Status.NOT_MET
        return CheckOutcome(status, len(done), len(own), tuple(map(_evidence, own)), enough=1)

    return participants.each(judge)


def _evidence(scan: Scan) -> Evidence:
    address = reverse("channels_watch:scan", args=[scan.pk])
    said = (
        _("Finished on %s") % format_day(scan.finished_at) if scan.finished_at else _("to be done")
    )
    return Evidence(
        month_name(scan.month),
        said,
        address,
        fine=bool(scan.finished_at),
        rests=(SCAN.of(scan.pk),),
    )
