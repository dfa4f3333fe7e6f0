"""Pages of a list that may be as long as the register."""

from django.core.paginator import Page, Paginator
from django.utils.functional import cached_property

from ..models import LegalDocument
from ..querysets import LegalDocumentQuerySet

# Counting 100,000 rows for each visitor tells nobody anything: who has more than this asks again.
MOST_COUNTED = 1000
PER_PAGE = 20


class CappedPaginator(Paginator[LegalDocument]):
    """Counts up to MOST_COUNTED documents and offers the pages of these; two queries.

    The keys that were counted are what a short list is then sorted from: PostgreSQL, sorting and
    searching at once, walks through the whole register for the few documents of a rare word.
    """

    object_list: LegalDocumentQuerySet

    @cached_property
    def keys(self) -> list[int]:
        """Return the keys of the documents in no order, one more than MOST_COUNTED at most."""
        return list(self.object_list.order_by().values_list("pk", flat=True)[: MOST_COUNTED + 1])

    @property
    def capped(self) -> bool:
        """Return whether there are more documents than the pages show."""
        return len(self.keys) > MOST_COUNTED

    @cached_property
    def count(self) -> int:
        """Return how many documents the pages show."""
        return min(len(self.keys), MOST_COUNTED)

    def page(self, number: int | str) -> Page[LegalDocument]:
        """Return a page of the documents in their order."""
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        last = min(first + self.per_page, self.count)
        return self._get_page(self._ordered()[first:last], number, self)  # type: ignore[attr-defined]

    def _ordered(self) -> LegalDocumentQuerySet:
        if self.capped:
            return self.object_list
        found = LegalDocument.objects.with_register().filter(pk__in=self.keys)
        return found.order_by(*self.object_list.query.order_by)
