"""What is never published by trust alone: the source says so until a person has looked."""

import datetime as dt

import pytest

from aggregator import item_services
from aggregator.health_wording import advise_on_state, explain_state
from aggregator.models import FetchOutcome, Health, ItemStatus, LibraryItem, Source
from tests.factories.portals import entry, make_feed
from tests.factories.sections import make_source

DAY = dt.timedelta(days=1)


@pytest.fixture
def trusted(db: None, portal) -> Source:
    """A trusted source."""
    return make_source(url=f"{portal.url}/tin.rss", trusted=True)


def undated(number: int) -> dict[str, str]:
    return {name: text for name, text in entry(number).items() if name != "pubDate"}


@pytest.fixture
def read(portal, trusted, refresh):
    """Fetch the source `day` days later with these entries in its feed."""

    def fetch(day: int, *entries: dict[str, str]) -> str:
        portal.pages["/tin.rss"] = make_feed(*entries)
        refresh(trusted, after=day * DAY)
        return trusted.health

    return fetch


def public() -> int:
    return LibraryItem.objects.published().count()


def test_ten_times_the_usual_number_waits_until_a_person_has_looked(read, trusted):
    for day in range(5):
        assert read(day, entry(day), entry(100 + day)) == Health.HEALTHY
    flood = [entry(200 + n) for n in range(20)]
    assert read(5, *flood) == Health.DOUBTFUL
    assert public() == 10
    assert explain_state(trusted) and advise_on_state(trusted)
    # Neither "not modified" nor a quiet day ends it, a review does.
    assert read(6, *flood) == Health.DOUBTFUL
    assert read(7, *flood[:-1], entry(300)) == Health.DOUBTFUL
    assert public() == 11
    LibraryItem.objects.waiting().update(status=ItemStatus.SKIPPED)
    assert read(8, *flood) == Health.HEALTHY


def test_what_gathered_while_nobody_could_ask_is_no_jump(read):
    for day in range(40):
        read(day, entry(day))
    lately = {"pubDate": "Sun, 07 Feb 2027 08:00:00 +0700"}
    assert read(80, *(entry(100 + n, **lately) for n in range(25))) == Health.HEALTHY
    assert public() == 65


def test_a_first_fetch_is_no_jump(read):
    assert read(0, *(undated(n) for n in range(60))) == Health.HEALTHY
    assert public() == 60


def test_a_page_without_dates_that_is_all_new_waits(read):
    read(0, *(undated(n) for n in range(8)))
    assert read(1, *(undated(20 + n) for n in range(8))) == Health.DOUBTFUL
    assert public() == 8


def test_a_page_to_sign_in_where_the_news_stood_waits(read):
    for day in range(4):
        read(day, *(entry(day + n) for n in range(8)))
    assert read(4, undated(50), undated(51)) == Health.DOUBTFUL
    assert public() == 11


def test_a_piece_of_news_without_a_date_is_published(read):
    read(0, *(undated(n) for n in range(8)))
    assert read(1, undated(30), *(undated(n) for n in range(7))) == Health.HEALTHY
    assert public() == 9


def test_many_old_texts_at_once_wait(read):
    read(0, *(entry(n) for n in range(15)))
    old = [entry(50 + n, pubDate="Mon, 06 Jul 2026 08:00:00 +0700") for n in range(10)]
    assert read(1, *old, *(entry(n) for n in range(15))) == Health.DOUBTFUL
    assert public() == 15


def test_another_feed_in_place_of_the_known_one_waits(read):
    read(0, *(entry(n) for n in range(8)))
    other = [entry(50 + n, pubDate="Mon, 06 Jul 2026 08:00:00 +0700") for n in range(4)]
    assert read(1, *other) == Health.DOUBTFUL
    assert public() == 8


def test_what_links_to_a_website_the_source_never_linked_to_waits(read, trusted):
    strange = entry(9, link="https://tin-nong.example.net/9.html")
    read(0, entry(1), entry(2))
    assert read(1, entry(1), strange, entry(3), entry(4, link="https://stp.example.vn/4")) == (
        Health.DOUBTFUL
    )
    assert public() == 4
    assert explain_state(trusted)
    # Once a person has published one, the website is known.
    LibraryItem.objects.waiting().update(status=ItemStatus.PUBLISHED)
    assert read(2, entry(10, link="https://tin-nong.example.net/10.html")) == Health.HEALTHY
    assert public() == 6


@pytest.mark.parametrize("checked", [True, False])
def test_a_known_article_keeps_its_address_for_a_foreign_website(
    read, trusted, monkeypatch, checked
):
    if not checked:
        monkeypatch.setattr(item_services, "foreign_domains", lambda *_: set())
    read(0, entry(1), entry(2))
    read(1, entry(1), entry(2, link="https://bk8.example.top/2"))
    foreign = LibraryItem.objects.published().filter(link__contains="example.top")
    assert foreign.exists() != checked
    assert public() == 2
    # The doubt lasts as long as the source leads there.
    assert read(2, entry(1), entry(2, link="https://bk8.example.top/2")) == (
        Health.DOUBTFUL if checked else Health.HEALTHY
    )


@pytest.mark.parametrize("link", ["https://moi.gov.vn/b/2", "https://portal-moi.vn/tin/2.html"])
def test_an_article_of_a_portal_with_a_new_name_stays_public(read, link):
    read(0, entry(1), entry(2))
    assert read(1, entry(1), entry(2, link=link)) == Health.HEALTHY
    assert LibraryItem.objects.published().filter(link=link).exists()


def test_an_address_that_leads_on_to_a_foreign_website_waits(read):
    read(0, entry(1))
    away = "https://portal.example.vn/di?url=https%3A%2F%2Fw88.example.top%2F"
    assert read(1, entry(1), entry(2, link=away)) == Health.DOUBTFUL
    assert public() == 1


def test_other_news_of_a_time_when_the_known_ones_were_shown_waits(read):
    read(0, *(entry(n) for n in range(8)))
    assert read(1, *(entry(50 + n) for n in range(4))) == Health.DOUBTFUL
    assert public() == 8


def test_a_feed_that_is_filled_anew_as_often_as_usual_is_published(read):
    for day in range(5):
        date = dt.datetime(2026, 11, 25 + day, 10, tzinfo=dt.UTC)
        new = {"pubDate": f"{date:%a, %d %b %Y %H:%M:%S +0000}"}
        read(day, *(entry(10 * day + n, **new) for n in range(5)))
    assert public() == 25


def test_titles_in_another_script_wait_unless_the_feed_is_in_it(read, portal, refresh):
    chinese = [entry(n, title=f"越南法律新闻第{n}号") for n in range(10, 13)]
    assert read(0, entry(1), entry(2), entry(3), *chinese[:1]) == Health.DOUBTFUL
    assert public() == 3
    portal.pages["/zh.rss"] = make_feed(*chinese)
    refresh(make_source(url=f"{portal.url}/zh.rss", trusted=True))
    assert public() == 6


def test_what_gamblers_write_waits_at_every_source(read):
    read(0, entry(1))
    read(1, entry(1), entry(2, title="Nhà cái uy tín: tài xỉu đổi thưởng"))
    assert public() == 1
    assert LibraryItem.objects.waiting().get().blocked_word == "nhà cái"


def test_titles_that_say_nothing_wait_and_the_others_do_not(read):
    bare = {"description": ""}
    assert read(0, entry(1), entry(2, title="Lib Site", **bare)) == Health.DOUBTFUL
    assert public() == 1
    same = [entry(n, title="Cổng thông tin điện tử", **bare) for n in range(10, 14)]
    assert read(1, *same) == Health.DOUBTFUL
    assert public() == 1


def test_a_page_that_is_missing_is_told_as_missing(portal, trusted, refresh):
    portal.pages["/tin.rss"] = (404, {}, b"")
    assert refresh(trusted).outcome == FetchOutcome.NOT_FOUND
    assert trusted.health == Health.FAILING and "404" in trusted.get_outcome_display()
