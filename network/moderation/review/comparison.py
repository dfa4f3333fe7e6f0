"""What a revision changes in what citizens read now."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from wagtail.models import Page


@dataclass(frozen=True, slots=True)
class Change:
    """A field that differs; `difference` is HTML with what was taken out and put in."""

    label: str
    difference: str


def changes_between(*, published: Page, proposed: Page, request: HttpRequest) -> list[Change]:
    """Return the fields of the editor that differ, as Wagtail compares revisions."""
    panel: Any = published.get_edit_handler()
    bound = panel.get_bound_panel(instance=published, request=request, form=None)
    comparisons = [compare(published, proposed) for compare in bound.get_comparison()]
    return [
        Change(str(found.field_label()), found.htmldiff())
        for found in comparisons
        if found.has_changed()
    ]
