"""Wagtail's page screens with filters of ours."""

from wagtail.admin.viewsets.pages import PageViewSet

from .filters import SectionPageFilterSet


class SectionPageViewSet(PageViewSet):
    """All page types: the explorer and the lists of one type name one's own people alone.

    Takes the place of Wagtail's own (`wagtail.admin.viewsets.pages.base_page_viewset`), which
    names every owner, every editor and every site.
    """

    filterset_class = SectionPageFilterSet
    # For who may not publish, the buttons of each row ask two more queries.
    list_per_page = 20


section_page_viewset = SectionPageViewSet()
