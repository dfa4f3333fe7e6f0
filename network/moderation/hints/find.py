"""Combine all hints for one revision."""

from .attribution import find_file_hints, find_image_hints, find_link_hints, find_source_hints
from .citations import find_citation_hints
from .legacy_text import find_legacy_text_hints
from .personal_data import find_personal_data_hints
from .readability import find_readability_hints
from .substance import find_substance_hints
from .types import Content, Hint, Severity

_FINDERS = (
    find_source_hints,
    find_image_hints,
    find_file_hints,
    find_personal_data_hints,
    find_legacy_text_hints,
    find_citation_hints,
    find_link_hints,
    find_readability_hints,
    find_substance_hints,
)


def find_hints(content: Content) -> tuple[Hint, ...]:
    """Return all hints about `content`, blocking ones first.

    Never raises, whatever the text; takes time proportional to its length.
    """
    hints = [hint for find in _FINDERS for hint in find(content)]
    return tuple(sorted(hints, key=lambda hint: hint.severity is not Severity.BLOCKS))
