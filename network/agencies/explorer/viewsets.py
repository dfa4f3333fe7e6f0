"""Wagtail's page screens with filters of ours."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import Form
from django.http import HttpResponse
from wagtail.admin.views.pages.copy import CopyView
from wagtail.admin.views.pages.listing import ExplorableIndexView
from wagtail.admin.viewsets.pages import PageViewSet

from network.core.sorting import alphabetical

from .filters import SectionPageFilterSet


class AlphabeticalIndexView(ExplorableIndexView):
    """Sorts titles by the Vietnamese alphabet."""

    def order_queryset(self, queryset: Any) -> Any:
        """Return the pages in the order asked for; the search sees to its own."""
        if self.is_searching or self.ordering not in ("title", "-title"):
            return super().order_queryset(queryset)
        return queryset.order_by(alphabetical(self.ordering))


class WholeCopyView(CopyView):
    """Copies a page, and all below it, or nothing: Wagtail's own leaves behind what it has made."""

    def form_valid(self, form: Form) -> HttpResponse:
        """Copy; why a page may not be saved stands at the first field, where it is shown."""
        try:
            with transaction.atomic():
                return super().form_valid(form)
        except ValidationError as error:
            form.add_error("new_title", error.messages)
            return self.form_invalid(form)


class SectionPageViewSet(PageViewSet):
    """All page types: the explorer and the lists of one type name one's own people alone.

    Takes the place of Wagtail's own (`wagtail.admin.viewsets.pages.base_page_viewset`), which
    names every owner, every editor and every site.
    """

    index_view_class = AlphabeticalIndexView
    copy_view_class = WholeCopyView
    filterset_class = SectionPageFilterSet
    # For who may not publish, the buttons of each row ask two more queries.
    list_per_page = 20


section_page_viewset = SectionPageViewSet()
