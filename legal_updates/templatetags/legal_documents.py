"""Template filters for legal documents."""

import datetime as dt

from django import template

from .. import standing
from ..models import LegalDocument
from ..models.choices import Validity

register = template.Library()
_SIGNS: dict[str, str] = {
    Validity.IN_FORCE: "circle-check",
    Validity.NOT_YET: "clock",
    Validity.PARTLY_EXPIRED: "circle-half",
    Validity.EXPIRED: "circle-x",
    Validity.SUSPENDED: "circle-x",
    Validity.OBSOLETE: "circle-x",
}


@register.filter
def shown_validity(document: LegalDocument, day: dt.date) -> Validity:
    """Return the status of `document` on `day` as shown to citizens."""
    return document.shown_validity(day)


@register.filter
def status_sign(validity: str) -> str:
    """Return the icon of a validity."""
    return _SIGNS.get(validity, "info-circle")


@register.filter
def status_unchecked(document: LegalDocument, day: dt.date) -> bool:
    """Return whether the status shown on `day` has no official source."""
    return document.is_status_unchecked(day)


@register.filter
def pending_label(document: LegalDocument, day: dt.date) -> str:
    """Return the label of the pending change of `document`, or ""."""
    return standing.pending_label(document, day=day)


@register.filter
def status_in_words(document: LegalDocument, day: dt.date) -> str:
    """Return the status of `document` on `day` on one line, for print."""
    return standing.status_in_words(document, day=day)
