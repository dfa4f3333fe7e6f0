"""One policy, one card: the same decree from six portals is shown once, each of them named."""

import datetime as dt

import pytest
from wagtail.models import ModelLogEntry

from aggregator.models import FetchOutcome, ItemStatus, LibraryItem, Source
from aggregator.selectors import newest_items, published_items
from legal_updates.models import Topic
from network.agencies.models import Role
from network.core.text import slugify_vi
from tests.factories.portals import make_feed
from tests.factories.sections import make_hub, make_source

pytestmark = pytest.mark.django_db

REVIEW = "/admin/aggregator/libraryitem/review/"
DECREE = "Nghị định số 168/2024/NĐ-CP quy định xử phạt vi phạm hành chính về giao thông đường bộ"
STORY = "Từ hôm nay: Nghị định 168/2024/NĐ-CP tăng mức phạt với người vượt đèn đỏ"
HOUR = dt.timedelta(hours=1)
DATE = "Wed, 25 Nov 2026 08:00:00 +0700"


@pytest.fixture
def bring(portal, refresh):
    """Let a source bring entries, given as titles or as fields, and return what it stored."""

    def run(name: str, *entries: str | dict, **fields) -> list[LibraryItem]:
        defaults = {"trusted": True, "owner": name}
        path = f"/{slugify_vi(name)}.rss"
        url = f"{portal.url}{path}"
        source = Source.objects.filter(url=url).first()
        source = source or make_source(name, url=url, **defaults | fields)
        shown = [each if isinstance(each, dict) else {"title": each} for each in entries]
        portal.pages[path] = make_feed(
            *(
                {"link": f"https://{source.key}.example.vn/{place}.html", "pubDate": DATE} | each
                for place, each in enumerate(shown)
            )
        )
        refresh(source)
        return list(LibraryItem.objects.filter(source=source).order_by("link"))

    return run


def names(item: LibraryItem) -> list[str]:
    return [source.name for source in item.sources]


def test_a_decree_from_three_portals_is_one_card_led_by_the_official_text(bring):
    bring("Báo Gia Lai", STORY)
    bring("Bộ Công an", DECREE)
    bring("Công báo", DECREE)
    card = newest_items().get()
    assert card.title == DECREE
    assert names(card) == ["Công báo", "Báo Gia Lai", "Bộ Công an"]
    assert card.joined_by == ""
    assert [each.joined_by for each in card.duplicates.all()] == ["number", "number"]


def test_the_press_does_not_take_the_place_of_the_official_text(bring):
    bring("Công báo", DECREE)
    bring("Báo Gia Lai", STORY)
    assert names(newest_items().get()) == ["Công báo", "Báo Gia Lai"]


def test_what_nobody_has_read_does_not_take_the_place_of_what_readers_see(bring):
    bring("Báo Gia Lai", STORY)
    bring("Công báo", DECREE, trusted=False)
    card = newest_items().get()
    assert (card.title, names(card)) == (STORY, ["Báo Gia Lai", "Công báo"])
    assert not LibraryItem.objects.waiting()


def test_an_official_text_is_seen_though_the_article_about_it_was_skipped(bring):
    bring("Báo Gia Lai", STORY, trusted=False)
    LibraryItem.objects.update(status=ItemStatus.SKIPPED)
    bring("Báo Nhân Dân", STORY)
    assert not newest_items()
    bring("Công báo", DECREE)
    assert names(newest_items().get()) == ["Công báo"]


def test_several_articles_of_one_feed_about_one_decree_are_one_card(bring):
    bring("Báo Gia Lai", STORY, "Giá vàng hôm nay", "Hỏi đáp về Nghị định 168/2024/NĐ-CP", DECREE)
    assert {each.title for each in newest_items()} == {STORY, "Giá vàng hôm nay"}
    bring("Công báo", DECREE)
    assert {each.title for each in newest_items()} == {DECREE, "Giá vàng hôm nay"}
    card = newest_items().get(title=DECREE)
    assert names(card) == ["Công báo", "Báo Gia Lai"]


def test_the_card_keeps_its_topics_when_the_official_text_takes_its_place(bring):
    (story,) = bring("Báo Gia Lai", STORY)
    topic = Topic.objects.get(slug="giao-thong-van-tai")
    story.topics.add(topic)
    bring("Công báo", DECREE)
    card = newest_items().get()
    assert (card.title, list(card.topics.all())) == (DECREE, [topic])


def test_words_that_a_reviewer_corrected_stay_on_the_card(bring):
    bring("Báo Gia Lai", STORY)
    LibraryItem.objects.update(title="Mức phạt mới", corrected=True)
    bring("Công báo", DECREE)
    assert newest_items().get().title == "Mức phạt mới"


def test_a_plan_of_two_provinces_with_one_number_is_two_cards(bring):
    plan = "Kế hoạch 24/KH-UBND về chuyển đổi số năm 2026"
    bring("UBND tỉnh Gia Lai", plan)
    bring("UBND tỉnh Đắk Lắk", plan)
    bring("Sở Tư pháp tỉnh Gia Lai", plan)
    assert sorted(map(names, newest_items())) == [
        ["UBND tỉnh Gia Lai", "Sở Tư pháp tỉnh Gia Lai"],
        ["UBND tỉnh Đắk Lắk"],
    ]


def test_the_same_news_of_two_papers_is_one_card(bring):
    title = "Thủ tướng yêu cầu các địa phương khẩn trương khắc phục hậu quả mưa lũ"
    bring("Báo Gia Lai", f"(GLO)- {title}")
    bring("Báo Nhân Dân", title)
    assert names(newest_items().get()) == ["Báo Gia Lai", "Báo Nhân Dân"]
    assert LibraryItem.objects.get(duplicate_of__isnull=False).joined_by == "title"


def test_a_section_that_shows_one_source_gets_the_card_it_contributed_to(bring):
    bring("Công báo", DECREE)
    (story,) = bring("Báo Gia Lai", STORY)
    shown = published_items(source_ids=[story.source_id], levels=[], topic_ids=[])
    assert shown.get().title == DECREE


def test_guids_that_change_at_every_fetch_make_no_duplicates(bring, portal, refresh):
    (item,) = bring("Công báo", {"title": DECREE, "guid": "a-1"})
    portal.pages["/cong-bao.rss"] = portal.pages["/cong-bao.rss"].replace(b"a-1", b"b-2")
    assert refresh(item.source, after=HOUR).outcome == FetchOutcome.NOTHING_NEW
    assert LibraryItem.objects.get() == item


@pytest.mark.parametrize("count", [3, 40])
def test_the_number_of_queries_does_not_grow_with_the_feed(
    bring, django_assert_max_num_queries, count
):
    decrees = [f"Nghị định {number}/2026/NĐ-CP về việc số {number}" for number in range(1, count)]
    bring("Báo Gia Lai", *decrees)
    with django_assert_max_num_queries(40):
        bring("Công báo", *decrees)
    assert {tuple(names(each)) for each in newest_items()} == {("Công báo", "Báo Gia Lai")}


def test_the_hub_shows_one_card_and_finds_it_by_any_of_its_sources(bring, client):
    make_hub()
    bring("Công báo", DECREE)
    (story,) = bring("Báo Gia Lai", STORY, level="provincial")
    for query in ({}, {"cap": "provincial"}, {"nguon": story.source.key}):
        shown = client.get("/chinh-sach-moi/", query).content.decode()
        assert (shown.count(DECREE), shown.count(f'href="{story.link}"')) == (1, 1)
        assert STORY not in shown


def by_hand(client, button: str, *items: LibraryItem) -> None:
    client.post(REVIEW, {button: "selected", "item": [each.pk for each in items]})


def test_a_reviewer_splits_off_what_is_another_policy_and_it_stays_so(bring, desk, reviewer):
    (decree,) = bring("Công báo", DECREE)
    (story,) = bring("Báo Gia Lai", STORY)
    by_hand(desk, "separate", story)
    story.refresh_from_db()
    assert (story.duplicate_of, story.status, story.reviewed_by) == (None, "new", reviewer)
    bring("Báo Gia Lai", STORY + " (cập nhật)", DECREE)
    bring("Báo Nhân Dân", STORY + " (cập nhật)")
    story.refresh_from_db()
    assert story.duplicate_of != decree
    assert {tuple(names(each)) for each in newest_items()} == {
        ("Công báo", "Báo Gia Lai"),
        ("Báo Nhân Dân", "Báo Gia Lai"),
    }
    entry = ModelLogEntry.objects.for_instance(story).get(action="aggregator.split")
    assert (entry.user, entry.data) == (reviewer, {"from": [DECREE]})


def test_a_split_off_card_leaves_its_place_to_the_next_best(bring, desk):
    bring("Báo Gia Lai", STORY)
    bring("Bộ Công an", DECREE)
    (official,) = bring("Công báo", DECREE)
    by_hand(desk, "separate", official)
    assert names(newest_items().get()) == ["Bộ Công an", "Báo Gia Lai"]


def test_a_reviewer_joins_what_the_machine_took_for_two(bring, desk):
    (story,) = bring("Báo Gia Lai", "Vượt đèn đỏ bị phạt đến 20 triệu đồng từ hôm nay")
    (decree,) = bring("Công báo", DECREE, trusted=False)
    by_hand(desk, "join", story, decree)
    assert names(newest_items().get()) == ["Báo Gia Lai", "Công báo"]
    assert not LibraryItem.objects.waiting()
    history = desk.get(f"/admin/aggregator/libraryitem/history/{story.pk}/").content.decode()
    assert DECREE in history


def test_joining_one_item_changes_nothing_and_says_so(bring, desk):
    (story,) = bring("Báo Gia Lai", STORY)
    answer = desk.post(REVIEW, {"join": "selected", "item": [story.pk]}, follow=True)
    assert "messages" in answer.content.decode()
    story.refresh_from_db()
    assert (story.joined_by, story.reviewed_by) == ("", None)


def test_an_item_shows_the_others_of_its_policy_to_whoever_may_look(bring, desk, seat):
    (decree,) = bring("Công báo", DECREE)
    bring("Báo Gia Lai", STORY)
    page = f"/admin/aggregator/libraryitem/inspect/{decree.pk}/"
    assert STORY in desk.get(page).content.decode()
    assert 'name="separate"' in desk.get(page).content.decode()
    looking = seat(Role.OVERSEER).get(page).content.decode()
    assert STORY in looking
    assert 'name="separate"' not in looking
