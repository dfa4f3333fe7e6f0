"""Check of R8: content is readable and well presented. It warns only and blocks nothing."""

import datetime as dt
import math

from ..models import Status
from ..outcomes import CheckOutcome, Participants, Thresholds, rests_on
from ..proofs import PAGE
from ..quality.selectors import Limits, facts_of
from ..quality.wording import wants
from ..sections import page_evidence


@rests_on(PAGE)
def check(participants: Participants, thresholds: Thresholds) -> dict[int, CheckOutcome]:
    """Met if a `share` of the articles of the last `days` has a picture, a summary and readable
    sentences."""
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
        enough = math.ceil(limits.share * len(parts))
        return CheckOutcome(status, good, len(parts), parts, enough)

    return participants.each(judge)
