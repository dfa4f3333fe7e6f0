"""What is said after a decision."""

from django.utils.translation import gettext_lazy as _

from ..models import Deed

DONE = {
    Deed.APPRAISED: _("The page has passed its appraisal and waits for approval: %(title)s"),
    Deed.APPROVED: _("The page is approved: %(title)s"),
    Deed.RETURNED: _("The page went back to its author: %(title)s"),
    Deed.PUBLISHED_URGENTLY: _("The page is published; its appraisal is owed: %(title)s"),
    Deed.APPRAISED_AFTERWARDS: _("The page has passed the appraisal it owed: %(title)s"),
    Deed.FAILED_AFTERWARDS: _("The page failed its appraisal and is withdrawn: %(title)s"),
}
