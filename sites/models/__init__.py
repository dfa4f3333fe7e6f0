"""What an agency publishes."""

from .articles import ArticlePage, ArticleTopic
from .sections import AgencyHomePage, LibraryRule, SectionIndexPage, SectionKey

__all__ = [
    "AgencyHomePage",
    "ArticlePage",
    "ArticleTopic",
    "LibraryRule",
    "SectionIndexPage",
    "SectionKey",
]
