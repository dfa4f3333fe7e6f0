"""R8: content is worth reading and well presented; a warning, never a bar."""

import datetime as dt

from django.db.models import Q
from django.utils.translation import gettext as _

from ..models import Status
from ..outcomes import Outcome, Participants, Thresholds, grouped
from ..sections import live_articles, page_evidence


def check(participants: Participants, thresholds: Thresholds) -> dict[int, Outcome]:
    """Of the articles of the last `days`, a `share` has a picture and a summary."""
    since = participants.day - dt.timedelta(days=thresholds["days"])
    recent = live_articles(participants).filter(date__gte=since)
    bare = Q(cover=None) & ~Q(body__icontains='"type": "image"') | Q(summary="")
    fine = set(recent.exclude(bare).values_list("pk", flat=True))
    found = grouped(
        (
            participants.by_section[section],
            page_evidence(pk, title, "" if pk in fine else _("Without a picture"), fine=pk in fine),
        )
        for section, pk, title in recent.values_list("section", "pk", "title")
    )

    def judge(pk: int) -> Outcome:
        parts = tuple(found.get(pk, ()))
        good = sum(part.fine for part in parts)
        if parts and good >= thresholds["share"] * len(parts):
            status = Status.MET
        else:
            status = Status.PARTLY if parts else Status.NOT_MET
        return Outcome(status, good, len(parts), parts)

    return participants.each(judge)
