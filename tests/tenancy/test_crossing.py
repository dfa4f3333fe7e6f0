"""Who serves two agencies: what they may do in each, and bring across from neither."""

import pytest
from django.test import Client

from tests.tenancy.conftest import OF_TWO
from tests.tenancy.crawl import Crawl, is_screen, names_of_part
from tests.tenancy.crossing import SCREENS, VisitOfTwo

pytestmark = pytest.mark.long
PARTS = 4


@pytest.mark.parametrize("part", range(PARTS))
def test_who_serves_two_agencies_brings_nothing_across(
    cast, part, reads, plain_refusals, record_property
):
    crawl = Crawl(cast, names_of_part(cast, part, PARTS), reads)
    visit = VisitOfTwo(Client(), cast, OF_TWO, reads=reads)
    screens = []
    for address in (crawl.own | crawl.foreign).values():
        if address.name.startswith(SCREENS):
            response = visit.get(address.url)
            screens += [(address, response.content)] if is_screen(address, response) else []
    crawl.post_everywhere(visit, screens)
    record_property("leaked", visit.count(visit.leaks, visit.asked + visit.tried))
    record_property("passed", visit.count(visit.writes, visit.tried))
    assert not visit.found, "\n".join(visit.found)
