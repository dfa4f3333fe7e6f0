"""What an agency publishes."""

from .articles import ArticlePage, ArticleTopic, Correction
from .sections import AgencyHomePage, LibraryRule, SectionIndexPage, SectionKey

__all__ = [
    "AgencyHomePage",
    "ArticlePage",
    "ArticleTopic",
    "Correction",
    "LibraryRule",
    "SectionIndexPage",
    "SectionKey",
]
