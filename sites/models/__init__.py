"""What an agency publishes."""

from .articles import ArticlePage, ArticleTopic, Correction
from .languages import Language
from .legal_updates import LegalUpdatePage, UpdateDocument, UpdateKind
from .link_checks import LinkCheck, LinkState
from .links import LinkTarget, RequiredLink, SectionLink
from .materials import MaterialDocument, MaterialFile, MaterialKind, MaterialPage
from .panos import Pano, PanoPlacement
from .sections import AgencyHomePage, LibraryRule, SectionIndexPage, SectionKey

__all__ = [
    "AgencyHomePage",
    "ArticlePage",
    "ArticleTopic",
    "Correction",
    "Language",
    "LegalUpdatePage",
    "LibraryRule",
    "LinkCheck",
    "LinkState",
    "LinkTarget",
    "MaterialDocument",
    "MaterialFile",
    "MaterialKind",
    "MaterialPage",
    "Pano",
    "PanoPlacement",
    "RequiredLink",
    "SectionIndexPage",
    "SectionKey",
    "SectionLink",
    "UpdateDocument",
    "UpdateKind",
]
