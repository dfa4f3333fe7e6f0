"""Files of people who mean harm: none calls anybody, reads another file or takes the machine."""

import tempfile
from pathlib import Path

import pytest

from network.media.models import RenderedPage, Rendering
from network.media.viewing.confinement import MOST_MEMORY
from network.media.viewing.models import RenderingState
from tests.factories.files import make_readable

from . import hostile_office, hostile_open, hostile_pdf
from .hostile import Hostile
from .row import READY
from .watching import Watch

pytestmark = pytest.mark.django_db
ROWS = [*hostile_office.ROWS, *hostile_open.ROWS, *hostile_pdf.ROWS]


@pytest.mark.parametrize("row", [pytest.param(row, id=row.name) for row in ROWS])
def test_none_harms(row: Hostile, listener, secret, settings):
    if row in hostile_open.ROWS:
        # Asked whether it is harmless before LibreOffice is there or not.
        settings.OFFICE_PROGRAM = settings.OFFICE_PROGRAM or "/nowhere"
    watch = Watch()
    with watch.looking():
        document = make_readable(
            row.make(secret.as_uri() if row.names_secret else listener.url), row.name
        )
    rendering = Rendering.objects.get(document=document)
    pages = RenderedPage.objects.filter(rendering=rendering)
    assert listener.heard() == 0
    assert watch.most < MOST_MEMORY
    assert not any("thoat" in path.name for path in Path(tempfile.gettempdir()).iterdir())
    assert not any(secret.read_text() in page.text for page in pages)
    assert not any(word in page.html for page in pages for word in ("<script", "javascript:"))
    ready = RenderingState.READY, ""
    refused = RenderingState.REFUSED, row.becomes
    assert (rendering.state, rendering.reason) == (ready if row.becomes == READY else refused)


def test_there_are_twenty_at_least_and_each_has_a_name_of_its_own():
    assert len({row.name for row in ROWS}) == len(ROWS) >= 20
