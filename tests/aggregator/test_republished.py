"""Articles that a portal publishes again under other addresses and dates: each is public once."""

import datetime as dt
from collections import Counter

import pytest
from django.urls import reverse

from aggregator import item_services
from aggregator.models import Health, ItemStatus, JoinedBy, LibraryItem, Source
from network.core.text import slugify_vi
from tests.factories.portals import make_feed
from tests.factories.sections import make_source

from .shapes.made import SUBJECTS

HOUR = dt.timedelta(hours=1)
NOW = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)
REVIEW = reverse("aggregator_libraryitem_modeladmin_review")
LIST = reverse("aggregator_libraryitem_modeladmin_index")
TITLES = [
    *SUBJECTS,
    "Hướng dẫn cấp thẻ căn cước cho trẻ em dưới 6 tuổi",
    "Quy định về mức hỗ trợ khi Nhà nước thu hồi đất",
    "Công an xã cảnh báo thủ đoạn lừa đảo qua điện thoại",
]
# Addresses of an article: `s` is a value of the session, different at each visit.
ADDRESSES = {
    "number at the end": "/tin/{slug}-{number}.html?phien={s}",
    "id of SharePoint": "/Pages/tin.aspx?ItemID={number}&phien={s}",
    "menu and id of Joomla": "/index.php?phien={s}&option=com&id={number}&Itemid=55",
    "numbered page": "/tin/{number}?ma_phien={s}",
    "nothing but words": "/tin/{slug}?phien={s}",
    "session of figures": "/tin/{slug}?luot={visit}",
    "session in the path": "/{s}/tin/{slug}",
    "all new numbers": "/tin/{slug}-{visit}{number}.html",
}


@pytest.fixture
def trusted(db: None, portal) -> Source:
    return make_source(url=f"{portal.url}/tin.rss", trusted=True)


@pytest.fixture
def show(portal, trusted, refresh):
    """Fetch the source with these (title, path, date) entries after some hours."""

    def fetch(hours: float, *entries: tuple[str, str, dt.datetime | None]) -> Source:
        portal.pages["/tin.rss"] = make_feed(
            *(
                {"title": title, "link": f"{portal.url}{path.replace('&', '&amp;')}"}
                | ({"pubDate": f"{day:%a, %d %b %Y %H:%M:%S +0000}"} if day else {})
                for title, path, day in entries
            )
        )
        refresh(trusted, after=hours * HOUR)
        return trusted

    return fetch


def article(number: int, form: str, visit: int, title: str = "") -> tuple[str, str, dt.datetime]:
    """Return an article at a visit, dated as if it had been published lately."""
    title = title or TITLES[number]
    session = f"s{visit}Xy{visit * 7919 + number}"
    path = form.format(slug=slugify_vi(title), number=70400 + number, s=session, visit=100 + visit)
    return title, path, NOW + visit * HOUR - number * HOUR / 7


def public() -> Counter[str]:
    return Counter(LibraryItem.objects.published().values_list("title", flat=True))


@pytest.mark.parametrize("form", ADDRESSES.values(), ids=ADDRESSES)
def test_twelve_articles_with_moving_dates_and_sessions_are_public_once(show, form):
    for visit in range(4):
        show(visit, *(article(n, form, visit) for n in range(12)))
    assert public() == Counter(TITLES)
    # What waits follows its article instead of filling the queue anew at each visit.
    assert LibraryItem.objects.waiting().count() in (0, 12)
    show(
        4, article(0, form, 4, title="Bãi bỏ lệ phí"), *(article(n, form, 4) for n in range(1, 12))
    )
    assert public() == Counter([*TITLES, "Bãi bỏ lệ phí"])


def test_without_the_search_for_known_titles_articles_are_public_twice(show, monkeypatch):
    monkeypatch.setattr(item_services, "decide_republished", lambda outcomes, *_, **__: outcomes)
    for visit in range(2):
        show(visit, *(article(n, ADDRESSES["nothing but words"], visit) for n in range(12)))
    assert set(public().values()) == {2}


def test_a_corrected_title_with_a_new_address_and_date_is_the_same_article(show):
    form = ADDRESSES["number at the end"]
    show(0, *(article(n, form, 0) for n in range(12)))
    wrong, right = TITLES[3], TITLES[3].replace("học phí", "học phí mới")
    show(1, article(3, form, 1, title=right), *(article(n, form, 0) for n in range(12) if n != 3))
    assert public() == Counter([*(title for title in TITLES if title != wrong), right])
    assert LibraryItem.objects.count() == 12


@pytest.mark.parametrize("dated", [True, False])
def test_a_corrected_title_without_a_number_waits_for_a_review(show, dated):
    form = ADDRESSES["nothing but words"]

    def at(hours: int, *articles):
        show(hours, *((title, path, day if dated else None) for title, path, day in articles))

    at(0, *(article(n, form, 0) for n in range(12)))
    right = TITLES[3].replace("thông qua", "đã thông qua")
    at(1, article(3, form, 1, title=right), *(article(n, form, 0) for n in range(12) if n != 3))
    assert public() == Counter(TITLES)
    held = LibraryItem.objects.waiting().get()
    assert (held.title, held.same_as.title) == (right, TITLES[3])


SERIES = {
    "weeks in the title": ("Lịch tiếp công dân tuần {week}", "/lich-{week}-{id}.html"),
    "one title, numbers differ": ("Lịch công tác của lãnh đạo Sở", "/lich-{id}.html"),
    "one title, weeks in the query": ("Bản tin tư pháp", "/lich-tuan-2026?tuan={week}"),
    "one title, ids of Joomla": ("Thông báo", "/index.php?id={id}&Itemid=55"),
    "page of a section": ("Thông báo tuyển dụng", "/thong-bao-12?bai={week}"),
}


@pytest.mark.parametrize("current_only", [True, False])
@pytest.mark.parametrize(("title", "path"), SERIES.values(), ids=SERIES)
def test_issues_of_a_series_stay_articles_of_their_own(show, title, path, current_only):
    for week in range(40, 44):
        weeks = [week] if current_only else range(40, week + 1)
        show(
            (week - 40) * 7 * 24,
            *(
                (
                    title.format(week=each),
                    path.format(week=each, id=5000 + 13 * each),
                    NOW + (each - 40) * 7 * 24 * HOUR,
                )
                for each in weeks
            ),
            # Other news, so that the feed does not consist of one title.
            *((TITLES[n], f"/tin/{n}", NOW - n * HOUR) for n in range(week - 40, week - 34)),
        )
    links = LibraryItem.objects.filter(title__in={title.format(week=w) for w in range(40, 44)})
    assert links.count() == 4
    assert links.filter(duplicate_of=None, status=ItemStatus.PUBLISHED).count() == 4


def test_two_similar_articles_are_not_one(show):
    one, other = "Xã Ia Mơ đạt chuẩn nông thôn mới", "Xã Ia Ko đạt chuẩn nông thôn mới"
    show(0, (one, "/xa-ia-mo-dat-chuan", NOW), (TITLES[0], "/a", NOW - HOUR))
    show(
        1,
        (other, "/xa-ia-ko-dat-chuan", NOW + HOUR),
        (one, "/xa-ia-mo-dat-chuan", NOW),
        (TITLES[0], "/a", NOW - HOUR),
    )
    assert public()[one] == public()[other] == 1


@pytest.fixture
def held(show) -> list[LibraryItem]:
    """Twelve items that wait because the source has their titles at other addresses."""
    for visit in range(2):
        show(visit, *(article(n, ADDRESSES["nothing but words"], visit) for n in range(12)))
    return list(LibraryItem.objects.waiting().order_by("pk"))


def test_the_reviewer_merges_them_with_one_click(desk, held, trusted, show):
    assert trusted.health == Health.DOUBTFUL
    page = desk.get(LIST).content.decode()
    assert f'name="same" value="{held[0].pk}"' in page and held[0].same_as.title in page
    desk.post(REVIEW, {"same": "selected", "item": [item.pk for item in held]})
    assert public() == Counter(TITLES)
    assert not LibraryItem.objects.waiting().exists()
    merged = LibraryItem.objects.get(pk=held[0].pk)
    card = merged.duplicate_of
    assert (card, merged.joined_by, merged.status) == (
        held[0].same_as,
        JoinedBy.ADDRESS,
        "published",
    )
    assert card.href == held[0].href != card.link
    # Further addresses and the old one are known now.
    for visit in (2, 0):
        show(3 + visit, *(article(n, ADDRESSES["nothing but words"], visit) for n in range(12)))
    assert (public(), LibraryItem.objects.count()) == (Counter(TITLES), 24)


def test_approving_a_whole_page_leaves_them_waiting(desk, held):
    answer = desk.post(REVIEW, {"approve": "selected", "item": [held[0].pk]}, follow=True)
    assert "messages" in answer.content.decode()
    assert public() == Counter(TITLES)


def test_one_that_is_approved_by_itself_is_an_article_of_its_own(desk, held):
    desk.post(REVIEW, {"approve": held[0].pk})
    assert public()[held[0].title] == 2
    assert LibraryItem.objects.get(pk=held[0].pk).same_as is None


def test_one_that_is_split_off_again_waits_and_follows_no_more(desk, held):
    desk.post(REVIEW, {"same": held[0].pk})
    desk.post(REVIEW, {"separate": held[0].pk})
    again = LibraryItem.objects.get(pk=held[0].pk)
    assert (again.status, again.same_as, again.duplicate_of) == (ItemStatus.NEW, None, None)
