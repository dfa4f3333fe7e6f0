"""Check of R29: contact data of the overseer are set."""

from django.utils.translation import gettext as _

from network.hub.models import HubSettings

from ..outcomes import CheckOutcome, Evidence, Participants, Thresholds, judged_by_parts, rests_on
from ..proofs import CONTACT


@rests_on(CONTACT)
def check(participants: Participants, thresholds: Thresholds) -> dict[int, CheckOutcome]:
    """Met if the hub's settings have a telephone number and an e-mail address; the same for all
    agencies."""
    hub = HubSettings.objects.first()
    told = ((_("Telephone"), hub.phone if hub else ""), (_("E-mail"), hub.email if hub else ""))
    rests = CONTACT.each([hub.pk] if hub else [])
    outcome = judged_by_parts(
        Evidence(label, words, fine=bool(words), rests=rests) for label, words in told
    )
    return participants.each(lambda pk: outcome)
