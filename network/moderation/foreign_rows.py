"""What a text names is asked once more where it goes out: a file may have changed hands since."""

from wagtail.models import Revision

from network.agencies.references import foreign_references
from network.agencies.scope import SECTION_PATH_LENGTH

from .moves import MoveRefused
from .rules import MoveRefusal


def names_foreign_rows(revision: Revision) -> bool:
    """Return whether the text names a page, picture or file of another agency; five queries."""
    page = revision.as_object()
    return any(foreign_references(page, section_path=page.path[:SECTION_PATH_LENGTH]))


def require_own_rows(revision: Revision) -> None:
    """Raise MoveRefused where the text would make another agency's rows public."""
    if names_foreign_rows(revision):
        raise MoveRefused(MoveRefusal.FOREIGN_ROWS)
