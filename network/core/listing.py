"""Lists of the admin that do what they show and nothing more."""

from collections.abc import Iterator
from typing import Any

from django.contrib.admin.filters import SimpleListFilter
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.paginator import InvalidPage
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail_modeladmin.helpers import AdminURLHelper
from wagtail_modeladmin.views import IndexView

from .sorting import SortKey

# Columns of names, which stand in the order of the Vietnamese alphabet.
NAMES = frozenset({"name", "short_name"})


class NumberURLHelper(AdminURLHelper):
    """Addresses of rows by number; anything else is not found, where modeladmin would fail."""

    def _get_object_specific_action_url_pattern(self, action: str) -> str:
        return rf"^{self.base_url_path}/{action}/(?P<instance_pk>[0-9]{{1,18}})/$"


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

    def get_ordering(self, request: HttpRequest, queryset: QuerySet) -> list[Any]:
        """Return what the list is sorted by, names by the Vietnamese alphabet."""
        return [_alphabetical(field) for field in super().get_ordering(request, queryset)]

    def get_filters(self, request: HttpRequest) -> Any:
        """Return the declared filters; refuse every other parameter."""
        declared, has_filters, others, distinct = super().get_filters(request)
        if others:
            raise IncorrectLookupParameters(", ".join(others))
        return declared, has_filters, others, distinct


class ChoiceFilter(SimpleListFilter):
    """A filter shown as a drop-down list; without a choice it lets everything through."""

    any_label: Any = ""

    def has_output(self) -> bool:
        """Show it also with a single choice: it says what the list is about."""
        return True

    def options(self) -> Iterator[dict[str, Any]]:
        """Yield value, label and whether it is chosen; "any" first where it has a name."""
        chosen = self.value()
        choices = [("", self.any_label)] if self.any_label else []
        for value, label in [*choices, *self.lookup_choices]:
            yield {"value": value, "label": label, "selected": str(value) == (chosen or "")}

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Return the rows of the chosen value; raise where the value is not on the list."""
        chosen = self.value() or ""
        if chosen not in [str(value) for value, _ in self.lookup_choices]:
            if chosen:
                raise IncorrectLookupParameters(self.parameter_name)
            return queryset
        return self.narrow(queryset, chosen)

    def narrow(self, queryset: QuerySet, chosen: str) -> QuerySet:
        """Return the rows of `queryset` that belong to the choice."""
        raise NotImplementedError


def _alphabetical(field: Any) -> Any:
    if not isinstance(field, str) or field.removeprefix("-") not in NAMES:
        return field
    key = SortKey(field.removeprefix("-"))
    return key.desc() if field.startswith("-") else key.asc()
