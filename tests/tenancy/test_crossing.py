"""Who serves two agencies: what they may do in each, and bring across from neither."""

import pytest
from django.test import Client

from tests.tenancy.conftest import OF_TWO
from tests.tenancy.crawl import IS_DRILL, Crawl, is_screen, names_of_part, screen_of
from tests.tenancy.crossing import SCREENS, VisitOfTwo

pytestmark = pytest.mark.long
PARTS = 4


@pytest.mark.parametrize("part", range(PARTS))
def test_who_serves_two_agencies_brings_nothing_across(
    cast, part, reads, plain_refusals, record_property
):
    """`make drill` opens the forms of both houses, and tries all of the foreign objects."""
    crawl = Crawl(cast, names_of_part(cast, part, PARTS), reads)
    asked = crawl.own
    if IS_DRILL:
        asked = asked | crawl.foreign
    else:
        one_of_each = {screen_of(each): each for each in crawl.foreign.values()}
        crawl.foreign = {each.url: each for each in one_of_each.values()}
    visit = VisitOfTwo(Client(), cast, OF_TWO, reads=reads)
    screens = []
    for address in asked.values():
        if address.name.startswith(SCREENS):
            response = visit.get(address.url)
            screens += [(address, response.content)] if is_screen(address, response) else []
    crawl.post_everywhere(visit, screens)
    record_property("leaked", visit.count(visit.leaks, visit.asked + visit.tried))
    record_property("passed", visit.count(visit.writes, visit.tried))
    assert not visit.found, "\n".join(visit.found)
