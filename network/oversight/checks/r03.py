"""Check of R3: appraisers have a degree or training that qualifies them."""

from django.urls import reverse
from django.utils.translation import gettext as _

from network.agencies.models import Membership, Role
from network.capacity.selectors import qualified_to_appraise
from network.moderation.models import EditorialRules

from ..models import Status
from ..outcomes import CheckOutcome, Evidence, Participants, Thresholds, grouped, judged_by_parts


def check(participants: Participants, thresholds: Thresholds) -> dict[int, CheckOutcome]:
    """Met if each appraiser is qualified on the day: the agency's own, and those of its shared
    board.

    Evidence names the decisions of assignment, not the people.
    """
    boards = dict(
        EditorialRules.objects.filter(agency__in=participants.ids, board__isnull=False).values_list(
            "agency_id", "board_id"
        )
    )
    rows = Membership.objects.valid_on(participants.day).filter(
        agency__in={*participants.ids, *boards.values()},
        role=Role.APPRAISER,
        user__is_active=True,
    )
    serving = grouped(
        (agency, (user, number))
        for agency, user, number in rows.order_by("pk").values_list(
            "agency_id", "user_id", "decision_number"
        )
    )
    everybody = {user for people in serving.values() for user, _number in people}
    held = qualified_to_appraise(everybody, day=participants.day)
    codes = {agency.pk: agency.code for agency in participants.agencies}

    def judge(pk: int) -> CheckOutcome:
        people = dict(serving.get(pk, []) + serving.get(boards.get(pk, 0), []))
        address = f"{reverse('capacity:people')}?agency={codes[pk]}&role={Role.APPRAISER}"
        if not people:
            nobody = Evidence(str(Role.APPRAISER.label), _("Nobody"), address, fine=False)
            return CheckOutcome(Status.NOT_MET, 0, 0, (nobody,))
        return judged_by_parts(
            _part(number, held.get(user, []), address) for user, number in people.items()
        )

    return participants.each(judge)


def _part(number: str, held: list[str], address: str) -> Evidence:
    label = _("Appraiser by decision %s") % number if number else str(Role.APPRAISER.label)
    return Evidence(label, "; ".join(held) or _("Nothing valid recorded"), address, bool(held))
