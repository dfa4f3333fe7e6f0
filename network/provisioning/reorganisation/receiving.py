"""What an agency gets by a plan: its section, name, subordinates, open work, and people."""

import datetime as dt
import re
from collections.abc import Iterable

from django.utils import timezone
from wagtail.models import Page

from network.accounts.models import User
from network.agencies.holdings import hand_over_open_rows
from network.agencies.kinds import KINDS
from network.agencies.models import Agency, Membership, Role
from network.agencies.people.batch import Offer, invite_all
from network.agencies.people.terms import Terms
from network.agencies.succession import sole_successor
from network.moderation.models import EditorialRules
from network.moderation.ruling.services import name_board
from sites.models import AgencyHomePage

from ..models import PartState, ReorganisationPart, ReorganisationPlan, ReorganisationStep
from ..services import open_section
from .planning import AgencyChange
from .traces import ChangeRecorder

_LONGEST_NUMBER = 60
_LONGEST_OWNER = 255


def ensure_section(*, agency: Agency, board: Agency | None, actor: User, now: dt.datetime) -> None:
    """Open the section of an agency whose kind gets one, with the menu of its kind, and let the
    appraisers of `board` appraise for it too. An undone plan leaves it open."""
    is_tenant = KINDS[agency.kind].is_tenant == "yes"
    if not is_tenant or AgencyHomePage.objects.filter(agency=agency).exists():
        return
    open_section(agency=agency, actor=actor, now=now)
    if board and board != agency:
        name_board(agency=agency, board=board, user=actor, now=now)


def rename_agency(*, step: ReorganisationStep, recorder: ChangeRecorder) -> None:
    """Give an agency another name. The former names still find it."""
    agency, former = step.predecessor, step.predecessor.name
    short_name = step.new_short_name or step.new_name
    with recorder.changes(agency):
        kept = [agency.name, agency.short_name, *agency.aliases]
        names = {step.new_name, short_name}
        agency.aliases = [name for name in dict.fromkeys(kept) if name not in names]
        agency.owner = owner_after(step)
        agency.name, agency.short_name = step.new_name, short_name
        agency.save(update_fields=["name", "short_name", "aliases", "owner"])
    # A front page that has the agency's name as title is renamed with it. Each column has a trace
    # of its own, so that the title is taken back also where a draft has got another one.
    for column in ("title", "draft_title"):
        homes = Page.objects.filter(agencyhomepage__agency=agency, **{column: former})
        if home := homes.first():
            with recorder.changes(home):
                Page.objects.filter(pk=home.pk).update(**{column: step.new_name})


def owner_after(step: ReorganisationStep) -> str:
    """Return the governing body of an agency after its renaming: with the new name where it has the
    former one."""
    agency = step.predecessor
    if step.new_name in agency.owner:
        return agency.owner
    former = rf"(?<!\w){re.escape(agency.name)}(?!\w)"
    owner = re.sub(former, lambda _found: step.new_name, agency.owner)
    return owner if len(owner) <= _LONGEST_OWNER else agency.owner


def was_renamed_back(agency: Agency, name: str) -> bool:
    """Return whether a renaming gave the agency this name and was undone."""
    steps = ReorganisationStep.objects.filter(predecessor=agency, new_name=name)
    undone = ReorganisationPart.objects.filter(agency=agency, state=PartState.UNDONE)
    return steps.filter(successor=None, plan__in=undone.values("plan")).exists()


def receive_work(
    *, change: AgencyChange, plan: ReorganisationPlan, recorder: ChangeRecorder, now: dt.datetime
) -> None:
    """Take over what the former agencies leave to this agency alone: subordinate agencies, the
    editorial boards' work, and open rows."""
    day = timezone.localdate(now)
    former = [step.predecessor for step in change.incoming if step.ends_predecessor]
    alone = [each for each in former if sole_successor(each, day) == change.agency]
    for child in Agency.objects.filter(parent__in=alone, valid_to=None):
        with recorder.changes(child):
            Agency.objects.filter(pk=child.pk).update(parent=change.agency)
    for rules in EditorialRules.objects.filter(board__in=alone):
        with recorder.changes(rules):
            EditorialRules.objects.filter(pk=rules.pk).update(board=change.agency)
    hand_over_open_rows(now=now, agencies=[each.pk for each in former], watch=recorder.changes)
    _offer_roles(change, plan, alone, now)


def ended_memberships(plan: ReorganisationPlan, agencies: Iterable[Agency | int]) -> list[int]:
    """Return the memberships that the plan has ended at these agencies. A role that a person had
    ended for the same day is not among them."""
    kept = plan.parts.filter(agency__in=agencies).values_list("traces", flat=True)
    label = Membership._meta.label_lower
    return [trace["pk"] for traces in kept for trace in traces if trace["model"] == label]


def _offer_roles(
    change: AgencyChange, plan: ReorganisationPlan, alone: list[Agency], now: dt.datetime
) -> None:
    """Invite the people of former agencies to the same roles at their only successor. Nobody gets
    a role without accepting it, and nobody who serves there already is invited."""
    actor = plan.started_by
    served = Membership.objects.filter(pk__in=ended_memberships(plan, alone))
    here = Membership.objects.filter(agency=change.agency).valid_on(timezone.localdate(now))
    held = set(here.values_list("user", "role"))
    terms = Terms(
        valid_from=timezone.localdate(now), decision_number=plan.legal_basis[:_LONGEST_NUMBER]
    )
    offers = {
        (row.user.email, row.role): Offer(
            agency=change.agency,
            email=row.user.email,
            full_name=row.user.get_full_name(),
            role=Role(row.role),
            terms=terms,
        )
        for row in served.select_related("user")
        if row.user.is_active
        and row.user.email
        and (row.user_id, row.role) not in held
        # Nobody invites themselves.
        and row.user_id != (actor.pk if actor else None)
    }
    if offers and actor:
        invite_all(offers=list(offers.values()), actor=actor, now=now)
