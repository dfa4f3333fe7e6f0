"""The single workflow of the network, attached to the hub page so that every section inherits
it."""

from django.db import transaction
from wagtail.models import Page, Workflow, WorkflowPage, WorkflowTask

from .models import AppraisalTask, ApprovalTask

NAME = "Thẩm định và phê duyệt"
TASKS = ((AppraisalTask, "Thẩm định"), (ApprovalTask, "Phê duyệt"))


@transaction.atomic
def ensure_workflow(*, hub: Page) -> None:
    """Create the workflow, its two tasks and its link to `hub` if they are missing.

    Removes Wagtail's sample workflow, which depends on a stock group, from all pages.
    """
    workflow, _ = Workflow.objects.get_or_create(name=NAME)
    for order, (model, name) in enumerate(TASKS):
        task = model.objects.first() or model.objects.create(name=name)
        WorkflowTask.objects.get_or_create(
            workflow=workflow, task=task.task_ptr, defaults={"sort_order": order}
        )
    WorkflowPage.objects.exclude(workflow=workflow).delete()
    WorkflowPage.objects.get_or_create(page=hub, defaults={"workflow": workflow})
