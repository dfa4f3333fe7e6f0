"""Pagination of a list that may contain the whole register."""

from django.core.paginator import Page, Paginator
from django.utils import timezone
from django.utils.functional import cached_property

from ..finding import NEWEST_FIRST
from ..models import LegalDocument
from ..models.querysets import LegalDocumentQuerySet
from ..standing import with_standing

# Counting 100,000 rows per visitor would be useless; a visitor with more results refines the
# search.
MOST_COUNTED = 1000
PER_PAGE = 20


class CappedPaginator(Paginator[LegalDocument]):
    """Paginator that counts and shows at most MOST_COUNTED documents. At most three queries.

    It sorts the counted ids, because PostgreSQL, when sorting and searching at once, scans the
    whole register for a rare word. Of a longer list it takes the newest documents by index and
    sorts only these.
    """

    object_list: LegalDocumentQuerySet

    @cached_property
    def keys(self) -> list[int]:
        """Return the ids of the documents, unordered, at most MOST_COUNTED + 1."""
        keys = self.object_list.order_by().values_list("pk", flat=True)
        counted = list(keys[: MOST_COUNTED + 1])
        if len(counted) <= MOST_COUNTED:
            return counted
        return [*keys.order_by(*NEWEST_FIRST)[:MOST_COUNTED], counted[-1]]

    @property
    def capped(self) -> bool:
        """Return whether there are more documents than the pages show."""
        return len(self.keys) > MOST_COUNTED

    @cached_property
    def count(self) -> int:
        """Return the number of documents that the pages show."""
        return min(len(self.keys), MOST_COUNTED)

    def page(self, number: int | str) -> Page[LegalDocument]:
        """Return one page of the ordered documents."""
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        last = min(first + self.per_page, self.count)
        return self._get_page(self._ordered()[first:last], number, self)  # type: ignore[attr-defined]

    def _ordered(self) -> LegalDocumentQuerySet:
        shown: LegalDocumentQuerySet = with_standing(
            LegalDocument.objects.with_register(), day=timezone.localdate()
        )
        found = shown.filter(pk__in=self.keys[:MOST_COUNTED])
        return found.order_by(*self.object_list.query.order_by)
