"""Audit log actions of rights requests."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RightsAction(TextChoices):
    """Actions on a rights request."""

    TAKEN_IN = "rights_request_taken_in", _("Request about rights or data taken in")
    DONE = "rights_request_done", _("Request about rights or data carried out")
    REFUSED = "rights_request_refused", _("Request about rights or data refused")
    PASSED_ON = "rights_request_passed_on", _("Request about rights or data passed on")
    WITHDRAWN = "rights_request_withdrawn", _("Request about rights or data deleted by its sender")
