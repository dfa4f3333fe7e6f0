"""A search reads what its bands hold, not what the table holds: counted, not timed."""

import pytest

from tests.scale.search_load import INDEXES, fill
from tests.scale.search_measuring import costs

pytestmark = pytest.mark.django_db
FEW, MANY = 4_000, 16_000
MOST_BUFFERS = 6_000


def test_every_search_takes_the_indexes_and_stays_bounded():
    fill(FEW)
    few = {(cost.words, cost.narrowed): cost for cost in costs(runs=1)}
    fill(MANY)
    for cost in costs(runs=1):
        assert cost.scans <= {*INDEXES, "Bitmap Heap Scan hub_searchentry"}, cost
        assert cost.buffers <= MOST_BUFFERS, cost
        # Four times the entries: a search that read them all would touch four times the pages.
        assert cost.buffers <= 3 * max(500, few[cost.words, cost.narrowed].buffers), cost
