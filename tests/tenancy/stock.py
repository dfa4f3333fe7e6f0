"""Rows of Wagtail's own models that a house owns: remarks, a workflow, restrictions of views.

And a background job that has failed.
"""

import datetime as dt
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import log
from wagtail.models import (
    CollectionViewRestriction,
    Comment,
    CommentReply,
    GroupApprovalTask,
    Page,
    PageSubscription,
    PageViewRestriction,
    TaskState,
    Workflow,
    WorkflowPage,
    WorkflowState,
    WorkflowTask,
)

from network.agencies.models import Role
from network.hub.search.unanswered import DAYS, record_unanswered
from network.stops.services import announce

if TYPE_CHECKING:
    from tests.tenancy.conftest import House


def add_remarks(house: "House", *, now: dt.datetime) -> None:
    """Put what is said about its draft into the house, and a redirect."""
    page, author = house.article, house.people["author"]
    remark = Comment.objects.create(
        page=page, user=author, text=house.secret, contentpath="title", created_at=now
    )
    CommentReply.objects.create(comment=remark, user=author, text=house.secret)
    PageSubscription.objects.create(page=page, user=author, comment_notifications=True)
    log(instance=house.image, action="wagtail.edit", user=author)
    house.contents.redirect = Redirect.objects.create(
        old_path=f"/{house.secret.lower()}", redirect_page=page
    )


def add_workflow(house: "House") -> None:
    """Put a workflow of the stock kind into the house, with a page in it."""
    # Not the first draft: a page in the workflow is locked for its author.
    own, page, author = house.contents, house.contents.scheduled, house.people["author"]
    own.workflow = Workflow.objects.create(name=house.secret)
    own.task = GroupApprovalTask.objects.create(name=house.secret)
    own.task.groups.add(house.agency.role_groups.get(role=Role.APPROVER).group)
    WorkflowTask.objects.create(workflow=own.workflow, task=own.task)
    WorkflowPage.objects.create(workflow=own.workflow, page=own.section)
    own.workflow_state = WorkflowState.objects.create(
        content_type=page.cached_content_type,
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id=str(page.pk),
        workflow=own.workflow,
        requested_by=author,
    )
    own.task_state = TaskState.objects.create(
        workflow_state=own.workflow_state,
        revision=page.latest_revision,
        task=own.task,
        comment=house.secret,
        content_type=ContentType.objects.get_for_model(TaskState),
    )
    own.workflow_state.current_task_state = own.task_state
    own.workflow_state.save()


def add_restrictions(house: "House") -> None:
    """Put a folder and a page behind a password each."""
    own = house.contents
    group = house.agency.role_groups.get(role=Role.AUTHOR).group
    own.collection = house.agency.collection.add_child(name=house.secret)
    own.collection_restriction = CollectionViewRestriction.objects.create(
        collection=own.collection, restriction_type="password", password=house.secret
    )
    own.page_restriction = PageViewRestriction.objects.create(
        page=house.article, restriction_type="password", password=house.secret
    )
    own.collection_restriction.groups.add(group)
    own.page_restriction.groups.add(group)


def add_failed_job() -> None:
    """Add a background job that has failed; no task changes it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status, args)"
            " VALUES ('mail', 'mailing.send', 'failed', '{\"mail_id\": 0}')"
        )


def add_stop() -> None:
    """Announce a stop of the system, which belongs to the network."""
    now = timezone.now()
    begins = now + dt.timedelta(days=60)
    announce(
        begins_at=begins,
        ends_at=begins + dt.timedelta(hours=4),
        reason="Nâng cấp máy chủ.",
        works="Vẫn đọc được bài.",
        now=now,
    )


def add_search_in_vain() -> None:
    """Let citizens search in vain on enough days, which belongs to no agency."""
    today = timezone.localdate()
    for ago in range(DAYS, 0, -1):
        record_unanswered("nuôi chim yến", today=today - dt.timedelta(days=ago))
