"""The table block of articles: one kind of cell, two by two from the start, pasted from Excel."""

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.telepath import register
from wagtail.contrib.typed_table_block.blocks import (
    TypedTable,
    TypedTableBlock,
    TypedTableBlockAdapter,
)

# Beside each other on a phone.
MOST_COLUMNS_ABREAST = 2


class PlainTableBlock(TypedTableBlock):
    """Wagtail's table, whose stored form it keeps; only the editor (table.js) is another."""

    def get_context(
        self, value: TypedTable, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Add the rows as lists of (heading of the column, cell), and whether phones stack them."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        headings = [column["heading"] for column in value.columns]
        context["labelled_rows"] = [list(zip(headings, row, strict=True)) for row in value.rows]
        context["stacks"] = len(headings) > MOST_COLUMNS_ABREAST
        return context


class PlainTableAdapter(TypedTableBlockAdapter):
    """Connects the block with its script in the editor."""

    js_constructor = "agency_sites.PlainTable"

    def js_args(self, block: PlainTableBlock) -> list[Any]:
        """Add the texts of our script."""
        arguments: list[Any] = super().js_args(block)
        arguments[-1]["strings"] |= {
            "PASTE": _("Cells copied in Excel can be pasted into a cell: rows and columns follow."),
            "COLUMN": _("Column"),
            "ROW": _("Row"),
        }
        return arguments

    @cached_property
    def media(self) -> forms.Media:
        return super().media + forms.Media(js=["agency_sites/table.js"])


register(PlainTableAdapter(), PlainTableBlock)
