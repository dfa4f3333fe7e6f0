"""Filters of page lists. Wagtail's own filters would reveal the names of all users and sites."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import (
    ContentTypeFilter,
    DateRangePickerWidget,
    MultipleContentTypeFilter,
    MultipleUserFilter,
    WagtailFilterSet,
)
from wagtail.admin.views.pages.listing import EditedByFilter, HasChildPagesFilter
from wagtail.log_actions import registry as log_actions
from wagtail.models import Page, PageLogEntry, get_page_content_types

from network.accounts.models import User

from ..scope import scope_now
from .selectors import of_agencies_named, people_to_filter_by, reads_several_sections


def _page_types(request: Any) -> Any:
    return get_page_content_types(include_base_page_type=False)


class KnownPeopleFilterSet(WagtailFilterSet):
    """Limits the filters listed in `people` to people the user may know.

    If there are none, as for an overseer outside any section, these filters are removed.
    """

    people: tuple[str, ...] = ()

    def __init__(self, data: Any = None, queryset: Any = None, **kwargs: Any) -> None:
        super().__init__(data, queryset, **kwargs)
        names = self._names()
        for name in self.people:
            if names.exists():
                self.filters[name].queryset = names
            else:
                del self.filters[name]

    def _names(self) -> QuerySet[User]:
        """Return the users offered as a filter on this screen; none outside a request."""
        if self.request is None:
            return User.objects.none()
        match = self.request.resolver_match
        page_id = match.kwargs.get("parent_page_id") if match else None
        return people_to_filter_by(
            scope_now(self.request), today=timezone.localdate(), page_id=page_id
        )


class SectionPageFilterSet(KnownPeopleFilterSet):
    """Filters of the page explorer and of the list of one page type."""

    people = ("owner", "edited_by")

    latest_revision_created_at = django_filters.DateFromToRangeFilter(
        label=_("Day of the last change"), widget=DateRangePickerWidget
    )
    owner = MultipleUserFilter(
        label=_("Begun by"), queryset=User.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    edited_by = EditedByFilter(
        label=_("Edited by"), queryset=User.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    has_child_pages = HasChildPagesFilter(
        label=_("Has pages below it"),
        empty_label=_("Any"),
        choices=[("true", _("Yes")), ("false", _("No"))],
        widget=forms.RadioSelect,
    )
    content_type = MultipleContentTypeFilter(
        label=_("Kind of page"), queryset=_page_types, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Page
        fields: list[str] = []


class SectionReportFilterSet(KnownPeopleFilterSet):
    """Adds an agency filter, shown to users who can see more than one agency."""

    page_path = "path"

    # A text field instead of a choice, because there can be a thousand agencies.
    agency = django_filters.CharFilter(label=_("Agency"), method="filter_agency")

    def __init__(self, data: Any = None, queryset: Any = None, **kwargs: Any) -> None:
        super().__init__(data, queryset, **kwargs)
        if self.request is None or not reads_several_sections(scope_now(self.request)):
            del self.filters["agency"]

    def filter_agency(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Return the rows of agencies whose name or code contains `value`."""
        return of_agencies_named(rows, value, path=self.page_path)


class AgingPagesFilterSet(SectionReportFilterSet):
    """Filters by publication day and page type."""

    last_published_at = django_filters.DateFromToRangeFilter(
        label=_("Day of publication"), widget=DateRangePickerWidget
    )
    content_type = ContentTypeFilter(
        label=_("Kind of page"), queryset=_page_types, widget=forms.Select
    )

    class Meta:
        model = Page
        fields: list[str] = []


class PageHistoryFilterSet(SectionReportFilterSet):
    """Filters by title, action, user and day."""

    page_path = "page__path"
    people = ("user",)

    label = django_filters.CharFilter(label=_("Title"), lookup_expr="icontains")
    action = django_filters.ChoiceFilter(
        label=_("Action"), choices=log_actions.get_choices, widget=forms.Select
    )
    user = MultipleUserFilter(
        label=_("Who"), queryset=User.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    timestamp = django_filters.DateFromToRangeFilter(label=_("Day"), widget=DateRangePickerWidget)

    class Meta:
        model = PageLogEntry
        fields: list[str] = []
