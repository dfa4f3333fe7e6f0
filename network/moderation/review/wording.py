"""Messages shown after a decision."""

from django.utils.translation import gettext_lazy as _

from ..models import Action

SUCCESS_MESSAGES = {
    Action.APPRAISED: _("The page has passed its appraisal and waits for approval: %(title)s"),
    Action.APPROVED: _("The page is approved: %(title)s"),
    Action.RETURNED: _("The page went back to its author: %(title)s"),
    Action.PUBLISHED_URGENTLY: _("The page is published; its appraisal is owed: %(title)s"),
    Action.APPRAISED_AFTERWARDS: _("The page has passed the appraisal it owed: %(title)s"),
    Action.FAILED_AFTERWARDS: _("The page failed its appraisal and is withdrawn: %(title)s"),
}
