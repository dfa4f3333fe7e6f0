"""Registrations of citations."""

from ..services import ARRIVALS
from . import hooks, tasks  # noqa: F401  # importing them registers them
from .services import resolve_pending_citations


def register() -> None:
    """Register what links waiting citations to new documents."""
    ARRIVALS.register({"citations": resolve_pending_citations})
