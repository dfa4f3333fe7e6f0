"""Formats and attacks written without looking at the reader: exact, held, or refused with a reason.

Nothing is public twice, nothing foreign is public, nothing is lost.
"""

import re

import pytest

from aggregator.models import LibraryItem, Source
from aggregator.rounds import refresh_due
from tests.factories.library import publish_as_read
from tests.factories.portals import Portal
from tests.factories.sections import make_source

from .later_attacks import LATER_ATTACKS
from .later_forms import LATER_FORMS
from .unseen import MINUTE, NOW, VN, Form, Item, Visit
from .unseen_attacks import ATTACKS
from .unseen_feeds import FEEDS
from .unseen_pages import PAGES

_SESSION = re.compile(r";jsessionid=[^?]*|\?redirect=.*|&Source=.*")


def serve(portal: Portal, visit: Visit) -> None:
    """Let the portal answer as at this visit."""
    host = portal.url.removeprefix("http://")
    other = f"localhost:{host.partition(':')[2]}"

    def filled(body: bytes) -> bytes:
        for name, value in (("BASE", portal.url), ("HOST", host), ("localhost:PORT", other)):
            for code in ("utf-8", "utf-16-le"):
                body = body.replace(name.encode(code), value.encode(code))
        return body

    portal.pages = {
        path: (
            status,
            {k: v.replace("localhost:PORT", other) for k, v in headers.items()},
            filled(body),
        )
        for path, (status, headers, body) in visit.routes.items()
    }


def is_as(stored: LibraryItem, item: Item) -> bool:
    """Return whether title and date of a public item are those of the article."""
    if stored.title.casefold() != item.title.casefold():
        return False
    if item.date is None or stored.published_at is None:
        return item.date is None
    if item.day_only:
        return stored.published_at.astimezone(VN).date() == item.date.date()
    return abs(stored.published_at - item.date) <= MINUTE


def check(visit: Visit, site: str) -> None:
    """Compare what is public and stored after a visit with what may be."""
    public = {
        _SESSION.sub("", item.href).removeprefix(site): item
        for item in LibraryItem.objects.published()
    }
    assert len(public) == LibraryItem.objects.published().count()
    held = {title.casefold() for title in visit.held}
    assert not held & {item.title.casefold() for item in public.values()}
    for item in visit.public:
        stored = public.pop(_SESSION.sub("", item.path))
        assert is_as(stored, item), (stored.title, stored.published_at, item)
    waiting = {item.href.removeprefix(site) for item in LibraryItem.objects.waiting()}
    for item in visit.either:
        assert public.pop(item.path, None) or item.path in waiting
    assert not public
    assert LibraryItem.objects.waiting().count() >= len(visit.held)


MADE = [*FEEDS, *PAGES, *LATER_FORMS, *ATTACKS, *LATER_ATTACKS]


@pytest.mark.parametrize("make", MADE, ids=lambda make: make.__name__)
def test_nothing_is_public_twice_foreign_or_lost(db, portal, make):
    form: Form = make()
    source = make_source(
        url=portal.url + form.path, kind=form.kind, options=form.options, trusted=True
    )
    for number, visit in enumerate(form.visits):
        serve(portal, visit)
        now = NOW + 5 * number * MINUTE
        Source.objects.update(next_fetch_at=now)
        refresh_due(now=now)
        publish_as_read()
        source.refresh_from_db()
        assert visit.reason in source.outcome_detail
        assert source.outcome not in ("fault", "never")
        check(visit, portal.url)
