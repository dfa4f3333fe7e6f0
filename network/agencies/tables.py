"""Lists of ours in the admin: Wagtail's tables, whose rows become blocks on a narrow screen."""

from collections.abc import Callable
from typing import Any

from wagtail.admin.ui.tables import BaseColumn, Column, Table
from wagtail.admin.widgets.button import Button


class LabelledColumn(Column):
    """A column whose cells carry its label, for screens too narrow for a head row."""

    cell_template_name = "agencies/tables/cell.html"


class TwoLineColumn(LabelledColumn):
    """A strong first line and a quiet second one."""

    cell_template_name = "agencies/tables/two_lines.html"

    def __init__(self, name: str, *, second: Callable[[Any], str], **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.second = second

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        """Add the second line."""
        context = super().get_cell_context_data(instance, parent_context)
        return context | {"second": self.second(instance)}


class LinkColumn(TwoLineColumn):
    """As above, the first line leading to what `url` says of a row."""

    cell_template_name = "agencies/tables/link.html"

    def __init__(self, name: str, *, url: Callable[[Any], str], **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.url = url

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        """Add the address."""
        context = super().get_cell_context_data(instance, parent_context)
        return context | {"url": self.url(instance)}


class TagColumn(LabelledColumn):
    """A status tag; `primary` says which ones stand out."""

    cell_template_name = "agencies/tables/tag.html"

    def __init__(self, name: str, *, primary: Callable[[Any], bool], **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.primary = primary

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        """Add whether the tag stands out."""
        context = super().get_cell_context_data(instance, parent_context)
        return context | {"primary": self.primary(instance)}


class ActionsColumn(BaseColumn):
    """What can be done with a row: links to forms, and forms of one button."""

    cell_template_name = "agencies/tables/actions.html"

    def __init__(self, name: str, *, actions: Callable[[Any], list[Button]], **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.actions = actions

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        """Add the row's buttons."""
        context = super().get_cell_context_data(instance, parent_context)
        csrf = parent_context.get("csrf_token")
        return context | {"buttons": self.actions(instance), "csrf_token": csrf}


class PostButton(Button):
    """A button that posts to its URL at once: what it does can be taken back."""

    template_name = "agencies/tables/post_button.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Add the token that proves the form is ours."""
        context = super().get_context_data(parent_context)
        return context | {"csrf_token": parent_context.get("csrf_token")}


class StackedTable(Table):
    """The listing table, marked for the style sheet."""

    def __init__(self, columns: Any, data: Any, **kwargs: Any) -> None:
        super().__init__(columns, data, **kwargs | {"classname": "listing stacked"})
