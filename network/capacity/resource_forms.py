"""Form of a year's resources."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from network.core.fields import PaperNumberField, TextField
from network.core.money import DongField

from .models import EQUIPMENT_LENGTH, BudgetLine, Resource
from .resource_services import ResourceFacts


class ResourceForm(forms.Form):
    """Budget per line, people, equipment and plan."""

    plan_number = PaperNumberField(
        label=_("Number of the plan"),
        max_length=60,
        required=False,
        help_text=_("Of the plan or decision that provides for it, for example 24/KH-SYT."),
    )
    people = forms.IntegerField(
        label=_("People who do the work"), min_value=0, max_value=9999, initial=0
    )
    equipment = TextField(
        label=_("Information infrastructure"),
        max_length=EQUIPMENT_LENGTH,
        words=2,
        required=False,
        rows=3,
        help_text=_("Computers, connections, cameras, software: what there is for the work."),
    )

    def __init__(self, *args: Any, lines: Sequence[BudgetLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        for line in lines:
            self.fields[f"planned-{line.pk}"] = DongField(label=_("Planned"))
            self.fields[f"spent-{line.pk}"] = DongField(label=_("Spent"))

    def rows(self) -> Iterator[tuple[BudgetLine, forms.BoundField, forms.BoundField]]:
        """Yield (budget line, planned field, spent field)."""
        for line in self.lines:
            yield line, self[f"planned-{line.pk}"], self[f"spent-{line.pk}"]

    def facts(self) -> ResourceFacts:
        """Return the service's argument."""
        data = self.cleaned_data
        return ResourceFacts(
            people=data["people"],
            equipment=data["equipment"],
            plan_number=data["plan_number"],
            amounts={
                line: (data[f"planned-{line.pk}"], data[f"spent-{line.pk}"]) for line in self.lines
            },
        )


def initial_of(row: Resource | None, *, copied: bool = False) -> dict[str, Any]:
    """Return the initial values from a row, {} for None. With `copied`, from last year's row:
    nothing spent, no plan number."""
    if row is None:
        return {}
    known: dict[str, Any] = {"people": row.people, "equipment": row.equipment}
    if not copied:
        known["plan_number"] = row.plan_number
    for amount in row.amounts.all():
        known[f"planned-{amount.line_id}"] = amount.planned
        known[f"spent-{amount.line_id}"] = 0 if copied else amount.spent
    return known
