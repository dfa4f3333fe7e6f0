"""The title of a plan, made of its steps: "Merge A and B into C".

Used for plans to which nobody has given a name. The title is stored, because a renamed agency has
its new name once the plan is carried out.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.agencies.models import SuccessionKind

from ..models import ReorganisationPlan, ReorganisationStep

_SENTENCES = {
    SuccessionKind.CONSOLIDATION: gettext_lazy("Consolidate %(former)s into %(heirs)s"),
    SuccessionKind.MERGER: gettext_lazy("Merge %(former)s into %(heirs)s"),
    SuccessionKind.SPLIT: gettext_lazy("Divide %(former)s between %(heirs)s"),
    SuccessionKind.RENAMING: gettext_lazy("Rename %(former)s to %(heirs)s"),
    SuccessionKind.TRANSFER: gettext_lazy("Pass a function of %(former)s to %(heirs)s"),
    SuccessionKind.DISSOLUTION: gettext_lazy("Close %(former)s"),
}
# Characters of the name of a plan.
_LONGEST = 160
# So many names are listed; of one more, only the number.
_MOST_NAMES = 3


def title_of(plan: ReorganisationPlan) -> str:
    """Return the title that the steps give a plan, short enough for its name. One query."""
    rows = plan.steps.select_related("predecessor", "successor") if plan.pk else []
    steps = list(rows)
    if not steps:
        return _("Reorganisation without steps")
    title = "; ".join(_sentences(steps))
    if len(title) <= _LONGEST:
        return title
    agencies = {step.predecessor_id for step in steps} | {step.successor_id for step in steps}
    kinds = dict.fromkeys(SuccessionKind(step.kind).label.lower() for step in steps)
    text = _("Reorganisation of %(number)d agencies: %(kinds)s")
    return text % {"number": len(agencies - {None}), "kinds": ", ".join(kinds)}


@contextmanager
def named_after_steps(plan: ReorganisationPlan) -> Iterator[None]:
    """Adapt the name of a plan to the steps that the block changes, unless a person has given it
    another name."""
    is_named_by_steps = plan.name == title_of(plan)
    yield
    if is_named_by_steps:
        plan.name = title_of(plan)
        plan.save(update_fields=["name"])


def _sentences(steps: Sequence[ReorganisationStep]) -> list[str]:
    """Return a sentence for each receiving agency, or for each agency that is divided."""
    groups: dict[tuple[str, object], tuple[list[str], list[str]]] = {}
    for step in steps:
        heir = step.successor.short_name if step.successor else step.new_short_name or step.new_name
        is_split = step.kind == SuccessionKind.SPLIT
        about = step.predecessor_id if is_split else step.successor_id or heir
        former, heirs = groups.setdefault((step.kind, about), ([], []))
        former.append(step.predecessor.short_name)
        heirs.append(heir)
    return [
        _SENTENCES[SuccessionKind(kind)] % {"former": _listed(former), "heirs": _listed(heirs)}
        for (kind, _about), (former, heirs) in groups.items()
    ]


def _listed(names: Sequence[str]) -> str:
    """Return the different names, separated by commas."""
    different = list(dict.fromkeys(names))
    more = len(different) - _MOST_NAMES
    if more < 2:
        return ", ".join(different)
    listed = ", ".join(different[:_MOST_NAMES])
    return _("%(names)s and %(number)d other agencies") % {"names": listed, "number": more}
