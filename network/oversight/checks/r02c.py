"""Check of R2c: content is appraised before it is posted, by a person other than its author."""

from django.db.models import Count, Exists, OuterRef
from django.utils.translation import gettext as _

from network.agencies.models import Role
from network.moderation.models import Action, Decision, EditorialRules

from ..models import Status
from ..outcomes import (
    CheckOutcome,
    Evidence,
    Participants,
    Thresholds,
    grouped,
    rests_on,
    status_of,
)
from ..proofs import MEMBER, PAGE
from ..sections import by_agency, fine_pages, live_articles, page_evidence
from .r02 import serving

# Urgent publications are appraised afterwards, within the hours that the overseer has set.
APPRAISALS = (Action.APPRAISED, Action.APPRAISED_AFTERWARDS)


@rests_on(MEMBER, PAGE)
def check(participants: Participants, thresholds: Thresholds) -> dict[int, CheckOutcome]:
    """Met if there is an appraiser and no live page lacks an appraisal."""
    people = serving(participants)
    boards = dict(
        EditorialRules.objects.filter(agency__in=participants.ids, board__isnull=False)
        .filter(board__memberships__role=Role.APPRAISER)
        .values_list("agency_id", "board__short_name")
    )
    appraised = Decision.objects.filter(page_id=OuterRef("pk"), deed__in=APPRAISALS)
    live = live_articles(participants)
    read = fine_pages(live.filter(Exists(appraised)), participants)
    counted = by_agency(live.values_list("section").annotate(Count("pk")), participants)
    missing = grouped(
        (participants.by_section[section], page_evidence(pk, title, _("Not appraised")))
        for section, pk, title in live.filter(~Exists(appraised)).values_list(
            "section", "pk", "title"
        )
    )

    def judge(pk: int) -> CheckOutcome:
        own = [key for role, _number, key in people.get(pk, []) if role == Role.APPRAISER]
        number = len(own)
        who = _("%d serving") % number if number else boards.get(pk, _("Nobody"))
        has_one = bool(number or pk in boards)
        total, unread = counted.get(pk, 0), missing.get(pk, [])
        status = status_of(total - len(unread), total) if has_one else Status.NOT_MET
        appraisers = Evidence(
            str(Role.APPRAISER.label),
            who,
            fine=has_one,
            rests=MEMBER.each(own),
            one_suffices=True,
        )
        evidence = (appraisers, *unread, *read.get(pk, ()))
        return CheckOutcome(status, total - len(unread), total, evidence)

    return participants.each(judge)
