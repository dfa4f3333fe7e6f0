"""Check of R4: citizens are informed of new documents and policies in time."""

from django.urls import reverse
from django.utils.translation import gettext as _

from sites.library.owed import Owed, Settled
from sites.models import PassedOver

from ..models import Status
from ..outcomes import (
    MOST_EVIDENCE,
    CheckOutcome,
    Evidence,
    Participants,
    Thresholds,
    rests_on,
    status_of,
)
from ..policies.selectors import PolicyTerm, owed_on
from ..policies.wording import described
from ..proofs import PAGE, PASSED_OVER
from ..sources import EvidenceRef


@rests_on(PAGE, PASSED_OVER)
def check(participants: Participants, thresholds: Thresholds) -> dict[int, CheckOutcome]:
    """Met if each policy of the agency's superiors and topics was posted or passed over in time.

    Policies of the last `days` count once they are settled or `working_days` have passed. UNKNOWN
    if the library has none for the agency.
    """
    term = PolicyTerm.of(thresholds)
    owed = owed_on(participants.by_section, day=participants.day, term=term)

    passed = {
        (agency, item): pk
        for pk, agency, item in PassedOver.objects.filter(agency__in=participants.ids).values_list(
            "pk", "agency_id", "item_id"
        )
    }

    def proof(agency: int, policy: Owed) -> tuple[EvidenceRef, ...]:
        if policy.state is Settled.PASSED_OVER:
            return (PASSED_OVER.of(passed[agency, policy.item_id]),)
        return (PAGE.of(policy.page_id),) if policy.page_id and policy.is_settled else ()

    def part(agency: int, policy: Owed) -> Evidence:
        late = term.is_late(policy)
        day, kept = participants.day.isoformat(), "tre" if late else "dung-han"
        address = reverse("oversight:policies", args=[agency])
        url = f"{address}?ngay={day}&loc={kept}"
        rests = proof(agency, policy)
        return Evidence(policy.title, described(policy), url, fine=not late, rests=rests)

    def judge(pk: int) -> CheckOutcome:
        judged = [policy for policy in owed[pk] if term.is_judged(policy)]
        if not judged:
            waits = Evidence(
                _("Nothing new from its superiors and topics to tell of"),
                url=reverse("oversight:policies", args=[pk]),
            )
            return CheckOutcome(Status.UNKNOWN, evidence=(waits,))
        good = len(judged) - sum(map(term.is_late, judged))
        # Sort and cut before building evidence: the nightly run judges about a hundred thousand
        # policies and stores only MOST_EVIDENCE per finding.
        most = None if participants.lists_all(pk) else MOST_EVIDENCE
        kept = sorted(judged, key=term.is_late, reverse=True)[:most]
        evidence = tuple(part(pk, policy) for policy in kept)
        return CheckOutcome(status_of(good, len(judged)), good, len(judged), evidence)

    return participants.each(judge)
