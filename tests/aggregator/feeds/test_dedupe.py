"""What is new, changed, the same or known from elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from aggregator.feeds.dedupe import (
    DedupeOutcome,
    Known,
    KnownIndex,
    Reason,
    Verdict,
    as_repeat,
    decide_all,
    digest_of,
    index_known,
    link_key_of,
    lookup_keys,
)
from aggregator.feeds.normalize import hash_content
from aggregator.feeds.types import Entry

DAY = datetime(2026, 11, 20, tzinfo=UTC)


def entry(link: str | None = "https://x.vn/a", **changes: Any) -> Entry:
    values: dict[str, Any] = {
        "title": "Nghị định về đất đai",
        "guid": "g1",
        "published": DAY,
        "excerpt": "",
        **changes,
    }
    values.setdefault("content_hash", hash_content(values["title"], values["excerpt"]))
    return Entry(link=link, original_link=link, **values)


def stored(entries: Sequence[Entry], first_row: int = 1) -> KnownIndex:
    return index_known(
        Known(
            first_row + n,
            link_key_of(e),
            e.guid,
            digest_of(e),
            e.content_hash,
            e.title,
            e.published,
            e.original_link or "",
        )
        for n, e in enumerate(entries)
    )


def rows(index: KnownIndex) -> list[Known]:
    return [row for found in index.values() for row in found]


def decide_after(before: Sequence[Entry], now: Sequence[Entry]) -> list[DedupeOutcome]:
    return decide_all(now, stored(before))


def verdicts(decisions: Sequence[DedupeOutcome]) -> list[Verdict]:
    return [decision.verdict for decision in decisions]


def test_a_first_fetch_is_new_and_a_second_the_same() -> None:
    entries = [entry("https://x.vn/a"), entry("https://x.vn/b", guid="g2", title="Luật")]
    assert verdicts(decide_all(entries, {})) == [Verdict.NEW, Verdict.NEW]
    assert verdicts(decide_after(entries, entries)) == [Verdict.SAME, Verdict.SAME]


def test_rotating_guids_make_no_duplicates() -> None:
    (decision,) = decide_after([entry(guid="1-a")], [entry(guid="2-a")])
    assert decision.verdict is Verdict.SAME


def test_rotating_guids_without_links_make_none_either() -> None:
    (decision,) = decide_after([entry(None, guid="1-a")], [entry(None, guid="2-a")])
    assert decision.verdict is Verdict.SAME


def test_a_changed_title_is_a_change_of_the_stored_item() -> None:
    (decision,) = decide_after([entry()], [entry(title="Nghị định về nhà ở")])
    assert decision.verdict is Verdict.CHANGED and decision.reason is Reason.TEXT_CHANGED
    assert decision.of is not None and decision.of.row == 1


def test_a_changed_excerpt_is_a_change_too() -> None:
    (decision,) = decide_after([entry()], [entry(excerpt="mới")])
    assert decision.verdict is Verdict.CHANGED


def test_an_article_that_moved_is_found_by_its_guid() -> None:
    (decision,) = decide_after([entry("https://x.vn/cu")], [entry("https://x.vn/moi")])
    assert decision.verdict is Verdict.CHANGED and decision.reason is Reason.LINK_CHANGED


def test_one_guid_for_everything_is_no_identity() -> None:
    before = [entry("https://x.vn/a", guid="site"), entry("https://x.vn/b", guid="site", title="B")]
    assert verdicts(decide_all(before, {})) == [Verdict.NEW, Verdict.NEW]
    later = [entry("https://x.vn/c", guid="site", title="Khác hẳn", published=None), *before]
    assert verdicts(decide_after(before, later)) == [Verdict.NEW, Verdict.SAME, Verdict.SAME]


def test_a_reused_guid_does_not_overwrite_another_article() -> None:
    other = entry("https://x.vn/b", title="Thông báo tuyển dụng", published=DAY.replace(day=24))
    (decision,) = decide_after([entry("https://x.vn/a")], [other])
    assert decision.verdict is Verdict.NEW


def test_a_link_to_the_front_page_or_a_list_is_no_identity() -> None:
    for link in ("https://x.vn/", "https://x.vn/danh-sach"):
        entries = [entry(link, guid=None, title=f"Văn bản {n}") for n in range(4)]
        assert verdicts(decide_all(entries, {})) == [Verdict.NEW] * 4
        assert verdicts(decide_after(entries, entries)) == [Verdict.SAME] * 4


def test_an_entry_twice_in_one_feed_is_stored_once() -> None:
    twice = [entry(), entry(title="Đất đai: Nghị định về đất đai")]
    first = decide_all(twice, {})
    assert verdicts(first) == [Verdict.NEW, Verdict.SAME]
    assert first[1].reason is Reason.REPEATED_IN_FEED
    assert verdicts(decide_after(twice[:1], twice)) == [Verdict.SAME, Verdict.SAME]


def test_same_titles_with_links_of_their_own_are_different_items() -> None:
    entries = [entry(f"https://x.vn/{n}", guid=None, title="Lib Site") for n in range(12)]
    assert verdicts(decide_all(entries, {})) == [Verdict.NEW] * 12
    assert verdicts(decide_after(entries, entries)) == [Verdict.SAME] * 12


def test_a_link_that_gets_lost_or_found_is_the_same_item() -> None:
    assert verdicts(decide_after([entry()], [entry(None)])) == [Verdict.SAME]
    (decision,) = decide_after([entry(None, guid=None)], [entry(guid=None)])
    assert decision.verdict is Verdict.CHANGED and decision.reason is Reason.LINK_CHANGED


def test_an_article_of_another_source_is_a_duplicate_with_a_pointer() -> None:
    elsewhere = rows(stored([entry("https://www.x.vn/a")], first_row=7))
    decision = as_repeat(decide_all([entry()], {})[0], elsewhere)
    assert decision.verdict is Verdict.DUPLICATE
    assert decision.of is not None and decision.of.row == 7
    (again,) = decide_all([entry()], stored([entry()]))
    assert as_repeat(again, elsewhere).verdict is Verdict.SAME


def test_another_source_is_not_matched_by_guid_or_title() -> None:
    (decision,) = decide_all([entry("https://x.vn/a")], {})
    elsewhere = rows(stored([entry("https://y.vn/a")]))
    assert as_repeat(decision, elsewhere).verdict is Verdict.NEW


def test_an_entry_with_nothing_to_tell_it_by_is_unusable() -> None:
    (decision,) = decide_all([entry(None, guid=None, title="")], {})
    assert decision.verdict is Verdict.UNUSABLE


def test_the_keys_to_look_up_cover_every_way_to_be_found() -> None:
    one, two = entry(), entry(None, guid=None, title="Luật")
    keys = lookup_keys([one, two])
    assert keys.link_keys == {link_key_of(one)} and keys.guids == {"g1"}
    assert keys.digests == {digest_of(one), digest_of(two)}
    assert not keys.moments and lookup_keys([entry("https://x.vn/a-70412.html")]).moments


@pytest.mark.parametrize(
    ("link", "title", "verdict"),
    [
        ("https://x.vn/dat-dai-70412.html", "Nghị định về đất đaii", Verdict.CHANGED),
        ("https://x.vn/dat-dai-70413.html", "Nghị định về đất đaii", Verdict.NEW),
        ("https://x.vn/hop-bao-70412.html", "Họp báo thường kỳ quý ba", Verdict.NEW),
    ],
)
def test_a_title_mended_in_the_address_too_is_known_by_number_and_date(link, title, verdict):
    known = stored([entry("https://x.vn/dat-daii-70412.html", guid=None)])
    (decision,) = decide_all([entry(link, guid=None, title=title)], known)
    assert decision.verdict is verdict


@pytest.mark.parametrize(
    ("links", "day", "news"),
    [
        (("https://x.vn/tin/412?menu=1", "https://x.vn/tin/412?menu=2"), DAY, 1),
        (("https://x.vn/a/bai-412", "https://x.vn/b/bai-412"), DAY, 1),
        # Nobody can tell these from two: what is lost is worse than what is twice.
        (("https://x.vn/tin/412?menu=1", "https://x.vn/tin/412?menu=2"), None, 2),
        (("https://x.vn/lich-tuan-2026?tuan=47", "https://x.vn/lich-tuan-2026?tuan=48"), DAY, 2),
    ],
)
def test_one_page_in_two_menus_is_one_article(links, day, news):
    entries = [entry(link, guid=None, published=day) for link in links]
    assert [each.verdict for each in decide_all(entries, {})].count(Verdict.NEW) == news
    known = stored([entries[1]])
    assert [each.verdict for each in decide_all(entries, known)].count(Verdict.NEW) == news - 1


def test_a_year_at_the_end_of_addresses_numbers_nothing() -> None:
    known = stored([entry("https://x.vn/xa-ia-mo-nam-2026", guid=None, title="Xã Ia Mơ đạt chuẩn")])
    other = entry("https://x.vn/xa-ia-ko-nam-2026", guid=None, title="Xã Ia Ko đạt chuẩn")
    assert decide_all([other], known)[0].verdict is Verdict.NEW


def test_identities_of_one_feed_are_unique_among_what_is_written() -> None:
    entries = [entry("https://x.vn/ds", guid=None, title=f"T{n}") for n in range(5)] * 2
    written = [d.identity for d in decide_all(entries, {}) if d.verdict is Verdict.NEW]
    assert len(written) == len(set(written)) == 5


def test_a_session_in_the_links_makes_no_second_item_where_the_day_is_known() -> None:
    def visit(session: int) -> list[Entry]:
        # Two of one title and day, as portals post their timetables.
        titles = ("Lịch tiếp công dân", "Lịch tiếp công dân", "Thông báo tuyển dụng")
        return [entry(f"https://x.vn/{n}?s={session}{n}", guid=None, title=title)
                for n, title in enumerate(titles)]  # fmt: skip

    decisions = decide_after(visit(1), visit(2))
    assert {each.reason for each in decisions} == {Reason.LINK_CHANGED}
    assert [each.of.row for each in decisions if each.of] == [1, 2, 3]


def test_two_items_without_a_day_are_not_one_because_of_their_title() -> None:
    before = [entry("https://x.vn/1", guid=None, published=None)]
    (decision,) = decide_after(before, [entry("https://x.vn/2", guid=None, published=None)])
    assert decision.verdict is Verdict.NEW


def test_the_same_title_beside_the_old_one_is_a_second_item() -> None:
    before = entry("https://x.vn/1", guid=None)
    decisions = decide_after([before], [before, entry("https://x.vn/2", guid=None)])
    assert verdicts(decisions) == [Verdict.SAME, Verdict.NEW]


def test_parts_of_one_page_are_items_of_their_own() -> None:
    def part(number: int, **changes: Any) -> Entry:
        link = f"https://x.vn/thong-bao#{number}"
        made = entry("https://x.vn/thong-bao", guid=f"g{number}", title=f"Tin {number}", **changes)
        return replace(made, original_link=link)

    first = [part(1), part(2)]
    assert verdicts(decide_all(first, {})) == [Verdict.NEW] * 2
    assert verdicts(decide_after(first, [part(3), *first])) == [Verdict.NEW] + [Verdict.SAME] * 2
    assert verdicts(decide_after(first, [part(2)])) == [Verdict.SAME]
    assert verdicts(decide_after(first, [part(3)])) == [Verdict.NEW]
    same_words = replace(part(1), original_link="https://x.vn/thong-bao#rss")
    assert verdicts(decide_after(first[:1], [same_words])) == [Verdict.SAME]
