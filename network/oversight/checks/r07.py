"""Check of R7: posted content was appraised by a checklist based on the law in force."""

from django.db.models import Count, Exists, OuterRef
from django.utils.translation import gettext as _

from network.moderation.models import Decision

from ..models import Status
from ..outcomes import CheckOutcome, Participants, Thresholds, grouped, rests_on, status_of
from ..proofs import PAGE
from ..sections import by_agency, fine_pages, live_articles, page_evidence
from .r02c import APPRAISALS


@rests_on(PAGE)
def check(participants: Participants, thresholds: Thresholds) -> dict[int, CheckOutcome]:
    """Met if each live page has an appraisal with an answered checklist. NOT_APPLICABLE without
    pages: nothing was posted that a checklist could have been answered for."""
    answered = Decision.objects.filter(page_id=OuterRef("pk"), deed__in=APPRAISALS).exclude(
        checklist=[]
    )
    live = live_articles(participants)
    good = fine_pages(live.filter(Exists(answered)), participants)
    counted = by_agency(live.values_list("section").annotate(Count("pk")), participants)
    without = live.filter(~Exists(answered)).values_list("section", "pk", "title")
    missing = grouped(
        (participants.by_section[section], page_evidence(pk, title, _("No checklist")))
        for section, pk, title in without
    )

    def judge(pk: int) -> CheckOutcome:
        total, bare = counted.get(pk, 0), missing.get(pk, [])
        if not total:
            return CheckOutcome(Status.NOT_APPLICABLE)
        return CheckOutcome(
            status_of(total - len(bare), total),
            total - len(bare),
            total,
            (*bare, *good.get(pk, ())),
        )

    return participants.each(judge)
