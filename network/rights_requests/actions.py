"""What the journal says of requests."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RightsAction(TextChoices):
    """What can happen to a request."""

    TAKEN_IN = "rights_request_taken_in", _("Request about rights or data taken in")
    DONE = "rights_request_done", _("Request about rights or data carried out")
    REFUSED = "rights_request_refused", _("Request about rights or data refused")
