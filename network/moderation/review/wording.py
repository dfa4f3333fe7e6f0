"""Messages shown after a decision."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from network.core.dates import format_moment

from ..models import Action, Decision

SUCCESS_MESSAGES = {
    Action.APPRAISED: _("The page has passed its appraisal and waits for approval: %(title)s"),
    Action.APPROVED: _("The page is approved: %(title)s"),
    Action.RETURNED: _("The page went back to its author: %(title)s"),
    Action.PUBLISHED_URGENTLY: _("The page is published; its appraisal is owed: %(title)s"),
    Action.APPRAISED_AFTERWARDS: _("The page has passed the appraisal it owed: %(title)s"),
    Action.FAILED_AFTERWARDS: _("The page failed its appraisal and is withdrawn: %(title)s"),
}


def success_message(decision: Decision, *, publish_at: dt.datetime | None) -> str:
    """Return the message after `decision`. It names the hour that the approver has set."""
    message = str(SUCCESS_MESSAGES[Action(decision.deed)]) % {"title": decision.page_title}
    if decision.deed != Action.APPROVED or publish_at is None:
        return message
    # A title may end with a mark of its own.
    stop = "" if message.endswith((".", "?", "!", "…")) else "."
    return f"{message}{stop} {_('It goes online at %s.') % format_moment(publish_at)}"
