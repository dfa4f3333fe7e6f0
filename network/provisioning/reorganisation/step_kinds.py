"""The kinds of steps: what each means, and which fields of the form it needs."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from network.agencies.models import SuccessionKind

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_MERGED = frozenset({"successor", "partial", "part"})
_FOUNDED = _MERGED | {"new_name", "new_short_name"}


@dataclass(frozen=True, slots=True)
class KindOfChange:
    """What a kind of step means, and the fields of the form that it needs."""

    meaning: "_StrPromise"
    fields: frozenset[str]


CHANGES = {
    SuccessionKind.RENAMING: KindOfChange(
        _("The agency stays the same body and gets another name."),
        frozenset({"new_name", "new_short_name", "successor"}),
    ),
    SuccessionKind.MERGER: KindOfChange(
        _("The agency ends, and another one that exists goes on with its work."), _MERGED
    ),
    SuccessionKind.DISSOLUTION: KindOfChange(
        _("The agency ends, and nobody goes on with its work."), frozenset({"keeper"})
    ),
    SuccessionKind.CONSOLIDATION: KindOfChange(
        _("Several agencies end, and a new one goes on with their work: a step for each."), _FOUNDED
    ),
    SuccessionKind.SPLIT: KindOfChange(
        _("A part of the agency goes to another one: a step for each part."),
        _FOUNDED | {"predecessor_continues"},
    ),
    SuccessionKind.TRANSFER: KindOfChange(
        _("A function goes to another agency, and both go on."), frozenset({"successor", "part"})
    ),
}
STEP_FIELDS = frozenset().union(*(change.fields for change in CHANGES.values()))
# The kinds whose receiving agency may be a new one that the plan founds.
FOUNDING = tuple(kind for kind, change in CHANGES.items() if change.fields >= _FOUNDED)
# The changes of one agency that need no other step, and the fields that only larger plans need.
SINGLE = (SuccessionKind.RENAMING, SuccessionKind.MERGER, SuccessionKind.DISSOLUTION)
SINGLE_LEFT_OUT = ("predecessor", "partial", "part")
