"""Base classes for model lists in the admin, restricted to declared filters and safe URLs."""

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
    """URLs of rows with numeric keys only. Other keys give 404, where modeladmin would raise an
    error."""

    def _get_object_specific_action_url_pattern(self, action: str) -> str:
        return rf"^{self.base_url_path}/{action}/(?P<instance_pk>[0-9]{{1,18}})/$"


class ViewPermissionHelper(PermissionHelper):
    """Users with view permission may list and inspect rows; changing requires change permission."""

    def user_can_list(self, user: Any) -> bool:
        """Return whether the user has the view or the change permission."""
        return any(
            self.user_has_specific_permission(user, self.get_perm_codename(action))
            for action in ("view", "change")
        )

    def user_can_inspect_obj(self, user: Any, obj: Model) -> bool:
        """Return whether inspecting is enabled and the user may see the list."""
        return self.inspect_view_enabled and self.user_can_list(user)


class FoldedSearchHandler(BaseSearchHandler):
    """Searches `search_fields` without accents, for tables of up to some thousand rows."""

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
    """No buttons below a row; its title is the link."""

    def get_buttons_for_obj(self, obj: Any, *args: Any, **kwargs: Any) -> list[dict[str, Any]]:
        return []


class InspectButtons(TitleButtons):
    """The title links to the inspect view instead of the edit view."""

    def get_primary_button(self, obj: Any) -> dict[str, Any]:
        button: dict[str, Any] = self.inspect_button(obj.pk)
        return button


class ListView(IndexView):
    """A list that accepts only its own filters.

    modeladmin accepts any lookup over any relation from the URL, so that users of a list could
    guess values letter by letter: ?reviewed_by__password__startswith=...
    """

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Redirect to the unfiltered list if the URL has unknown parameters or an invalid page."""
        try:
            return super().dispatch(request, *args, **kwargs)
        except (IncorrectLookupParameters, InvalidPage):
            return redirect(self.index_url)

    def get_ordering(self, request: HttpRequest, queryset: QuerySet[Any]) -> list[Any]:
        """Return the sort order, with names by the Vietnamese alphabet."""
        return [alphabetical(field) for field in super().get_ordering(request, queryset)]

    def get_filters(self, request: HttpRequest) -> Any:
        """Return the declared filters. Raises IncorrectLookupParameters for any other parameter."""
        declared, has_filters, others, distinct = super().get_filters(request)
        if others:
            raise IncorrectLookupParameters(", ".join(others))
        return declared, has_filters, others, distinct


class ChoiceFilter(SimpleListFilter):
    """A filter shown as a drop-down list. Without a choice it shows all rows."""

    any_label: Any = ""
    # Shortcut for simple filters: the choices, and the field they are values of.
    values: Any = ()
    field = ""

    def has_output(self) -> bool:
        """Show the filter even with a single choice, since it says what the list contains."""
        return True

    def options(self) -> Iterator[dict[str, Any]]:
        """Yield value, label and whether it is selected; first the "any" option if it has a
        label."""
        chosen = self.value()
        choices = [("", self.any_label)] if self.any_label else []
        for value, label in [*choices, *self.lookup_choices]:
            yield {"value": value, "label": label, "selected": str(value) == (chosen or "")}

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Return the rows of the chosen value. Raises IncorrectLookupParameters for an unknown
        value."""
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
        """Return the rows of `queryset` that match the choice."""
        return queryset.filter(**{self.field: chosen})


class ListAdmin(ModelAdmin):
    """Admin of a model: a paginated list with filters above, shown as cards on small screens."""

    index_view_class = ListView
    index_template_name = "core/admin_list.html"
    url_helper_class = NumberURLHelper
    permission_helper_class: type[PermissionHelper] = ViewPermissionHelper
    button_helper_class: type[ButtonHelper] = TitleButtons
    index_view_extra_css: tuple[str, ...] = ("core/admin_lists.css",)
    form_view_extra_css: tuple[str, ...] = ("core/admin_lists.css",)
    inspect_view_extra_css: tuple[str, ...] = ("core/admin_lists.css",)
    inspect_view_enabled = True
    # No `search_fields`: they would search database columns, which are not folded like the index.
    search_handler_class = WagtailBackendSearchHandler
    list_per_page = 50
    # Columns with buttons, shown only to users with change permission.
    changing_columns: tuple[str, ...] = ()

    def get_menu_label(self) -> str:
        """Return the label with one initial capital; modeladmin would capitalise every word."""
        return str(self.menu_label or capfirst(str(self.opts.verbose_name_plural)))

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        """Return the columns, without the button columns for users who may not change rows."""
        columns = tuple(super().get_list_display(request))
        if self.permission_helper.user_can_edit_obj(request.user, None):
            return columns
        return tuple(name for name in columns if name not in self.changing_columns)

    def get_index_view_extra_css(self) -> list[str]:
        return list(self.index_view_extra_css)

    def get_extra_attrs_for_field_col(self, obj: Any, field_name: str) -> dict[str, str]:
        """Return the column name for each cell, because small screens show rows as cards without a
        header."""
        column = getattr(self, field_name, None)
        named = column.short_description if column else self.opts.get_field(field_name).verbose_name
        return {"data-label": capfirst(str(named))}


def _as_text(value: Any) -> str:
    return " ".join(value) if isinstance(value, list) else str(value)
