"""R8: content is worth reading and well presented; a warning, never a bar."""

import datetime as dt

from ..models import Status
from ..outcomes import CheckOutcome, Participants, Thresholds
from ..quality.selectors import Limits, facts_of
from ..quality.wording import wants
from ..sections import page_evidence


def check(participants: Participants, thresholds: Thresholds) -> dict[int, CheckOutcome]:
    """Of the articles of the last `days`, a `share` has picture and summary and can be read."""
    limits = Limits.of(thresholds)
    since = participants.day - dt.timedelta(days=limits.days)
    found = facts_of(participants.by_section, since=since, day=participants.day)

    def judge(pk: int) -> CheckOutcome:
        parts = tuple(
            page_evidence(page.pk, page.title, wants(page, limits), fine=page.is_fine(limits))
            for page in found.get(pk, ())
        )
        good = sum(part.fine for part in parts)
        if parts and good >= limits.share * len(parts):
            status = Status.MET
        else:
            status = Status.PARTLY if parts else Status.NOT_MET
        return CheckOutcome(status, good, len(parts), parts)

    return participants.each(judge)
