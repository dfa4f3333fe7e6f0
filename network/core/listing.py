"""Lists of the admin that do what they show and nothing more."""

from collections.abc import Iterator
from typing import Any

from django.contrib.admin.filters import SimpleListFilter
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.paginator import InvalidPage
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import capfirst
from wagtail_modeladmin.helpers import (
    AdminURLHelper,
    ButtonHelper,
    PermissionHelper,
    WagtailBackendSearchHandler,
)
from wagtail_modeladmin.helpers.search import BaseSearchHandler
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import IndexView

from .sorting import alphabetical
from .text import fold


class NumberURLHelper(AdminURLHelper):
    """Addresses of rows by number; anything else is not found, where modeladmin would fail."""

    def _get_object_specific_action_url_pattern(self, action: str) -> str:
        return rf"^{self.base_url_path}/{action}/(?P<instance_pk>[0-9]{{1,18}})/$"


class ViewPermissionHelper(PermissionHelper):
    """Whoever may view the rows may look at one; changing takes the right to change."""

    def user_can_list(self, user: Any) -> bool:
        """Return whether the person holds the right to view or to change."""
        return any(
            self.user_has_specific_permission(user, self.get_perm_codename(action))
            for action in ("view", "change")
        )

    def user_can_inspect_obj(self, user: Any, obj: Model) -> bool:
        """Return whether there is such a screen, and the person may see the list at all."""
        return self.inspect_view_enabled and self.user_can_list(user)


class FoldedSearchHandler(BaseSearchHandler):
    """Finds rows by words in their `search_fields`, accents or none; for some thousand rows."""

    def search_queryset(
        self, queryset: QuerySet[Any], search_term: str, **options: Any
    ) -> QuerySet[Any]:
        words = fold(search_term).split()
        if not words or not self.search_fields:
            return queryset
        rows = queryset.order_by().values_list("pk", *self.search_fields)
        texts = ((pk, fold(" ".join(map(_as_text, values)))) for pk, *values in rows)
        found = [pk for pk, text in texts if all(word in text for word in words)]
        return queryset.filter(pk__in=found)

    @property
    def show_search_form(self) -> bool:
        return bool(self.search_fields)


class TitleButtons(ButtonHelper):
    """The name of a row leads on; no buttons crowd under it."""

    def get_buttons_for_obj(self, obj: Any, *args: Any, **kwargs: Any) -> list[dict[str, Any]]:
        return []


class InspectButtons(TitleButtons):
    """A row is looked at before it is changed."""

    def get_primary_button(self, obj: Any) -> dict[str, Any]:
        button: dict[str, Any] = self.inspect_button(obj.pk)
        return button


class ListView(IndexView):
    """A list that takes its own filters alone.

    modeladmin's takes any lookup over any relation from the address, so that whoever may see a
    list can guess, letter by letter, what lies behind it: ?reviewed_by__password__startswith=...
    """

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the whole list where the address asks for what is not there."""
        try:
            return super().dispatch(request, *args, **kwargs)
        except (IncorrectLookupParameters, InvalidPage):
            return redirect(self.index_url)

    def get_ordering(self, request: HttpRequest, queryset: QuerySet[Any]) -> list[Any]:
        """Return what the list is sorted by, names by the Vietnamese alphabet."""
        return [alphabetical(field) for field in super().get_ordering(request, queryset)]

    def get_filters(self, request: HttpRequest) -> Any:
        """Return the declared filters; refuse every other parameter."""
        declared, has_filters, others, distinct = super().get_filters(request)
        if others:
            raise IncorrectLookupParameters(", ".join(others))
        return declared, has_filters, others, distinct


class ChoiceFilter(SimpleListFilter):
    """A filter shown as a drop-down list; without a choice it lets everything through."""

    any_label: Any = ""
    # The choices and the field that they are values of, where no more is to be said.
    values: Any = ()
    field = ""

    def has_output(self) -> bool:
        """Show it also with a single choice: it says what the list is about."""
        return True

    def options(self) -> Iterator[dict[str, Any]]:
        """Yield value, label and whether it is chosen; "any" first where it has a name."""
        chosen = self.value()
        choices = [("", self.any_label)] if self.any_label else []
        for value, label in [*choices, *self.lookup_choices]:
            yield {"value": value, "label": label, "selected": str(value) == (chosen or "")}

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Return the rows of the chosen value; raise where the value is not on the list."""
        chosen = self.value() or ""
        if chosen not in [str(value) for value, _ in self.lookup_choices]:
            if chosen:
                raise IncorrectLookupParameters(self.parameter_name)
            return queryset
        return self.narrow(queryset, chosen)

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        """Return (value, label) of each choice."""
        return self.values

    def narrow(self, queryset: QuerySet[Any], chosen: str) -> QuerySet[Any]:
        """Return the rows of `queryset` that belong to the choice."""
        return queryset.filter(**{self.field: chosen})


class ListAdmin(ModelAdmin):
    """A model in the admin: a list in pages with filters above, cards on small screens."""

    index_view_class = ListView
    index_template_name = "core/admin_list.html"
    url_helper_class = NumberURLHelper
    permission_helper_class: type[PermissionHelper] = ViewPermissionHelper
    button_helper_class: type[ButtonHelper] = TitleButtons
    index_view_extra_css: tuple[str, ...] = ("core/admin_lists.css",)
    form_view_extra_css: tuple[str, ...] = ("core/admin_lists.css",)
    inspect_view_extra_css: tuple[str, ...] = ("core/admin_lists.css",)
    inspect_view_enabled = True
    # No `search_fields`: they would search the columns, which are not folded as the index is.
    search_handler_class = WagtailBackendSearchHandler
    list_per_page = 50
    # Columns with buttons, for whoever may press them.
    changing_columns: tuple[str, ...] = ()

    def get_menu_label(self) -> str:
        """Return the label as Vietnamese writes it: modeladmin's Begins Every Word Large."""
        return str(self.menu_label or capfirst(str(self.opts.verbose_name_plural)))

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        """Return the columns; those with buttons only for who may press them."""
        columns = tuple(super().get_list_display(request))
        if self.permission_helper.user_can_edit_obj(request.user, None):
            return columns
        return tuple(name for name in columns if name not in self.changing_columns)

    def get_index_view_extra_css(self) -> list[str]:
        return list(self.index_view_extra_css)

    def get_extra_attrs_for_field_col(self, obj: Any, field_name: str) -> dict[str, str]:
        """Name the column in each cell: on a small screen a row is a card without a header."""
        column = getattr(self, field_name, None)
        named = column.short_description if column else self.opts.get_field(field_name).verbose_name
        return {"data-label": capfirst(str(named))}


def _as_text(value: Any) -> str:
    return " ".join(value) if isinstance(value, list) else str(value)
