"""Wagtail's page screens with filters of ours."""

from typing import Any

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


class SectionPageViewSet(PageViewSet):
    """All page types: the explorer and the lists of one type name one's own people alone.

    Takes the place of Wagtail's own (`wagtail.admin.viewsets.pages.base_page_viewset`), which
    names every owner, every editor and every site.
    """

    index_view_class = AlphabeticalIndexView
    filterset_class = SectionPageFilterSet
    # For who may not publish, the buttons of each row ask two more queries.
    list_per_page = 20


section_page_viewset = SectionPageViewSet()
