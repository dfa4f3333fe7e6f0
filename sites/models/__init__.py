"""What an agency publishes."""

from .articles import ArticlePage, ArticleTopic, Correction
from .link_checks import LinkCheck, LinkState
from .links import LinkTarget, RequiredLink, SectionLink
from .panos import Pano, PanoPlacement
from .sections import AgencyHomePage, LibraryRule, SectionIndexPage, SectionKey

__all__ = [
    "AgencyHomePage",
    "ArticlePage",
    "ArticleTopic",
    "Correction",
    "LibraryRule",
    "LinkCheck",
    "LinkState",
    "LinkTarget",
    "Pano",
    "PanoPlacement",
    "RequiredLink",
    "SectionIndexPage",
    "SectionKey",
    "SectionLink",
]
