"""Machine-readable metadata of a document: schema.org Legislation as JSON-LD, ELI terms as meta
elements.

https://schema.org/Legislation, https://op.europa.eu/en/web/eu-vocabularies/eli
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils.safestring import SafeString

from network.core.json_ld import script_text

from ..models import LegalDocument
from ..models.choices import TerritorialScope, Validity
from .relations import RelationGroup

_FORCES = {
    Validity.IN_FORCE: "InForce",
    Validity.PARTLY_EXPIRED: "PartiallyInForce",
    Validity.NOT_YET: "NotInForce",
    Validity.EXPIRED: "NotInForce",
    Validity.SUSPENDED: "NotInForce",
    Validity.OBSOLETE: "NotInForce",
}
_ELI_FORCES = {"InForce": "inForce", "PartiallyInForce": "partiallyInForce"}
# Relation types seen from the acting document, mapped to properties.
_PROPERTIES = {
    "sua_doi_bo_sung-out": "legislationAmends",
    "thay_the-out": "legislationRepeals",
    "bai_bo-out": "legislationRepeals",
    "dinh_chinh-out": "legislationCorrects",
    "hop_nhat-out": "legislationConsolidates",
    "quy_dinh_chi_tiet-out": "legislationEnsuresImplementationOf",
    "huong_dan_ap_dung-out": "legislationApplies",
    "can_cu-out": "isBasedOn",
}
_CHANGES = frozenset({"legislationAmends", "legislationRepeals", "legislationCorrects"})
_ELI = "http://data.europa.eu/eli/ontology#"


def json_ld(
    document: LegalDocument, groups: Iterable[RelationGroup], *, url: str, day: dt.date
) -> SafeString:
    """Return the document as JSON-LD, escaped for a script element. `url` is absolute."""
    base = url.removesuffix(document.get_absolute_url())
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Legislation",
        "@id": url,
        "url": url,
        "inLanguage": "vi",
        "name": f"{document}: {document.title}",
        "legislationIdentifier": document.number,
        "legislationType": document.type.label,
        "legislationDate": _iso(document.issued_on),
        "datePublished": _iso(document.gazette_on),
        "legislationPassedBy": _passed_by(document),
        "legislationJurisdiction": "VN" if document.scope == TerritorialScope.NATIONWIDE else "",
        "temporalCoverage": _coverage(document),
        "legislationLegalForce": _legal_force(document, day),
        "sameAs": document.official_copy,
        "about": [row["name"] for row in getattr(document, "topic_rows", [])],
        **_tied(groups, base),
    }
    return script_text(facts)


def eli(document: LegalDocument, *, day: dt.date) -> list[tuple[str, str]]:
    """Return (ELI term, value) pairs of the known facts, for meta elements."""
    force = _force(document, day)
    facts = {
        "id_local": document.number,
        "title": document.title,
        "type_document": document.type.label,
        "date_document": _iso(document.issued_on),
        "date_publication": _iso(document.gazette_on),
        "passed_by": document.issuer.name if document.issuer else "",
        "first_date_entry_in_force": _iso(document.effective_on),
        "date_no_longer_in_force": _iso(document.expires_on),
        "in_force": f"{_ELI}InForce-{_ELI_FORCES.get(force, 'notInForce')}" if force else "",
    }
    return [(_ELI + term, value) for term, value in facts.items() if value]


def _force(document: LegalDocument, day: dt.date) -> str:
    """Return the schema.org value of the legal status, or "" without an official source."""
    if document.is_status_unchecked(day):
        return ""
    return _FORCES.get(document.shown_validity(day), "")


def _legal_force(document: LegalDocument, day: dt.date) -> str:
    force = _force(document, day)
    return f"https://schema.org/{force}" if force else ""


def _passed_by(document: LegalDocument) -> dict[str, str] | None:
    body = document.issuer
    return {"@type": "GovernmentOrganization", "name": body.name} if body else None


def _coverage(document: LegalDocument) -> str:
    if document.effective_on is None:
        return ""
    last = document.expires_on - dt.timedelta(days=1) if document.expires_on else None
    return f"{_iso(document.effective_on)}/{_iso(last) or '..'}"


def _tied(groups: Iterable[RelationGroup], base: str) -> dict[str, list[dict[str, str]]]:
    """Return the confirmed relations by schema.org property."""
    tied: dict[str, list[dict[str, str]]] = {}
    for group in groups:
        name = _PROPERTIES.get(group.key)
        for related in group.related if name else ():
            if name and related.confirmed:
                entry = {"@type": "Legislation", "legislationIdentifier": related.number}
                if related.document:
                    entry["@id"] = base + related.document.get_absolute_url()
                tied.setdefault(name, []).append(entry)
    changed = [entry for name, entries in tied.items() if name in _CHANGES for entry in entries]
    return tied | ({"legislationChanges": changed} if changed else {})


def _iso(day: dt.date | None) -> str:
    return day.isoformat() if day else ""
