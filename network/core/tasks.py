"""Work of no agency in particular that runs in the background."""

from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status
from wagtail.search.backends import get_search_backend

from .spam_guard import counting


@app.periodic(cron="40 2 * * *")
@app.task(name="core.refresh_title_norms", queueing_lock="core.refresh_title_norms")
def refresh_title_norms(timestamp: int) -> None:
    """Weigh the titles that were indexed since yesterday as the others are weighed."""
    get_search_backend().refresh_title_norms()


@app.periodic(cron="*/5 * * * *")
@app.task(
    name="core.retry_stalled_jobs", queueing_lock="core.retry_stalled_jobs", pass_context=True
)
async def retry_stalled_jobs(context: JobContext, timestamp: int) -> None:
    """Queue again what a killed worker had begun: every job here is safe to run twice.

    Left alone, it would hold its lock for ever, and no job of that lock would run again.
    """
    jobs = context.app.job_manager
    for job in await jobs.get_stalled_jobs():
        try:
            await jobs.retry_job(job)
        except UniqueViolation:
            # The next one of its kind waits already.
            await jobs.finish_job(job, status=Status.FAILED, delete_job=False)


@app.periodic(cron="25 * * * *")
@app.task(name="core.forget_attempts", queueing_lock="core.forget_attempts")
def forget_attempts(timestamp: int) -> None:
    """Delete the counts of the forms of citizens whose hour is over."""
    counting.forget_attempts(now=timezone.now())
