"""What an asker agrees to, in the wording of each time (Luật 91/2025/QH15, domain brief 3.3)."""

from django.conf import settings
from django.utils.translation import gettext as _

# A changed wording is a new version: a question keeps which one was ticked.
VERSION = "2026-11"


def wording() -> str:
    """Return the sentence beside the box, in the language of the moment."""
    text = _(
        "I agree that my question, and my email if I give it, are kept to answer me, and erased"
        " {days} days after the answer. Only a version without anything that tells who I am may"
        " be published."
    )
    return text.format(days=settings.QUESTION_KEEP_DAYS)
