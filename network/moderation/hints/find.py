"""All hints for one revision, in the order in which a person mends them."""

from .attribution import find_file_hints, find_image_hints, find_link_hints, find_source_hints
from .citations import find_citation_hints
from .legacy_text import find_legacy_text_hints
from .personal_data import find_personal_data_hints
from .reading import find_reading_hints
from .types import Content, Hint, Severity

_FINDERS = (
    find_source_hints,
    find_image_hints,
    find_file_hints,
    find_personal_data_hints,
    find_legacy_text_hints,
    find_citation_hints,
    find_link_hints,
    find_reading_hints,
)


def find_hints(content: Content) -> tuple[Hint, ...]:
    """Return what the appraiser of `content` should look at; those that block stand first.

    Never raises for any text; takes time in proportion to the length of the text.
    """
    hints = [hint for find in _FINDERS for hint in find(content)]
    return tuple(sorted(hints, key=lambda hint: hint.severity is not Severity.BLOCKS))
