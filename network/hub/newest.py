"""Choose the newest articles so that no single agency fills the front page."""

import datetime as dt
from collections import Counter
from collections.abc import Collection

from wagtail.models import Page

from network.agencies.scope import SECTION_PATH_LENGTH
from sites.models import ArticlePage

SHOWN, READ = 5, 24
FROM_ONE_AGENCY = 2


def newest_of_agencies(*, below: Page, day: dt.date, but: Collection[int]) -> list[ArticlePage]:
    """Return up to SHOWN live articles below a page, newest first, with `agency_name`. One query.

    At most FROM_ONE_AGENCY of one agency, as long as the newest READ articles include others.
    Articles with an id in `but` are left out.
    """
    articles = ArticlePage.objects.published().in_use(day).with_agency()
    articles = articles.select_related("cover").as_links("cover", "cover_alt_text")
    recent = [each for each in articles[:READ] if each.pk not in but]
    taken: Counter[str] = Counter()
    first: list[ArticlePage] = []
    others: list[ArticlePage] = []
    for article in recent:
        section = article.path[:SECTION_PATH_LENGTH]
        taken[section] += 1
        (first if taken[section] <= FROM_ONE_AGENCY else others).append(article)
    shown = [*first, *others][:SHOWN]
    return sorted(shown, key=lambda each: (each.date, each.pk), reverse=True)
