"""Wagtail's own background tasks run in the project's queue."""

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from wagtail.models import Page

from network.core.tasks_backend import run_background_task
from tests.factories.sections import make_hub, make_section

pytestmark = pytest.mark.django_db
NAME = "network.core.run_background_task"


def test_a_saved_page_is_indexed_by_the_queue(django_capture_on_commit_callbacks):
    make_hub()
    home = make_section("Sở Nội vụ")
    with django_capture_on_commit_callbacks(execute=True):
        home.title = "Sở Ngoại vụ"
        home.save()
    jobs = ProcrastinateJob.objects.filter(task_name=NAME)
    assert jobs.exists()
    assert home.pk not in [page.pk for page in Page.objects.search("ngoai vu")]
    for job in jobs:
        run_background_task(**job.args)
    assert home.pk in [page.pk for page in Page.objects.search("ngoai vu")]


def test_nothing_is_queued_for_what_was_rolled_back(django_capture_on_commit_callbacks):
    before = ProcrastinateJob.objects.filter(task_name=NAME).count()
    with django_capture_on_commit_callbacks(execute=False):
        make_section("Sở Nội vụ").save()
    assert ProcrastinateJob.objects.filter(task_name=NAME).count() == before
