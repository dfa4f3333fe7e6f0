"""Consent text of the request form and its version (Luật 91/2025/QH15)."""

from django.conf import settings
from django.utils.translation import gettext as _

# Increase it whenever the text changes. Each request stores the version that was accepted.
VERSION = "2026-11"


def wording() -> str:
    """Return the sentence beside the checkbox, in the active language."""
    text = _(
        "I agree that this request, and my email if I give it, are kept to deal with it, read by"
        " the agency's officers and those who oversee the network, and erased {days} days after"
        " it is closed."
    )
    return text.format(days=settings.QUESTION_KEEP_DAYS)
