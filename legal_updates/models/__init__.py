"""Models of the register of legal documents and its citations."""

from .citations import Citation, PageReview
from .documents import DocumentFile, DocumentTopic, LegalDocument
from .drafts import DocumentDraft
from .registers import OTHER_KIND, DocumentType, IssuingBody, RelationType
from .relations import Relation, ValidityChange
from .statuses import StatusProposal
from .topics import Topic

__all__ = [
    "OTHER_KIND",
    "Citation",
    "DocumentDraft",
    "DocumentFile",
    "DocumentTopic",
    "DocumentType",
    "IssuingBody",
    "LegalDocument",
    "PageReview",
    "Relation",
    "RelationType",
    "StatusProposal",
    "Topic",
    "ValidityChange",
]
