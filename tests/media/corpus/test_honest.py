"""Fifty files of all kinds: each is ready to read, or refused by a name that says what to do."""

import pytest

from network.media.models import Rendering
from network.media.viewing.confinement import MOST_MEMORY
from network.media.viewing.models import RenderingState
from tests.factories.files import make_readable

from . import honest_office, honest_open, honest_pdf
from .row import READY, Row
from .watching import Watch

pytestmark = pytest.mark.django_db
ROWS = [*honest_pdf.ROWS, *honest_office.ROWS, *honest_open.ROWS]


@pytest.mark.parametrize("row", [pytest.param(row, id=row.name) for row in ROWS])
def test_each_is_ready_or_refused_by_name(row: Row):
    watch = Watch()
    with watch.looking():
        document = make_readable(row.make(), row.name)
    rendering = Rendering.objects.get(document=document)
    assert watch.most < MOST_MEMORY
    if row.outcome == READY:
        assert watch.most
        assert (rendering.state, rendering.reason) == (RenderingState.READY, "")
        assert rendering.pages.count() == row.pages
        assert row.words in "\n".join(rendering.pages.values_list("text", flat=True))
    else:
        assert (rendering.state, rendering.reason) == (RenderingState.REFUSED, row.outcome)
        assert rendering.refusal


def test_there_are_fifty_at_least_and_each_has_a_name_of_its_own():
    assert len({row.name for row in ROWS}) == len(ROWS) >= 50
