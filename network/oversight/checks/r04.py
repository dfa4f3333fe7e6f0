"""R4: new documents and policies are told to citizens in time."""

from django.urls import reverse
from django.utils.translation import gettext as _

from sites.library.owed import Owed

from ..models import Status
from ..outcomes import MOST_EVIDENCE, CheckOutcome, Evidence, Participants, Thresholds, status_of
from ..policies.selectors import PolicyTerm, owed_on
from ..policies.wording import described


def check(participants: Participants, thresholds: Thresholds) -> dict[int, CheckOutcome]:
    """Of the policies of its superiors and topics each was posted, or passed over, in time.

    Those of the last `days` count once they are settled or `working_days` are over. Where the
    library brought nothing for an agency, there is nothing to tell from.
    """
    term = PolicyTerm.of(thresholds)
    owed = owed_on(participants.by_section, day=participants.day, term=term)

    def part(agency: int, policy: Owed) -> Evidence:
        late = term.is_late(policy)
        day, kept = participants.day.isoformat(), "tre" if late else "dung-han"
        address = reverse("oversight:policies", args=[agency])
        url = f"{address}?ngay={day}&loc={kept}"
        return Evidence(policy.title, described(policy), url, fine=not late)

    def judge(pk: int) -> CheckOutcome:
        judged = [policy for policy in owed[pk] if term.is_judged(policy)]
        if not judged:
            waits = Evidence(
                _("Nothing new from its superiors and topics to tell of"),
                url=reverse("oversight:policies", args=[pk]),
            )
            return CheckOutcome(Status.UNKNOWN, evidence=(waits,))
        good = len(judged) - sum(map(term.is_late, judged))
        # Of a hundred thousand each night only those are written out that a finding keeps.
        kept = sorted(judged, key=term.is_late, reverse=True)[:MOST_EVIDENCE]
        evidence = tuple(part(pk, policy) for policy in kept)
        return CheckOutcome(status_of(good, len(judged)), good, len(judged), evidence)

    return participants.each(judge)
