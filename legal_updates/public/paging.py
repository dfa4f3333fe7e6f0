"""Pages of a list that may be as long as the register."""

from django.core.paginator import Page, Paginator
from django.utils import timezone
from django.utils.functional import cached_property

from ..finding import NEWEST_FIRST
from ..models import LegalDocument
from ..querysets import LegalDocumentQuerySet
from ..standing import with_standing

# Counting 100,000 rows for each visitor tells nobody anything: who has more than this asks again.
MOST_COUNTED = 1000
PER_PAGE = 20


class CappedPaginator(Paginator[LegalDocument]):
    """Counts up to MOST_COUNTED documents and offers the pages of these; three queries at most.

    A page is sorted from the keys that were counted: PostgreSQL, sorting and searching at once,
    walks through the whole register for the few documents of a rare word. Of a longer list the
    newest documents are taken, along the index, and only these are put in the list's own order.
    """

    object_list: LegalDocumentQuerySet

    @cached_property
    def keys(self) -> list[int]:
        """Return the keys of the documents in no order, one more than MOST_COUNTED at most."""
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
        """Return how many documents the pages show."""
        return min(len(self.keys), MOST_COUNTED)

    def page(self, number: int | str) -> Page[LegalDocument]:
        """Return a page of the documents in their order."""
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
