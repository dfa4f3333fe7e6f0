"""Registrations of citations."""

from network.mailing.digests import DIGEST_PARTS

from ..services import ARRIVALS
from . import hooks, mailing, tasks  # noqa: F401  # importing them registers them
from .services import resolve_pending_citations


def register() -> None:
    """Register the part of the daily mail, and what links waiting citations to new documents."""
    DIGEST_PARTS.register({"page reviews": mailing.DIGEST})
    ARRIVALS.register({"citations": resolve_pending_citations})
