"""R10: materials are digitised and posted, and still valid for use."""

import datetime as dt

from django.db.models.functions import Substr
from django.utils.translation import gettext as _

from legal_updates.choices import ReviewOutcome
from legal_updates.models import PageReview
from network.agencies.scope import SECTION_PATH_LENGTH
from sites.models import MaterialPage

from ..models import Status
from ..outcomes import Evidence, Outcome, Participants, Thresholds, grouped
from ..sections import page_evidence


def check(participants: Participants, thresholds: Thresholds) -> dict[int, Outcome]:
    """Something new within `days`, and no review of a material in use is overdue."""
    since = participants.day - dt.timedelta(days=thresholds["days"])
    overdue = set(
        PageReview.objects.filter(
            agency__in=participants.ids, outcome=ReviewOutcome.OPEN, due_on__lt=participants.day
        ).values_list("page_id", flat=True)
    )
    rows = (
        MaterialPage.objects.live()
        .in_use(participants.day)
        .annotate(section=Substr("path", 1, SECTION_PATH_LENGTH))
        .filter(section__in=participants.by_section)
        .order_by("-date")
        .values_list("section", "pk", "title", "date")
    )
    found = grouped(
        (participants.by_section[section], (date, _material(pk, title, pk not in overdue)))
        for section, pk, title, date in rows
    )

    def judge(pk: int) -> Outcome:
        materials = found.get(pk, [])
        parts = tuple(part for _date, part in materials)
        good = sum(part.fine for part in parts)
        is_new = any(date >= since for date, _part in materials)
        if good == len(parts) and is_new:
            status = Status.MET
        else:
            status = Status.PARTLY if good else Status.NOT_MET
        return Outcome(status, good, len(parts), parts)

    return participants.each(judge)


def _material(pk: int, title: str, fine: bool) -> Evidence:
    return page_evidence(pk, title, "" if fine else _("Review overdue"), fine=fine)
