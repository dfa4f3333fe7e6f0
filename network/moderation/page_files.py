"""The files that readers of a page read on pages of ours: only its model knows them."""

from wagtail.models import Page

from .hints.types import FileFacts


def files_of(page: Page) -> tuple[FileFacts, ...]:
    """Return the files of `page` that its readers must be able to read."""
    files: tuple[FileFacts, ...] = ()
    if hasattr(page, "moderation_files"):
        files = page.moderation_files()
    return files


def digests_of_files(page: Page) -> dict[str, str]:
    """Return a digest of each version and its text, by the key of the file."""
    return {str(file.key): file.digest for file in files_of(page)}
