"""Registrations of the activities app with lower layers."""

from django.utils.translation import gettext_lazy as _

from network.agencies.holdings import HOLDINGS, Holding, RowFate, staying
from network.agencies.models import JOURNAL_ACTIONS
from network.core.frame import NAMES
from network.mailing.kinds import MAIL_KINDS

from . import notifications
from .actions import ActivityAction


def register() -> None:
    """Register this app's contributions."""
    HOLDINGS.register(
        {
            "activities.speakerrequest": Holding(RowFate.STAYS, ("agency", "to_agency")),
            "activities.activity_hosts": Holding(RowFate.STAYS, label=_("shared activities")),
            **staying("activities", "reporter", "activity"),
        }
    )
    JOURNAL_ACTIONS.register(dict(ActivityAction.choices))
    NAMES.register(
        {
            "legal_reporters": "public_reporters:list",
            "speakers_of_agency": "activities/speakers.html",
        }
    )
    MAIL_KINDS.register(notifications.MAILS)
