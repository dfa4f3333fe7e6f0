"""The two steps of the one workflow. They find their people from the page's agency."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision, Task, TaskState, WorkflowState
from wagtail.signals import task_submitted

from network.accounts.models import User
from network.agencies.models import Role
from network.agencies.scope import cached_scope
from network.agencies.selectors import agency_of_page

from ..page_files import digests_of_files
from ..revisions import digest_of, newest_revision
from ..stages import Stage
from .decisions import Decision


class AgencyTask(Task):
    """A step that stock Wagtail shows but cannot decide: `network.moderation.services` does."""

    # Roles that may edit while the page waits here; others must take the submission back first.
    editing_roles: frozenset[str]
    stage: Stage

    class Meta:
        abstract = True

    def start(self, workflow_state: WorkflowState, user: User | None = None) -> TaskState:
        """Begin this step on the newest revision.

        Wagtail's own takes the page's `latest_revision`, which an edit under way has not set yet.
        """
        task_state = TaskState.objects.create(
            workflow_state=workflow_state,
            task=self,
            revision=newest_revision(workflow_state.object_id),
            status=TaskState.STATUS_IN_PROGRESS,
        )
        task_submitted.send(sender=TaskState, instance=task_state, user=user)
        return task_state

    def on_action(self, task_state: TaskState, user: User, action_name: str, **kwargs: Any) -> None:
        """Refuse: a decision needs its checklist and its line in the log."""
        raise PermissionDenied

    def locked_for_user(self, obj: Page, user: User) -> bool:
        """Return whether `user` may not change the text while it waits here."""
        agency = agency_of_page(obj)
        held = (
            cached_scope(user).agency_roles.get(agency.pk, frozenset()) if agency else frozenset()
        )
        return not (held & self.editing_roles)

    def get_task_states_user_can_moderate(self, user: User, **kwargs: Any) -> QuerySet[TaskState]:
        """Return what waits at this step in the agencies where `user` may edit it."""
        agencies = [
            agency
            for agency, held in cached_scope(user).agency_roles.items()
            if held & self.editing_roles
        ]
        return TaskState.objects.filter(
            status=TaskState.STATUS_IN_PROGRESS,
            task=self,
            workflow_state__submission__agency__in=agencies,
            workflow_state__submission__closed_at=None,
        )


class AppraisalTask(AgencyTask):
    """Thẩm định: somebody who wrote none of it answers the checklist."""

    editing_roles = frozenset({Role.APPRAISER, Role.AGENCY_ADMIN})
    stage = Stage.WAITING_APPRAISAL

    class Meta:
        verbose_name = _("appraisal")
        verbose_name_plural = _("appraisals")


class ApprovalTask(AgencyTask):
    """Phê duyệt: the leader's word, after which the workflow publishes."""

    editing_roles = frozenset({Role.APPRAISER, Role.APPROVER, Role.AGENCY_ADMIN})
    stage = Stage.WAITING_APPROVAL

    def start(self, workflow_state: WorkflowState, user: User | None = None) -> TaskState:
        """Begin this step, or lead back to the appraisal what has changed since.

        Wagtail resumes a returned page at the step that returned it, and counts an appraised
        revision as appraised even where its content was overwritten in place, or a file of it
        replaced.
        """
        if is_appraised(newest_revision(workflow_state.object_id), with_files=True):
            return super().start(workflow_state, user=user)
        steps = workflow_state.workflow.tasks.specific()
        return next(step for step in steps if isinstance(step, AppraisalTask)).start(
            workflow_state, user=user
        )

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")


def is_appraised(revision: Revision, *, with_files: bool = False) -> bool:
    """Return whether this very content has passed an appraisal that still counts; two queries.

    With its files: none of them is another now, nor has its text been corrected.
    """
    passed = Decision.objects.standing_appraisals(
        page_id=int(revision.object_id), revision_id=revision.pk, digest=digest_of(revision.pk)
    )
    appraisal = passed.order_by("-pk").first()
    if appraisal is None or not with_files:
        return appraisal is not None
    read = appraisal.detail.get("files")
    return read is None or read == digests_of_files(revision.as_object())
