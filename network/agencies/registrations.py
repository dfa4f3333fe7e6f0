"""Registrations of the agencies app. Its folders have their own."""

from network.core.start_page import START_PANELS

from . import figures
from .models import JOURNAL_ACTIONS, AuditAction


def register() -> None:
    """Register the figures of the start page and the actions of the audit log."""
    START_PANELS.register({"figures": figures.panels_for})
    JOURNAL_ACTIONS.register(dict(AuditAction.choices))
