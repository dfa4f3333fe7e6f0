"""Registrations of the agencies app. Its folders have their own."""

from django.utils.translation import gettext_lazy as _

from network.core.frame import NAMES
from network.core.start_page import START_PANELS

from . import figures
from .holdings import HOLDINGS, Holding, RowFate, staying
from .models import JOURNAL_ACTIONS, AuditAction, Invitation


def register() -> None:
    """Register the figures of the start page, the actions of the audit log, and what people read
    who are refused."""
    NAMES.register({"why_refused": "agencies/why_refused.html"})
    START_PANELS.register({"figures": figures.panels_for})
    JOURNAL_ACTIONS.register(dict(AuditAction.choices))
    HOLDINGS.register(
        {
            "agencies.agency": Holding(
                RowFate.STAYS, ("parent", "archive_keeper"), label=_("subordinate agencies")
            ),
            "agencies.succession": Holding(RowFate.STAYS, ("successor", "predecessor")),
            "agencies.membership": Holding(RowFate.ENDS),
            "agencies.invitation": Holding(RowFate.ENDS, rows=Invitation.objects.unanswered),
            "agencies.rolegroup": Holding(RowFate.ENDS, is_shown=False),
            **staying("agencies", "auditentry", "act"),
        }
    )
