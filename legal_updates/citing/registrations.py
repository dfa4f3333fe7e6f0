"""Registrations of citations."""

from network.mailing.kinds import MAIL_KINDS

from ..services import ARRIVALS
from . import hooks, mailing, tasks  # noqa: F401  # importing them registers them
from .services import resolve_pending_citations


def register() -> None:
    """Register the mails, and what links waiting citations to new documents."""
    MAIL_KINDS.register(mailing.MAILS)
    ARRIVALS.register({"citations": resolve_pending_citations})
