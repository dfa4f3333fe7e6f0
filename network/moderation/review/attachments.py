"""What the desk lists of a text besides its words: source, pictures and files."""

from dataclasses import dataclass

from wagtail.models import Page

from network.core.dates import format_day

from ..hints.types import Content, ImageFacts
from ..page_files import files_of


@dataclass(frozen=True, slots=True)
class Attachments:
    """The source in one line, the pictures, and the titles of the files."""

    source: str = ""
    images: tuple[ImageFacts, ...] = ()
    files: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.images) + len(self.files)

    def __bool__(self) -> bool:
        return bool(self.source or self.images or self.files)


def attachments_of(page: Page) -> Attachments:
    """Return what `page` names besides its words, in its in-memory state."""
    if not hasattr(page, "moderation_content"):
        return Attachments()
    content: Content = page.moderation_content()
    source = content.source
    facts = (source.name, source.author, source.agency, source.website)
    return Attachments(
        source=" · ".join(filter(None, (*facts, format_day(source.published)))),
        images=content.images,
        files=tuple(file.title for file in files_of(page)),
    )
