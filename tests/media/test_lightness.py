"""A picture of a public page is light enough for a phone, and no worse than it must be."""

import pytest
from wagtail.images.tests.utils import get_test_image_file

from network.media.lightness import MOST_BYTES
from network.media.models import AgencyImage
from tests.browser.public_network import make_picture
from tests.factories.sections import SOURCE

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", ["webp", "jpeg"])
def test_a_photo_of_nothing_but_grain_becomes_light(kind):
    rendition = make_picture().get_rendition(f"fill-960x640|format-{kind}")
    with rendition.file.open() as file:
        assert len(file.read()) <= MOST_BYTES
    assert 300 < rendition.width < 960
    assert rendition.width / rendition.height == pytest.approx(1.5, abs=0.01)


def test_a_quiet_photo_keeps_its_size():
    file = get_test_image_file(filename="lang.jpg", size=(1200, 800))
    image = AgencyImage.objects.create(title="Làng", file=file, **SOURCE)
    assert image.get_rendition("fill-960x640|format-webp").width == 960


def test_what_the_admin_asks_for_is_left_alone():
    assert make_picture().get_rendition("width-900").width == 900
