"""The two tasks of the workflow. Both derive the responsible people from the page's agency."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision, Task, TaskState, WorkflowState
from wagtail.signals import task_submitted

from network.accounts.models import User
from network.agencies.corrections import correctors_of, with_corrected
from network.agencies.models import Role
from network.agencies.scope import cached_scope
from network.agencies.selectors import agency_of_page

from ..page_files import digests_of_files
from ..revisions import digest_of, newest_revision
from ..stages import Stage
from .decisions import Decision


class AgencyTask(Task):
    """A workflow task that Wagtail's own screens can display but not complete.
    `network.moderation.services` does that."""

    # Roles that may edit the page at this step; other people must take back the submission first.
    editing_roles: frozenset[str]
    stage: Stage

    class Meta:
        abstract = True

    def start(self, workflow_state: WorkflowState, user: User | None = None) -> TaskState:
        """Start this step with the newest revision.

        Wagtail uses the page's `latest_revision`, which is not updated yet while an edit is being
        saved.
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
        """Raise PermissionDenied: decisions need the checklist and a row in the log."""
        raise PermissionDenied

    def locked_for_user(self, obj: Page, user: User) -> bool:
        """Return whether `user` may not edit the page while it is at this step."""
        agency = agency_of_page(obj)
        if agency is None:
            return True
        acting = correctors_of(agency, timezone.localdate()) or {agency.pk}
        roles = cached_scope(user).agency_roles
        return all(self.editing_roles.isdisjoint(roles.get(pk, ())) for pk in acting)

    def get_task_states_user_can_moderate(self, user: User, **kwargs: Any) -> QuerySet[TaskState]:
        """Return the open task states of this step in the agencies where `user` may edit."""
        agencies = [
            agency
            for agency, held in cached_scope(user).agency_roles.items()
            if held & self.editing_roles
        ]
        return TaskState.objects.filter(
            status=TaskState.STATUS_IN_PROGRESS,
            task=self,
            workflow_state__submission__agency__in=with_corrected(agencies, timezone.localdate()),
            workflow_state__submission__closed_at=None,
        )


class AppraisalTask(AgencyTask):
    """Thẩm định: a person who did not write the text answers the checklist."""

    editing_roles = frozenset({Role.APPRAISER, Role.AGENCY_ADMIN})
    stage = Stage.WAITING_APPRAISAL

    class Meta:
        verbose_name = _("appraisal")
        verbose_name_plural = _("appraisals")


class ApprovalTask(AgencyTask):
    """Phê duyệt: the approver decides, then the workflow publishes."""

    editing_roles = frozenset({Role.APPRAISER, Role.APPROVER, Role.AGENCY_ADMIN})
    stage = Stage.WAITING_APPROVAL

    def start(self, workflow_state: WorkflowState, user: User | None = None) -> TaskState:
        """Start this step, or restart the appraisal if the content has changed since.

        Wagtail resumes a returned page at the step that returned it, and treats a revision as
        appraised even if its content was overwritten in place or one of its files replaced.
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
    """Return whether exactly this content has passed an appraisal that is still valid. Two queries.

    `with_files` also requires that no file was replaced and no file's text corrected since.
    """
    passed = Decision.objects.standing_appraisals(
        page_id=int(revision.object_id), revision_id=revision.pk, digest=digest_of(revision.pk)
    )
    appraisal = passed.order_by("-pk").first()
    if appraisal is None or not with_files:
        return appraisal is not None
    read = appraisal.detail.get("files")
    return read is None or read == digests_of_files(revision.as_object())
