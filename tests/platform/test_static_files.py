"""What a browser loads before it shows the first screen, as it is served."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from network.settings.base import STORAGES
from tests.factories.accounts import signed_in
from tests.factories.people import make_agency, make_member

LINKED = re.compile(r'(?:src|href)="(/static/[^"]+\.(?:js|css|svg))[?"]')
# As docker/nginx.conf tells a name that may be kept for good.
FOR_GOOD = re.compile(r"\.[0-9a-f]{12}\.")
MOST_BYTES = 500_000


pytestmark = pytest.mark.django_db


@pytest.fixture
def collected(settings, tmp_path) -> Path:
    settings.STATIC_ROOT = str(tmp_path)
    settings.STORAGES = STORAGES
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path


def size_on_the_way(folder: Path, url: str) -> int:
    """Return the bytes that are sent for a static file to a browser that takes gzip."""
    path = folder / url.removeprefix(settings.STATIC_URL)
    packed = path.with_name(f"{path.name}.gz")
    return (packed if packed.exists() else path).stat().st_size


def test_the_first_screen_of_the_admin_is_light_and_kept_for_good(collected, client):
    html = signed_in(client, make_member(make_agency())).get("/admin/").content.decode()
    linked = set(LINKED.findall(html))
    assert len(linked) > 5
    assert [url for url in linked if not FOR_GOOD.search(url)] == []
    assert sum(size_on_the_way(collected, url) for url in linked) < MOST_BYTES
