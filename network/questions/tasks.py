"""Background work of the questions: mails, reminders, and forgetting."""

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from network.core.cron import daily
from network.core.working_days import is_working_day

MAIL_RETRY = RetryStrategy(max_attempts=5, exponential_wait=5)


@app.task(name="questions.tell_asker", retry=MAIL_RETRY)
def tell_asker(question_id: int) -> None:
    """Mail the asker what became of the question; once, however often this runs."""
    # The services defer tasks of this module: importing them at the top would go in a circle.
    from . import notifications

    notifications.tell_asker(question_id=question_id, now=timezone.now())


@app.task(name="questions.forget_earlier_wordings")
def forget_earlier_wordings(page_id: int) -> None:
    """Take what was published over what an answer's drafts said."""
    from . import services

    services.forget_earlier_wordings(page_id=page_id)


@app.periodic(cron=daily(7, 10))
@app.task(name="questions.queue_reminders", queueing_lock="questions.queue_reminders")
def queue_reminders(timestamp: int) -> None:
    """Queue a reminder for each agency with questions late or soon due, on working days."""
    from . import notifications

    if not is_working_day(timezone.localdate()):
        return
    for agency_id in notifications.agencies_to_remind(now=timezone.now()):
        remind_agency.defer(agency_id=agency_id)


# 6:50 in Việt Nam, before the reminders.
@app.periodic(cron=daily(6, 50))
@app.task(name="questions.pass_on", queueing_lock="questions.pass_on")
def pass_on(timestamp: int) -> None:
    """Forward what waits at agencies that have ended."""
    from . import succession

    succession.pass_on(now=timezone.now())


@app.task(name="questions.remind_agency", retry=MAIL_RETRY)
def remind_agency(agency_id: int) -> None:
    """Mail the people of an agency how many questions wait; once a day."""
    from . import notifications

    notifications.remind_agency(agency_id=agency_id, now=timezone.now())


@app.periodic(cron="23 * * * *")
@app.task(name="questions.forget", queueing_lock="questions.forget")
def forget(timestamp: int) -> None:
    """Erase what was kept long enough: questions and reports."""
    from .services import erase_old

    erase_old(now=timezone.now())
