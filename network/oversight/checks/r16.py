"""Check of R16: the data that a channel must state are registered."""

from django.utils.translation import gettext as _

from network.channels.models import Channel
from network.core.private_mail import is_private_mail

from ..outcomes import CheckOutcome, Participants, Thresholds, rests_on
from ..proofs import DECLARATION, ENTRIES
from .channels import judge_channels, open_channels


@rests_on(ENTRIES, DECLARATION)
def check(participants: Participants, thresholds: Thresholds) -> dict[int, CheckOutcome]:
    """Met if each channel has name, address, website, email and phone, and its email is not with a
    provider for private people."""
    return judge_channels(participants, open_channels(participants), _fault_of, ENTRIES.of_row)


def _fault_of(channel: Channel) -> str:
    """Return which of the five values are missing or private, in words; "" if none."""
    values = {
        _("name"): channel.name,
        _("office address"): channel.office,
        _("website"): channel.website,
        _("email"): channel.email,
        _("phone"): channel.phone,
    }
    missing = [label for label, value in values.items() if not value.strip()]
    if missing:
        return _("Missing: %s") % ", ".join(missing)
    if is_private_mail(channel.email):
        return _("The email is with a provider for private people: %s") % channel.email
    return ""
