"""The files that a page offers to readers, as its model lists them."""

from wagtail.models import Page

from .hints.types import FileFacts


def files_of(page: Page) -> tuple[FileFacts, ...]:
    """Return the files of `page` that must be readable. Empty for page models without files."""
    files: tuple[FileFacts, ...] = ()
    if hasattr(page, "moderation_files"):
        files = page.moderation_files()
    return files


def digests_of_files(page: Page) -> dict[str, str]:
    """Return the digest of each file's version and text, by file key."""
    return {str(file.key): file.digest for file in files_of(page)}
