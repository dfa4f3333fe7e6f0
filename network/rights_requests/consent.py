"""What who sends a request agrees to, in the wording of each time (Luật 91/2025/QH15)."""

from django.conf import settings
from django.utils.translation import gettext as _

# A changed wording is a new version: a request keeps which one was ticked.
VERSION = "2026-11"


def wording() -> str:
    """Return the sentence beside the box, in the language of the moment."""
    text = _(
        "I agree that this request, and my email if I give it, are kept to deal with it, read by"
        " the agency's officers and those who oversee the network, and erased {days} days after"
        " it is closed."
    )
    return text.format(days=settings.QUESTION_KEEP_DAYS)
