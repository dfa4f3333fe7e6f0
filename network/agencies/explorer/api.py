"""API of the page tree in the admin's sidebar."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.urls import URLPattern
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.api.v2.utils import BadRequestError
from wagtail.models import Page


class TreeAPIViewSet(PagesAdminAPIViewSet):
    """Wagtail's page API, with parents and statuses fetched together: 61 queries instead of 118."""

    @classmethod
    def get_urlpatterns(cls) -> list[URLPattern]:
        """Return only the URLs of list and detail.

        Wagtail's API also offers actions (move, copy, alias) that bypass the checks of our screens.
        No screen uses them.
        """
        return super(PagesAdminAPIViewSet, cls).get_urlpatterns()

    def filter_queryset(self, queryset: QuerySet[Page]) -> QuerySet[Page]:
        """Return the requested pages, with what their status needs. Raises BadRequestError for an
        invalid search."""
        if self.action == "detail_view":
            # A single page is found by its id; the other parameters filter lists only.
            return _with_status(queryset)
        if self.request.GET.get("search_operator", "and") not in ("and", "or"):
            raise BadRequestError("search_operator must be 'and' or 'or'")
        # Annotate after filtering: one of the filters combines two querysets and loses annotations.
        found = super().filter_queryset(queryset)
        return _with_status(found) if isinstance(found, QuerySet) else found

    def paginate_queryset(self, queryset: QuerySet[Page]) -> Any:
        """Return one page of results, with the parent of each page prefetched."""
        pages = super().paginate_queryset(queryset)
        give_parents(pages)
        return pages


def _with_status(pages: Any) -> Any:
    return pages.prefetch_workflow_states().annotate_approved_schedule()


def give_parents(pages: Iterable[Page]) -> None:
    """Fetch the parents of all pages in one query and store them in treebeard's cache attribute."""
    above = {page.path: page.path[: -Page.steplen] for page in pages}
    parents = {parent.path: parent for parent in Page.objects.filter(path__in=above.values())}
    for page in pages:
        page._cached_parent_obj = parents.get(above[page.path])
