"""Compare two versions of a page field by field, with the editor's labels.

A field whose comparison fails is shown as failed, so that whoever decides knows it was not
compared.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.admin.compare import TagsFieldComparison
from wagtail.models import Page

logger = logging.getLogger(__name__)
_NOTHING: tuple[Any, ...] = (None, "", [])


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """One changed row of an inline list (e.g. a file or a correction), with its changed fields."""

    what: str
    fields: "tuple[Change, ...]"


@dataclass(frozen=True, slots=True)
class Change:
    """A part of the page that differs.

    `difference` is HTML with removed and added text; for an inline list `rows` is set instead.
    """

    label: str
    difference: str = ""
    rows: tuple[ChangedRow, ...] = ()
    failed: bool = False


class NamedTagsComparison(TagsFieldComparison):
    """Compares topics by name, regardless of their stored order."""

    def get_items(self) -> tuple[list[Any], list[Any]]:
        before, after = super().get_items()
        return sorted(before, key=str), sorted(after, key=str)

    def get_item_display(self, tag: Any) -> str:
        return str(tag)


def changes_between(*, earlier: Page, later: Page, request: HttpRequest) -> list[Change]:
    """Return the fields of the editor in which `later` differs from `earlier`."""
    panel: Any = earlier.get_edit_handler()
    bound = panel.get_bound_panel(instance=earlier, request=request, form=None)
    found = (_compared(compare, earlier, later) for compare in bound.get_comparison())
    return [change for change in found if change is not None]


def _compared(compare: Any, earlier: Page, later: Page) -> Change | None:
    """Return the change, or None if there is none. Any exception in Wagtail's comparison gives a
    failed change."""
    comparison = None
    try:
        comparison = compare(earlier, later)
        if comparison.is_child_relation:
            rows = tuple(_rows(comparison))
            return Change(str(comparison.field_label()), rows=rows) if rows else None
        return _change(comparison) if comparison.has_changed() else None
    except Exception:
        logger.exception("a comparison of page %s failed: %s", later.pk, compare)
        label = str(comparison.field_label()) if comparison else _("A part of the page")
        return Change(label, failed=True)


def _change(comparison: Any) -> Change:
    return Change(str(comparison.field_label()), comparison.htmldiff())


def _rows(relation: Any) -> Iterator[ChangedRow]:
    """Yield rows that were added, removed or changed; moved rows only if none was added or removed.

    A row added at the top moves all others, and listing these would be useless.
    """
    children = relation.get_child_comparisons()
    moving = not any(child.is_addition() or child.is_deletion() for child in children)
    for child in children:
        fields = child.get_field_comparisons()
        if child.is_addition() or child.is_deletion():
            what = _("Added") if child.is_addition() else _("Taken out")
            yield ChangedRow(
                what, tuple(_change(each) for each in fields if each.val_a not in _NOTHING)
            )
        elif child.has_changed():
            yield ChangedRow(
                _("Changed"), tuple(_change(each) for each in fields if each.has_changed())
            )
        elif moving and child.get_position_change():
            yield ChangedRow(
                _("Order changed"), tuple(_change(each) for each in fields if each.val_a)
            )
