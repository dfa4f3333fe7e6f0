"""Registrations of the quality of content."""

from ..running import MEASURES
from .measuring import measure_pages


def register() -> None:
    """Measure the pages of sections before each run of the checks."""
    MEASURES.register({"quality": measure_pages})
