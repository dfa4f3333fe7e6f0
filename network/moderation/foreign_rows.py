"""Check before publication that a text does not refer to rows of another agency.

The editor checks this too, but a page, picture or file may have moved to another agency since.
"""

from wagtail.models import Revision

from network.agencies.references import foreign_references
from network.agencies.scope import SECTION_PATH_LENGTH

from .moves import MoveRefused
from .rules import MoveRefusal


def names_foreign_rows(revision: Revision) -> bool:
    """Return whether the revision refers to a page, picture or file of another agency. Five
    queries."""
    page = revision.as_object()
    return any(foreign_references(page, section_path=page.path[:SECTION_PATH_LENGTH]))


def require_own_rows(revision: Revision) -> None:
    """Raise MoveRefused(FOREIGN_ROWS) if the revision refers to rows of another agency."""
    if names_foreign_rows(revision):
        raise MoveRefused(MoveRefusal.FOREIGN_ROWS)
