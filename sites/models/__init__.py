"""Page models of an agency's section."""

from .articles import ArticlePage, ArticleTopic, Correction
from .events import EventPage
from .languages import Language
from .legal_updates import LegalUpdatePage, UpdateDocument, UpdateKind
from .link_checks import BodyLink, LinkCheck, LinkState
from .links import LinkTarget, RequiredLink, SectionLink
from .materials import MaterialDocument, MaterialFile, MaterialKind, MaterialPage
from .panos import Pano, PanoPlacement
from .passed_over import PassedOver
from .questions import QUESTION_LENGTH, QuestionDocument, QuestionPage
from .rule_periods import LibraryRulePeriod
from .sections import AgencyHomePage, LibraryRule, SectionIndexPage, SectionKey
from .short_texts import ShortTextPage
from .warnings import WarningLevel, WarningPage

__all__ = [
    "QUESTION_LENGTH",
    "AgencyHomePage",
    "ArticlePage",
    "ArticleTopic",
    "BodyLink",
    "Correction",
    "EventPage",
    "Language",
    "LegalUpdatePage",
    "LibraryRule",
    "LibraryRulePeriod",
    "LinkCheck",
    "LinkState",
    "LinkTarget",
    "MaterialDocument",
    "MaterialFile",
    "MaterialKind",
    "MaterialPage",
    "Pano",
    "PanoPlacement",
    "PassedOver",
    "QuestionDocument",
    "QuestionPage",
    "RequiredLink",
    "SectionIndexPage",
    "SectionKey",
    "SectionLink",
    "ShortTextPage",
    "UpdateDocument",
    "UpdateKind",
    "WarningLevel",
    "WarningPage",
]
