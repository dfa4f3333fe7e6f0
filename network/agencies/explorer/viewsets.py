"""Wagtail's page screens with our filters."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from wagtail.admin.ui.tables.pages import PageTitleColumn
from wagtail.admin.views.pages.copy import CopyView
from wagtail.admin.views.pages.listing import ExplorableIndexView
from wagtail.admin.viewsets.pages import PageViewSet

from network.core.sorting import alphabetical

from ..models import Role
from ..scope import scope_now
from .filters import SectionPageFilterSet


class FolderTitleColumn(PageTitleColumn):
    """Title of a page. That of a folder opens the pages in it; the editor is among its actions."""

    cell_template_name = "agencies/tables/page_title.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        """Add whether other pages can be below the page."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        kind = instance.specific_class
        return context | {"is_folder": bool(kind and kind.allowed_subpage_models())}


class AlphabeticalIndexView(ExplorableIndexView):
    """Page list that sorts titles in Vietnamese alphabetical order."""

    base_columns = [
        FolderTitleColumn(each.name, label=each.label, sort_key="title", classname="title")
        if isinstance(each, PageTitleColumn)
        else each
        for each in ExplorableIndexView.base_columns
    ]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep the search words when Wagtail redirects to the user's own section."""
        response: HttpResponse = super().get(request, *args, **kwargs)
        query = request.META["QUERY_STRING"]
        if isinstance(response, HttpResponseRedirect) and query:
            return redirect(f"{response.url}?{query}")
        return response

    def get_paginator(self, *args: Any, **kwargs: Any) -> Any:
        """Return the paginator. Who reads all pages is shown all below the parent, so that none of
        the country's sections need counting."""
        paginator = super().get_paginator(*args, **kwargs)
        reads_all = Role.OVERSEER in scope_now(self.request).roles
        if reads_all and not self.is_searching and not self.is_filtering:
            paginator.count = self.parent_page.numchild
        return paginator

    def order_queryset(self, queryset: Any) -> Any:
        """Return the pages in the requested order. Search results keep their own order."""
        if self.is_searching or self.ordering not in ("title", "-title"):
            return super().order_queryset(queryset)
        return queryset.order_by(alphabetical(self.ordering))


class WholeCopyView(CopyView):
    """Copy a page with its descendants in one transaction. Wagtail's view leaves a partial copy
    after an error."""

    def form_valid(self, form: Form) -> HttpResponse:
        """Copy the page; show the reason of a failure at the title field."""
        try:
            with transaction.atomic():
                return super().form_valid(form)
        except ValidationError as error:
            form.add_error("new_title", error.messages)
            return self.form_invalid(form)


class SectionPageViewSet(PageViewSet):
    """View set of all page types. Its lists show only the names of the user's own colleagues.

    Replaces Wagtail's `base_page_viewset`, whose filters show all owners, editors and sites.
    """

    index_view_class = AlphabeticalIndexView
    copy_view_class = WholeCopyView
    filterset_class = SectionPageFilterSet
    # For users who may not publish, the buttons of each row take two extra queries.
    list_per_page = 20


section_page_viewset = SectionPageViewSet()
