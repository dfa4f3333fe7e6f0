"""Other reasons to open a file that is not public: a higher floor registers them."""

from collections.abc import Callable

from django.http import HttpRequest

from .models import AgencyDocument, AgencyImage

type Pass = Callable[[HttpRequest, AgencyImage | AgencyDocument], bool]

_PASSES: list[Pass] = []


def register_pass(reason: Pass) -> None:
    """Let whoever `reason` says yes to open a file; asked last, at every request."""
    _PASSES.append(reason)


def holds_pass(request: HttpRequest, file: AgencyImage | AgencyDocument) -> bool:
    """Return whether any registered reason opens `file` for this request."""
    return any(reason(request, file) for reason in _PASSES)
