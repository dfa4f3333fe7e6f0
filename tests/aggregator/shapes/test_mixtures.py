"""Rare formats and attacks: nothing public twice, nothing of others public, nothing lost."""

import datetime as dt
from collections import Counter

import pytest

from aggregator.models import LibraryItem
from tests.factories.sections import make_source

from .made import ARTICLES, Visit, page
from .mixtures import ATTACKS, FORMATS, Attack, Shape

pytestmark = [pytest.mark.drill, pytest.mark.django_db]

HOUR = dt.timedelta(hours=1)
LOGIN = page("<form><input name=u><input type=password></form>")
TITLES = Counter(article.title.lower() for article in ARTICLES)


def public() -> Counter[str]:
    """Return how often each title is public, without the comments that a shape counts in it."""
    titles = LibraryItem.objects.published().values_list("title", flat=True)
    return Counter(title.lower().partition(" (")[0] for title in titles)


@pytest.fixture
def visit(portal, refresh):
    """Return a function that lets the portal answer, and fetches the source some hours later."""

    def run(source, hours: int, answer) -> str:
        status, headers, body = answer
        portal.pages["/tin"] = (status, headers, body.replace(b"{site}", portal.url.encode()))
        portal.pages["/dang-nhap"] = (200, {"Content-Type": "text/html"}, LOGIN)
        refresh(source, after=hours * HOUR)
        return source.outcome

    return run


def made(portal, shape: Shape):
    options = {"kind": shape.kind, "options": shape.options}
    return make_source(url=f"{portal.url}/tin", trusted=True, **options)


def normal(portal, shape: Shape, number: int, articles):
    return 200, shape.headers, shape.make(Visit(portal.url, number, articles))


@pytest.mark.parametrize("shape", FORMATS.values(), ids=FORMATS)
def test_each_article_of_a_rare_format_is_public_once(portal, visit, shape: Shape):
    source = made(portal, shape)
    for number, articles in ((1, ARTICLES[1:]), (2, ARTICLES[:-1]), (3, ARTICLES[:-1])):
        visit(source, number - 1, normal(portal, shape, number, articles))
    assert public() == TITLES
    assert not LibraryItem.objects.waiting().exists()


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_an_attack_is_held_or_refused_and_nothing_is_lost_after(portal, visit, attack: Attack):
    source = made(portal, attack.shape)
    visit(source, 0, normal(portal, attack.shape, 1, ARTICLES[1:]))
    outcome = visit(source, 1, attack.answer(Visit(portal.url, 1, ARTICLES[1:])))
    print(f"{outcome}, held {LibraryItem.objects.waiting().count()}: {source.outcome_detail}")  # noqa: T201
    assert public() == Counter(article.title.lower() for article in ARTICLES[1:])
    assert LibraryItem.objects.waiting().count() == attack.held
    assert attack.outcome in ("", outcome)
    visit(source, 30, normal(portal, attack.shape, 2, ARTICLES[:-1]))
    assert public() == TITLES
