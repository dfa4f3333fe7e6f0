"""What the review desk shows of one page to one person."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page, Revision

from network.accounts.models import User
from network.agencies.models import Role
from network.agencies.requests import AdminRequest
from network.agencies.scope import scope_now
from network.core.dates import format_moment
from network.desks.models import Delegation

from ..checklist import items_for, last_notes
from ..contents import hints_for
from ..earlier_answers import EarlierAnswers, earlier_answers
from ..models import Action, ChecklistItem, Decision
from ..private_numbers import FoundNumber, numbers_in
from ..revisions import REVISION
from ..rules import Move, MoveRefusal, moves_open, refusal_of
from ..selectors import EditorialCase
from ..stages import WAITING, Stage
from ..wording import REFUSALS
from .ages import age
from .attachments import Attachments, attachments_of
from .baselines import Comparison, comparisons_of
from .competence import competence_warning
from .correction_requests import is_correctable
from .decision_list import LogLine, line_of
from .people import appraisal_of, next_people, writers_of
from .pinned import PinnedNote, pinned_notes
from .reminding import may_remind
from .waiting import delegation_now, is_delegable

LINES_SHOWN = 20
_DECIDING = {Stage.WAITING_APPRAISAL: Move.APPRAISE, Stage.WAITING_APPROVAL: Move.APPROVE}
# A return is of this round unless the page was published or withdrawn afterwards.
_LAST_ROUND = (
    Action.RETURNED,
    Action.APPROVED,
    Action.PUBLISHED_URGENTLY,
    Action.WITHDRAWN,
    Action.TAKEN_DOWN,
)
_REQUIRED_ROLE = {Stage.WAITING_APPRAISAL: Role.APPRAISER, Stage.WAITING_APPROVAL: Role.APPROVER}
_RESTING = {
    Stage.DRAFT: gettext_lazy("Nobody has handed this version in yet."),
    Stage.SCHEDULED: gettext_lazy("Approved: it is published by itself at the hour set."),
    Stage.PUBLISHED: gettext_lazy("Citizens read this version. Nothing is left to decide."),
    Stage.WITHDRAWN: gettext_lazy("Citizens no longer see it. A new version can be handed in."),
    Stage.EXPIRED: gettext_lazy("Its time is over. A new version can be handed in."),
}


@dataclass
class CaseDetails:
    """A case with everything the desk shows. Each property runs its queries on first access."""

    case: EditorialCase
    request: AdminRequest
    now: dt.datetime

    @cached_property
    def moves(self) -> frozenset[Move]:
        """Return the moves this person may make now."""
        return moves_open(self.case.situation)

    @cached_property
    def published(self) -> Page:
        """Return the page as stored in the database (the published version, if it is live)."""
        return self.case.page.specific

    @cached_property
    def proposed(self) -> Page:
        """Return the page as of its newest revision."""
        return self.case.revision.as_object()

    @cached_property
    def is_newer_than_linked(self) -> bool:
        """Return whether the text has a newer revision than the one that the link names."""
        linked = self.request.GET.get(REVISION, "")
        return linked.isdecimal() and int(linked) != self.case.revision.pk

    @cached_property
    def stage(self) -> str:
        return str(self.case.situation.stage.label)

    @cached_property
    def since(self) -> str:
        """Return when the page entered its stage, with the age in words; "" if unknown."""
        page, submission = self.case.page, self.case.submission
        moments = {
            Stage.DRAFT: self.case.revision.created_at,
            Stage.PUBLISHED: page.last_published_at,
        }
        begun = submission.since if submission else moments.get(self.case.situation.stage)
        return age(begun, self.now) if begun else ""

    @cached_property
    def goes_live_at(self) -> dt.datetime | None:
        """Return the time for which the text is scheduled, or None if it goes out at once."""
        hour: dt.datetime | None = self.proposed.go_live_at
        return hour if hour and hour > self.now else None

    @cached_property
    def writers(self) -> list[User]:
        """Return the people who wrote part of the text."""
        return writers_of(self.case)

    @cached_property
    def facts(self) -> list[tuple[str, str]]:
        """Return who wrote, submitted and appraised the text, as (label, text) pairs."""
        submission, appraisal = self.case.submission, appraisal_of(self.case)
        facts = [(_("Written by"), ", ".join(each.shown_name for each in self.writers))]
        if submission and submission.submitted_by:
            by = submission.submitted_by.shown_name
            facts.append((_("Submitted by"), f"{by}, {format_moment(submission.submitted_at)}"))
        if appraisal:
            facts.append(
                (_("Appraised by"), f"{appraisal.shown_name}, {format_moment(appraisal.at)}")
            )
        if self.delegation:
            facts.append((_("Now with"), self.delegation.to.shown_name))
        if self.goes_live_at:
            facts.append((_("Scheduled for"), format_moment(self.goes_live_at)))
        return [(label, words) for label, words in facts if words]

    @cached_property
    def comparisons(self) -> list[Comparison]:
        """Return the comparisons with earlier versions. Empty for a text nobody has read before."""
        return comparisons_of(self.case, proposed=self.proposed, request=self.request)

    @cached_property
    def pinned(self) -> list[PinnedNote]:
        """Return the earlier reasons that the person deciding must know."""
        return pinned_notes(self.case.page.pk)

    @cached_property
    def last_return(self) -> LogLine | None:
        """Return why the text was returned before it was submitted again, or None."""
        if self.case.situation.stage not in WAITING:
            return None
        rows = Decision.objects.filter(page_id=self.case.page.pk, deed__in=_LAST_ROUND)
        last = rows.order_by("-pk").first()
        return line_of(last) if last and last.deed == Action.RETURNED else None

    @cached_property
    def attachments(self) -> Attachments:
        """Return the sources, pictures and files of the text."""
        return attachments_of(self.proposed)

    @cached_property
    def numbers(self) -> list[FoundNumber]:
        """Return the private numbers in the text, with their waivers."""
        return numbers_in(self.proposed)

    @cached_property
    def hints(self) -> list[Any]:
        return list(hints_for(self.proposed))

    @cached_property
    def checklist(self) -> list[ChecklistItem]:
        """Return today's checklist questions for this page type."""
        return items_for(page=self.case.page, day=timezone.localdate(self.now))

    @cached_property
    def notes(self) -> dict[str, str]:
        """Return the agency's last notes on why questions do not apply to this type of page."""
        return last_notes(page=self.case.page, agency_id=self.case.agency.pk)

    def earlier(self, owed: int | None) -> EarlierAnswers:
        """Return the person's earlier answers for the newest revision, or for revision `owed`."""
        revision = Revision.objects.get(pk=owed) if owed else self.case.revision
        return earlier_answers(
            user=self.request.user, revision=revision, items=self.checklist, now=self.now
        )

    @cached_property
    def appraisal(self) -> LogLine | None:
        """Return the appraisal, for a person who may approve; else None."""
        found = appraisal_of(self.case) if Move.APPROVE in self.moves else None
        return line_of(found) if found else None

    @cached_property
    def lines(self) -> list[LogLine]:
        """Return the last LINES_SHOWN rows of the page's log, newest first."""
        rows = Decision.objects.filter(page_id=self.case.page.pk).order_by("-pk")
        return [line_of(row) for row in rows[:LINES_SHOWN]]

    @property
    def last(self) -> int:
        """Return the id of the newest log row, or 0."""
        return self.lines[0].key if self.lines else 0

    @cached_property
    def withdrawal_url(self) -> str:
        """Return the URL of the withdrawal form, or "" if this person may not withdraw the page."""
        if not self.moves & {Move.WITHDRAW, Move.TAKE_DOWN}:
            return ""
        try:
            return reverse("moderation:withdraw", kwargs={"page_id": self.case.page.pk})
        except NoReverseMatch:
            return ""

    @cached_property
    def previews_url(self) -> str:
        """Return the URL of the preview links, or "" for a person who may only read."""
        if not self.case.situation.roles - {Role.OVERSEER}:
            return ""
        return reverse("moderation:preview_links", args=[self.case.page.pk])

    @cached_property
    def editor_url(self) -> str:
        """Return the URL of the page editor, or "" if this person may not edit."""
        tester: Any = self.published.permissions_for_user(self.request.user)
        if not self.case.situation.roles - {Role.OVERSEER} or not tester.can_edit():
            return ""
        return reverse("wagtailadmin_pages:edit", args=[self.case.page.pk])

    @cached_property
    def delegation(self) -> Delegation | None:
        """Return who of the agency was asked to do what the page waits for, or None."""
        is_open = self.case.submission or self.case.urgent or is_correctable(self.case)
        return delegation_now(self.case) if is_open else None

    @cached_property
    def delegate_url(self) -> str:
        """Return the URL of the form that hands the page to a colleague, or ""."""
        held = scope_now(self.request).agency_roles.get(self.case.agency.pk, frozenset())
        if not held or not is_delegable(self.case, self.request.user, held):
            return ""
        return reverse("moderation:delegate", args=[self.case.page.pk])

    @cached_property
    def remind_url(self) -> str:
        """Return the URL of the form that reminds who acts next, or ""."""
        submission, user = self.case.submission, self.request.user
        held = scope_now(self.request).agency_roles.get(self.case.agency.pk, frozenset())
        if not submission or not may_remind(submission.submitted_by_id, user, held):
            return ""
        return reverse("moderation:remind", args=[self.case.page.pk])

    @cached_property
    def why_not(self) -> str:
        """Return a sentence why this person cannot decide on the waiting page, or "" if they
        can."""
        situation = self.case.situation
        move = _DECIDING.get(situation.stage)
        refusal = refusal_of(move, situation) if move else None
        if refusal is None:
            return ""
        if _REQUIRED_ROLE[situation.stage] in situation.roles:
            return str(REFUSALS[refusal])
        if Role.OVERSEER in situation.roles:
            return _("The overseer reads here and decides nothing.")
        return _("Your assignment in this agency does not cover this step.")

    @cached_property
    def competence_warning(self) -> str:
        """Return the warning about a missing qualification of the appraiser, or ""."""
        return competence_warning(
            self.case,
            user=self.request.user,
            moves=self.moves,
            writers=self.writers,
            now=self.now,
        )

    @cached_property
    def who_next(self) -> str:
        """Return a sentence naming who acts next on the page."""
        stage, submission = self.case.situation.stage, self.case.submission
        if self.case.situation.is_ended:
            return str(REFUSALS[MoveRefusal.AGENCY_ENDED])
        if stage in WAITING:
            return self._deciders_next(stage)
        if stage is Stage.RETURNED and submission and submission.submitted_by:
            author = self.delegation.to if self.delegation else submission.submitted_by
            return _("Waiting for the author to mend it and hand it in again: %s") % (
                author.shown_name
            )
        return str(_RESTING[stage]) if stage in _RESTING else ""

    def _deciders_next(self, stage: Stage) -> str:
        """Return the sentence that names who may decide next, or says that nobody may."""
        day = timezone.localdate(self.now)
        people = next_people(self.case, writers=self.writers, day=day)
        names = ", ".join(each.shown_name for each in people)
        appraising = stage is Stage.WAITING_APPRAISAL
        if not names:
            return (
                _("Nobody of the agency may appraise it: ask the agency admin to assign one.")
                if appraising
                else _("Nobody of the agency may approve it: ask the agency admin to assign one.")
            )
        return (
            _("Waiting for the appraiser: %s") if appraising else _("Waiting for the approver: %s")
        ) % names
