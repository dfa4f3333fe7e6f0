"""Errors for pasted links that name no channel, with a sentence that says what to paste."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NO_LINK = _("This is no link. Copy the address of the page from the browser and paste it here.")
TOO_LONG = _("This text is too long. Paste the link alone.")
SHORT = _("This is a short link. Open it and paste the address that the browser shows then.")
INSIDE = _(
    "This is a post, a video or a search, no page. Open the page itself and paste its address."
)
UNCLEAR = _(
    "The link alone does not tell where it leads. Open it and paste the address that the browser"
    " shows then."
)
ELSEWHERE = _("This link leads to another platform than the one of the channel.")
NO_POST = _("This is the page itself. Open the post and paste its own address.")
OF_ANOTHER = _("This post lies on another page. Open it on the page of the channel.")


class Problem(StrEnum):
    """Kinds of errors that the public link check handles differently."""

    NO_LINK = "no_link"
    CONTENT = "content"
    UNCLEAR = "unclear"


class AddressError(ValueError):
    """Raised if a text names no channel. `reason` is a sentence that says what to paste instead."""

    def __init__(self, reason: str | Promise, problem: Problem = Problem.NO_LINK) -> None:
        super().__init__(str(reason))
        self.reason = reason
        self.problem = problem
