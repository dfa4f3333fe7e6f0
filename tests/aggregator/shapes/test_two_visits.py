"""Portals as they are, read twice: nothing twice, nothing lost, nothing unreadable public."""

import datetime as dt

import pytest

from aggregator.models import LibraryItem
from tests.factories.sections import make_source

from .made import ARTICLES, NOW, SHAPES, Shape, Visit
from .rarer import RARER

EVERY = SHAPES | RARER


@pytest.mark.parametrize("shape", EVERY.values(), ids=EVERY)
def test_two_visits_bring_every_article_once(db, portal, refresh, shape: Shape):
    source = make_source(
        url=f"{portal.url}/tin", kind=shape.kind, options=shape.options, trusted=True
    )
    for number, articles in ((1, ARTICLES[1:]), (2, ARTICLES[:-1])):
        body = shape.make(Visit(portal.url, number, articles))
        portal.pages["/tin"] = (200, {"Content-Type": "text/html"} | shape.headers, body)
        refresh(source, after=dt.timedelta(hours=number - 1))
    shown = [item.title.lower() for item in LibraryItem.objects.published()]
    titles = [article.title.lower() for article in ARTICLES]
    if shape.public == len(ARTICLES):
        assert sorted(shown) == sorted(titles)
        assert LibraryItem.objects.count() == len(ARTICLES)
    else:
        # What is held back is kept for a person, not lost.
        assert len(shown) == len(set(shown)) == shape.public
        assert LibraryItem.objects.count() >= len(ARTICLES)
        assert source.health == "doubtful"
    days = {article.title.lower(): article.day.date() for article in ARTICLES}
    for item in LibraryItem.objects.published().exclude(published_at=None):
        assert item.published_at.astimezone(NOW.tzinfo).date() == days[item.title.lower()]
