"""The asker's consent, with versioned wording (Luật 91/2025/QH15, domain brief 3.3)."""

from django.conf import settings
from django.utils.translation import gettext as _

# Change the version with the wording: each question stores the version that was agreed to.
VERSION = "2026-11"


def wording() -> str:
    """Return the consent text in the active language."""
    text = _(
        "I agree that my question, and my email if I give it, are kept to answer me, and erased"
        " {days} days after the answer. Only a version without anything that tells who I am may"
        " be published."
    )
    return text.format(days=settings.QUESTION_KEEP_DAYS)
