"""R4: new documents and policies are told to citizens in time."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from network.agencies.scope import SECTION_PATH_LENGTH
from network.core.working_days import working_days
from sites.models import LegalUpdatePage

from ..models import Status
from ..outcomes import Outcome, Participants, Thresholds, grouped, judged_by_parts
from ..sections import page_evidence


def check(participants: Participants, thresholds: Thresholds) -> dict[int, Outcome]:
    """Of the updates of the last `days`, each went out within `working_days` of its arrival.

    None in that time is not met: there is new law every month.
    """
    day = participants.day
    since = day - dt.timedelta(days=thresholds["days"])
    rows = LegalUpdatePage.objects.filter(received_at__date__gte=since).order_by("-received_at")
    found = grouped(
        # What is not public yet stays without its title: readers of reports see this, too.
        (agency, (page.pk, page.title if page.live else _("A draft"), _taken(page, day)))
        for page in rows.only("path", "title", "live", "received_at", "first_published_at")
        if (agency := participants.by_section.get(page.path[:SECTION_PATH_LENGTH]))
    )

    def judge(pk: int) -> Outcome:
        updates = found.get(pk, [])
        if not updates:
            return Outcome(Status.NOT_MET, 0, 0)
        return judged_by_parts(
            page_evidence(
                page, title, _("%d working days") % taken, fine=taken <= thresholds["working_days"]
            )
            for page, title, taken in updates
        )

    return participants.each(judge)


def _taken(page: LegalUpdatePage, day: dt.date) -> int:
    published = page.first_published_at
    until = timezone.localdate(published) if published else day
    return working_days(timezone.localdate(page.received_at), until)
