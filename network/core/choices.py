"""Filter fields of public lists, rendered by `components/choices.html`."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter field with its current value; `name` is the query parameter."""

    name: str
    label: str | Promise
    # Text of the option for no choice.
    anything: str | Promise
    options: Iterable[tuple[str, str | Promise]]
    chosen: str
