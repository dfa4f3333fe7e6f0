"""Which pages a new web process makes before its first visitor comes."""

from collections.abc import Iterator

from django.utils import timezone

from network.usage.selectors import most_read_paths
from sites.models import AgencyHomePage

from . import sitemap

# Of the current and of the last month each; more are not made in the time that there is.
MOST_READ = 3000


def paths_in_advance() -> Iterator[str]:
    """Yield public paths, most important first: the hub, the most read pages, then the sitemap.

    No path twice. The queries are made when their paths are needed.
    """
    told: set[str] = set()
    for path in _paths():
        if path not in told:
            told.add(path)
            yield path


def _paths() -> Iterator[str]:
    hub = list(sitemap.hub_paths())
    yield from hub[:1]
    yield from most_read_paths(day=timezone.localdate(), number=MOST_READ)
    yield from hub
    for home in AgencyHomePage.objects.live().public().order_by("path"):
        yield from (path for path, _day in sitemap.pages_of(home))
    for part in sitemap.document_parts():
        yield from (path for path, _day in sitemap.documents_in(part))
