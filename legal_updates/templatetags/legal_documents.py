"""What templates ask of a legal document."""

import datetime as dt

from django import template

from ..choices import Validity
from ..models import LegalDocument

register = template.Library()


@register.filter
def validity_on(document: LegalDocument, day: dt.date) -> Validity:
    """Return the validity of `document` on `day`, as citizens may be told."""
    return document.validity_on(day)
