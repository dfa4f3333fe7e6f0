"""Check of R24: every text names its source, and the source's link works."""

from django.db.models import Count
from django.utils.translation import gettext as _

from sites.links.states import NOT_OPENING
from sites.models import LinkCheck

from ..models import Status
from ..outcomes import CheckOutcome, Participants, Thresholds, grouped, rests_on, status_of
from ..proofs import PAGE_SOURCE
from ..sections import by_agency, fine_pages, live_articles, page_evidence


@rests_on(PAGE_SOURCE)
def check(participants: Participants, thresholds: Thresholds) -> dict[int, CheckOutcome]:
    """Met if no source link failed at its last check; one that was not checked yet is no fault.

    A database constraint already requires the source itself.
    """
    live = live_articles(participants)
    counted = by_agency(live.values_list("section").annotate(Count("pk")), participants)
    dead = LinkCheck.objects.filter(state__in=NOT_OPENING).values("url")
    good = fine_pages(live.exclude(source_url__in=dead), participants, PAGE_SOURCE)
    gone = live.filter(source_url__in=dead).values_list("section", "pk", "title")
    missing = grouped(
        (participants.by_section[section], page_evidence(pk, title, _("Source does not open")))
        for section, pk, title in gone
    )

    def judge(pk: int) -> CheckOutcome:
        total, bad = counted.get(pk, 0), missing.get(pk, [])
        if not total:
            return CheckOutcome(Status.NOT_APPLICABLE)
        evidence = (*bad, *good.get(pk, ()))
        return CheckOutcome(status_of(total - len(bad), total), total - len(bad), total, evidence)

    return participants.each(judge)
