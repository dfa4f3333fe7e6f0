"""Load the facts about a page and a person that the move rules need."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from wagtail.models import Page, Revision, WorkflowState

from network.accounts.models import User
from network.agencies.corrections import correctors_of
from network.agencies.models import NETWORK_ROLES, Agency, Membership, Role
from network.agencies.selectors import agency_of_page, memberships_in

from .models import Action, Decision, EditorialRules, Submission, UrgentPublication, Withdrawal
from .models.tasks import is_appraised
from .revisions import digest_of, revisions_of, writers_since_publication
from .rules import MoveContext
from .stages import Stage


@dataclass(frozen=True, slots=True)
class EditorialCase:
    """A page with its workflow state, as seen by one person."""

    page: Page
    agency: Agency
    revision: Revision
    digest: str
    submission: Submission | None
    urgent: UrgentPublication | None
    # The overseer's takedown, if the page has not been approved since.
    takedown: Decision | None
    rules: EditorialRules
    # The memberships under which the person may act, by role. A membership of the shared board
    # counts as APPRAISER.
    memberships: dict[Role, Membership]
    situation: MoveContext


def case_of(
    *, page_id: int, user: User, now: dt.datetime, seen: str = "", lock: bool = False
) -> EditorialCase | None:
    """Return the case of a page, or None if it has no agency or no revision.

    `seen` is the digest of the text the person read; empty means the newest. `lock` (in a
    transaction) locks the page against concurrent decisions. About 15 queries, regardless of the
    size of the network.
    """
    page = lock_page(page_id) if lock else Page.objects.filter(pk=page_id).first()
    agency = agency_of_page(page) if page else None
    revision = revisions_of(page_id).first()
    if page is None or agency is None or revision is None:
        return None
    digest = digest_of(revision.pk)
    submission = open_submission(page_id)
    urgent = UrgentPublication.objects.filter(page_id=page_id, settled_at=None).first()
    takedown = Decision.objects.standing_takedown(page_id)
    rules = editorial_rules_of(agency)
    memberships = memberships_for(user=user, agency=agency, board=rules.board, now=now)
    scheduled = revisions_of(page_id).filter(approved_go_live_at__isnull=False).exists()
    situation = MoveContext(
        stage=stage_of(page, submission, scheduled=scheduled),
        roles=frozenset(memberships),
        is_author=user.pk in writers_unread(page, urgent),
        is_submitter=submission is not None and submission.submitted_by_id == user.pk,
        is_appraiser=_did(user, page_id, revision.pk, Action.APPRAISED),
        is_approver=urgent is not None and urgent.published_by_id == user.pk,
        is_newest=(seen or digest) == digest
        and (submission is None or submission.revision_id == revision.pk),
        is_appraised=is_appraised(revision),
        is_out=page.live or scheduled,
        urgent_allowed=rules.urgent_allowed,
        owes_appraisal=urgent is not None,
        is_taken_down=takedown is not None,
        # What is public there may be corrected.
        is_ended=not page.live and agency.gone_since(timezone.localdate(now)) is not None,
    )
    return EditorialCase(
        page=page,
        agency=agency,
        revision=revision,
        digest=digest,
        submission=submission,
        urgent=urgent,
        takedown=takedown,
        rules=rules,
        memberships=memberships,
        situation=situation,
    )


def lock_page(page_id: int) -> Page | None:
    """Lock the page and its active workflow until the end of the transaction. Two queries.

    Returns None if the page does not exist.
    """
    page = Page.objects.select_for_update().filter(pk=page_id).first()
    if page is not None:
        # A person who takes back the submission locks this row before the log. Use the same order
        # to avoid a deadlock.
        WorkflowState.objects.active().for_instance(page).select_for_update().first()
    return page


def open_submission(page_id: int) -> Submission | None:
    """Return the page's open submission whose workflow is still active, or None. One query.

    Wagtail cancels a workflow before it sends the signal. Until then (or forever, if the process
    died in between) the submission is open although nothing can be decided.
    """
    active = (WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES)
    return Submission.objects.filter(
        page_id=page_id, closed_at=None, workflow_state__status__in=active
    ).first()


def editorial_rules_of(agency: Agency) -> EditorialRules:
    """Return the agency's editorial rules, or an unsaved row with the defaults."""
    rows = EditorialRules.objects.select_related("board").filter(agency=agency)
    return rows.first() or EditorialRules(agency=agency)


def memberships_for(
    *, user: User, agency: Agency, board: Agency | None, now: dt.datetime
) -> dict[Role, Membership]:
    """Return the memberships under which `user` may act on pages of `agency` today, by role.

    An overseer's network role counts everywhere; an appraiser of the shared board counts as
    APPRAISER. In an agency that has ended, the people of its successors act.
    """
    day = timezone.localdate(now)
    if agency.gone_since(day):
        return _memberships_of_heirs(user, agency, day)
    held = memberships_in(user=user, agency=agency, day=day)
    roles = {role: row for role, row in held.items() if role not in NETWORK_ROLES}
    roles |= _overseer(user, day)
    if board and Role.APPRAISER not in roles:
        on_board = memberships_in(user=user, agency=board, day=day).get(Role.APPRAISER)
        if on_board:
            roles[Role.APPRAISER] = on_board
    return roles


def _overseer(user: User, day: dt.date) -> dict[Role, Membership]:
    rows = Membership.objects.filter(user=user, role=Role.OVERSEER).valid_on(day)
    found = rows.giving_rights().first()
    return {Role.OVERSEER: found} if found else {}


def _memberships_of_heirs(user: User, agency: Agency, day: dt.date) -> dict[Role, Membership]:
    """Return the memberships by which `user` corrects the section of an ended agency: at its
    successors, and as an appraiser of their shared boards."""
    heirs = correctors_of(agency, day)
    boards = EditorialRules.objects.filter(agency__in=heirs, board__isnull=False).values("board")
    held = Membership.objects.filter(user=user).valid_on(day).giving_rights()
    on_board = held.filter(agency__in=boards, role=Role.APPRAISER)
    own = held.filter(agency__in=heirs).exclude(role__in=NETWORK_ROLES).order_by("valid_from")
    roles = {Role(row.role): row for row in [*on_board, *own]}
    return roles | _overseer(user, day)


def stage_of(page: Page, submission: Submission | None, *, scheduled: bool) -> Stage:
    """Return the stage of the newest revision of `page`."""
    if submission is not None:
        return Stage(submission.stage)
    if scheduled:
        return Stage.SCHEDULED
    if page.live:
        return Stage.DRAFT if page.has_unpublished_changes else Stage.PUBLISHED
    if page.expired:
        return Stage.EXPIRED
    if Withdrawal.objects.filter(page_id=page.pk, lifted_at=None).exists():
        return Stage.WITHDRAWN
    return Stage.DRAFT


def writers_unread(page: Page, urgent: UrgentPublication | None) -> set[int]:
    """Return the ids of everybody who wrote part of the text that nobody else has read yet.

    That means since the published revision. While the appraisal of an urgent publication is owed,
    its own revisions count too, back to the last text that was read. Up to three queries.
    """
    writers = writers_since_publication(page)
    if urgent is None:
        return writers
    read = Decision.objects.filter(
        page_id=page.pk,
        deed__in=(Action.APPROVED, Action.APPRAISED_AFTERWARDS),
        at__lt=urgent.published_at,
    ).order_by("-id")
    rows = revisions_of(page.pk).filter(user__isnull=False)
    last_read = Revision.objects.filter(pk__in=read.values("revision_id")[:1])
    since = last_read.values_list("created_at", flat=True).first()
    if since:
        rows = rows.filter(created_at__gt=since)
    return writers | set(rows.order_by().values_list("user_id", flat=True).distinct())


def _did(user: User, page_id: int, revision_id: int, deed: Action) -> bool:
    return Decision.objects.filter(
        page_id=page_id, revision_id=revision_id, deed=deed, actor=user
    ).exists()
