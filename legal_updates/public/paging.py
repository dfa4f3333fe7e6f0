"""Pages of a list that may be as long as the register."""

from django.core.paginator import Paginator
from django.utils.functional import cached_property

# Counting 100,000 rows for each visitor tells nobody anything: who has more than this asks again.
MOST_COUNTED = 1000
PER_PAGE = 20


class CappedPaginator(Paginator):
    """Counts up to MOST_COUNTED rows and offers the pages of these."""

    @cached_property
    def counted(self) -> int:
        """Return how many rows there are, one more than MOST_COUNTED for all larger numbers."""
        return int(self.object_list[: MOST_COUNTED + 1].count())  # type: ignore[attr-defined]

    @property
    def capped(self) -> bool:
        """Return whether there are more rows than the pages show."""
        return self.counted > MOST_COUNTED

    @cached_property
    def count(self) -> int:
        """Return how many rows the pages show."""
        return min(self.counted, MOST_COUNTED)
