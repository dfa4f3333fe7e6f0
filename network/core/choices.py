"""A field by which citizens narrow a public list: `components/choices.html` shows them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Choice:
    """A field of the form as it stands; `name` is that of its parameter in the address."""

    name: str
    label: str | Promise
    # What it says where nothing is chosen.
    anything: str | Promise
    options: Iterable[tuple[str, str | Promise]]
    chosen: str
