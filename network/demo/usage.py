"""Demo figures of views and ratings, and searches in vain. Safe to run twice.

They are computed from the addresses of the pages, so that every demo shows the same ones.
"""

import datetime as dt
import zlib
from collections.abc import Iterator

from django.utils import timezone
from wagtail.models import Page

from network.agencies.models import Agency
from network.core.page_views.counting import Counts, ViewedPage
from network.feedback.models import RatingDay, Satisfaction
from network.hub.models import UnansweredQuery, WantedTopic
from network.hub.search.unanswered import record_unanswered
from network.usage.models import ViewDay, ViewMonth
from network.usage.selectors import RECENT_DAYS, months_until
from network.usage.services import store_views_of

from .data import OVERSEER

# Months before the days that are counted singly.
_MONTHS = 10
_SATURDAY = 5
# Usual views a day.
_FRONT_PAGE = 160
_LISTS = {"/tim-kiem/": 90, "/toi-can/": 60, "/van-ban/": 45, "/co-quan/": 30}
# By the number of days on which they were searched for.
_IN_VAIN = {
    "nuôi chim yến trong khu dân cư": 9,
    "bay flycam xin phép ở đâu": 7,
    "mã số vùng trồng sầu riêng": 6,
    "thẻ hướng dẫn viên du lịch": 4,
    "mở phòng khám thú y": 3,
}
# Answers about a page by month, the newest first: satisfied, neither, not satisfied.
_RATED = "/so-tu-phap/"
_RATINGS = ((61, 14, 9), (40, 11, 12), (15, 4, 2))
_TAKEN = "mã số vùng trồng sầu riêng"


def load(now: dt.datetime) -> None:
    """Enter views of the last months, and what was searched for in vain."""
    today = timezone.localdate(now)
    if not ViewMonth.objects.exists():
        _load_views(today)
    if not UnansweredQuery.objects.exists():
        _load_searches(today)
    if not RatingDay.objects.exists():
        _load_ratings(today)


def _load_views(today: dt.date) -> None:
    pages = list(_pages())
    first = today - dt.timedelta(days=RECENT_DAYS)
    for month in months_until(first, _MONTHS):
        # In the middle of the month, or on the day before the single days.
        day = min(month + dt.timedelta(days=14), first)
        _store(pages, day, times=26 + month.month % 5)
    ViewDay.objects.all().delete()
    for day in (today - dt.timedelta(days=n) for n in range(RECENT_DAYS)):
        _store(pages, day, times=1)


def _pages() -> Iterator[tuple[ViewedPage, dt.date, int]]:
    """Yield the public pages with the day of their publication and their usual views a day."""
    for path, usual in _LISTS.items():
        yield ViewedPage(path), dt.date.min, usual
    live = Page.objects.live().public().filter(depth__gt=1)
    for pk, url_path, published in live.values_list("pk", "url_path", "first_published_at"):
        path = "/" + url_path.split("/", 2)[2]
        usual = _FRONT_PAGE if path == "/" else 1 + _number(path) % 9
        # The front page was made with the database and never published.
        since = timezone.localdate(published) if published else dt.date.min
        yield ViewedPage(path, pk), since, usual


def _store(pages: list[tuple[ViewedPage, dt.date, int]], day: dt.date, *, times: int) -> None:
    """Enter `times` usual days of all pages that were published by then."""
    batch = {
        page: _counts(f"{page.path} {day}", usual * times * (6 if day.weekday() < _SATURDAY else 4))
        for page, published, usual in pages
        if published <= day
    }
    store_views_of(batch, day=day)


def _counts(seed: str, most: int) -> Counts:
    views = (most * (60 + _number(seed) % 40)) // 600
    return [views, views // 9, views // 6]


def _number(text: str) -> int:
    return zlib.crc32(text.encode())


def _load_ratings(today: dt.date) -> None:
    _now, *before = reversed(months_until(today, len(_RATINGS) + 1))
    agency = Agency.objects.get(code=OVERSEER)
    RatingDay.objects.bulk_create(
        RatingDay(page=_RATED, day=month, agency=agency, answer=answer, count=count)
        for month, counts in zip(before, _RATINGS, strict=True)
        for answer, count in zip(Satisfaction.values, counts, strict=True)
    )


def _load_searches(today: dt.date) -> None:
    for words, days in _IN_VAIN.items():
        for ago in range(days, 0, -1):
            record_unanswered(words, today=today - dt.timedelta(days=ago))
    query = UnansweredQuery.objects.get(query=_TAKEN)
    WantedTopic.objects.create(
        agency=Agency.objects.get(code=OVERSEER),
        digest=query.digest,
        query=query.query,
        days=query.days,
        taken_on=today - dt.timedelta(days=1),
    )
