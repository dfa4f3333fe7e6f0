"""Check of R9: officials and citizens are informed about the section."""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as _

from network.core.dates import format_day

from ..models import Status
from ..outcomes import CheckOutcome, Evidence, Participants, Thresholds, rests_on
from ..outreach.selectors import acts_of, followers_of
from ..proofs import OUTREACH, PAGE


@rests_on(OUTREACH, PAGE)
def check(participants: Participants, thresholds: Thresholds) -> dict[int, CheckOutcome]:
    """Met by at least `number` outreach acts within `days`; PARTLY if there are fewer, or only mail
    followers."""
    since = participants.day - dt.timedelta(days=thresholds["days"])
    acts = acts_of(participants.by_section, since=since, day=participants.day)
    followers = followers_of(participants.ids)

    def judge(pk: int) -> CheckOutcome:
        """Return the outcome of one agency: met by `number` acts of outreach; followers alone meet
        it in part."""
        done, address = acts[pk], reverse("oversight:outreach", args=[pk])
        parts = [
            Evidence(
                act.title or act.form,
                format_day(act.day),
                address,
                page=act.page,
                rests=OUTREACH.each([act.entry] if act.entry else [])
                + PAGE.each([act.page] if act.page else []),
            )
            for act in done
        ]
        if number := followers.get(pk, 0):
            parts.append(Evidence(_("Followers by mail"), str(number), address))
        if len(done) >= thresholds["number"]:
            status = Status.MET
        else:
            status = Status.PARTLY if parts else Status.NOT_MET
        return CheckOutcome(status, len(done), len(done), tuple(parts), thresholds["number"])

    return participants.each(judge)
