"""Withdraw and publish an article again and again: `python -m tests.scale.load_publisher`.

BASE FEEDS MINUTES PAUSE: first registers so many feeds, each due at its moment of these minutes.
Then changes something every PAUSE seconds, and ends when it is told to.
"""

import datetime as dt
import sys
import time

from .feeds_round import register  # sets Django up, which what follows needs

# isort: split
from django.utils import timezone

from aggregator.models import Source
from network.moderation.publication import published_by_install
from sites.models import ArticlePage

# Asked for by nobody: the newest, so that lists change.
PAGES = 10


def spread(feeds: int, minutes: float) -> None:
    """Let the feeds become due one after the other."""
    now = timezone.now()
    sources = list(Source.objects.filter(key__startswith="nguon-").order_by("pk"))
    for number, source in enumerate(sources):
        source.next_fetch_at = now + dt.timedelta(minutes=minutes * number / feeds)
    Source.objects.bulk_update(sources, ["next_fetch_at"], batch_size=500)


def publish_for_ever(pause: float) -> None:
    """Withdraw one of the newest articles, publish it again, and so on."""
    pages = list(ArticlePage.objects.live().order_by("-date", "-pk")[:PAGES])
    while True:
        for page in pages:
            page.unpublish()
            time.sleep(pause)
            page.refresh_from_db()
            with published_by_install():
                page.save_revision().publish()
            time.sleep(pause)


if __name__ == "__main__":
    base, feeds, minutes, pause = sys.argv[1], int(sys.argv[2]), *map(float, sys.argv[3:])
    register(base, feeds)
    spread(feeds, minutes)
    publish_for_ever(pause)
