"""What templates ask of a legal document."""

import datetime as dt

from django import template

from .. import standing
from ..choices import Validity
from ..models import LegalDocument

register = template.Library()


@register.filter
def shown_validity(document: LegalDocument, day: dt.date) -> Validity:
    """Return the validity of `document` on `day`, as citizens may be told."""
    return document.shown_validity(day)


@register.filter
def status_unchecked(document: LegalDocument, day: dt.date) -> bool:
    """Return whether the status shown on `day` comes from no official source."""
    return document.is_status_unchecked(day)


@register.filter
def pending_label(document: LegalDocument, day: dt.date) -> str:
    """Return what an unconfirmed relation says of `document`, "" for nothing."""
    return standing.pending_label(document, day=day)


@register.filter
def status_in_words(document: LegalDocument, day: dt.date) -> str:
    """Return the status of `document` on `day` on one line, for paper."""
    return standing.status_in_words(document, day=day)
