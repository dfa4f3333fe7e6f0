"""R29: whom to ask is told, as a setting that can be changed."""

from django.utils.translation import gettext as _

from network.hub.models import HubSettings

from ..outcomes import CheckOutcome, Evidence, Participants, Thresholds, judged_by_parts


def check(participants: Participants, thresholds: Thresholds) -> dict[int, CheckOutcome]:
    """The hub gives a telephone number and an address for e-mail."""
    hub = HubSettings.objects.first()
    told = ((_("Telephone"), hub.phone if hub else ""), (_("E-mail"), hub.email if hub else ""))
    outcome = judged_by_parts(Evidence(label, words, fine=bool(words)) for label, words in told)
    return participants.each(lambda pk: outcome)
