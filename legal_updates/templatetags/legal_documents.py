"""What templates ask of a legal document."""

import datetime as dt

from django import template

from ..choices import Validity
from ..models import LegalDocument

register = template.Library()


@register.filter
def shown_validity(document: LegalDocument, day: dt.date) -> Validity:
    """Return the validity of `document` on `day`, as citizens may be told."""
    return document.shown_validity(day)
