"""One policy or two: pairs that have fooled others, and the sample portals."""

import datetime as dt
import json
import os
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest

from aggregator.feeds.cluster import Clue, MatchReason, clue_of, same_policy
from aggregator.feeds.dedupe import link_key_of
from aggregator.feeds.parse import parse_feed
from aggregator.feeds.policy import policy_of, read_numbers

ROOT = Path(__file__).resolve().parents[3]
PORTALS = Path(os.environ.get("PBGDPL_SHARED") or ROOT.parent / "shared") / "feeds" / "portals"
NOW = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
DECREE = "Nghị định 168/2024/NĐ-CP quy định xử phạt vi phạm hành chính về giao thông"
FLOOD = "Thủ tướng yêu cầu các địa phương khẩn trương khắc phục hậu quả mưa lũ"


def clue(
    title: str,
    *,
    source: int = 1,
    link: str = "",
    excerpt: str = "",
    owner: str = "",
    days: int = 0,
) -> Clue:
    numbers = read_numbers(title=title, link=link, excerpt=excerpt)
    policy = policy_of(numbers, title=title, link=link, excerpt=excerpt, owner=owner)
    return clue_of(
        source=source,
        link_key=link,
        title=title,
        policy=policy,
        numbers=numbers,
        seen=NOW + days * DAY,
    )


def verdict(one: str | dict, other: str | dict, days: int = 0) -> MatchReason | None:
    """Compare two items of different sources, in both orders."""
    first, second = ({"title": each} if isinstance(each, str) else each for each in (one, other))
    clues = clue(**first), clue(**{"source": 2, "days": days} | second)
    told = same_policy(*clues)
    assert same_policy(*reversed(clues)) == told
    return told


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (DECREE, "(GLO)- Nghị định số 168/2024/NĐ-CP: mức phạt mới với người vượt đèn đỏ"),
        (DECREE, "5 điểm mới của Nghị định 168/2024/NĐ-CP"),
        (DECREE, "Các quy định tại Nghị định 168/2024/NĐ-CP mà người lái xe cần biết"),
        ("Luật Hòa giải, đối thoại tại Tòa án số 58/2020/QH14", "Toàn văn 58/2020/QH14"),
        (DECREE, "Toàn văn Nghị định 168/2024/NĐ-CP"),
        (DECREE, "Điểm mới của Nghị định 168/2024/NĐ-CP so với Nghị định 100/2019/NĐ-CP"),
        (DECREE, "Mức phạt nồng độ cồn theo Nghị định 168/2024/NÐ-CP"),
        ("Thông tư 3/2019/TT-BTP", "Thông tư số 03/2019/TT-BTP quy định hoạt động thống kê"),
        (
            "Triển khai Luật Thủ đô: Bộ Tài chính ban hành Thông tư 12/2026/TT-BTC",
            "Thông tư 12/2026/TT-BTC",
        ),
        (
            DECREE,
            {"title": "Tăng mức phạt giao thông", "excerpt": "Chính phủ vừa ban hành Nghị định "
             "168/2024/NĐ-CP quy định xử phạt."},
        ),
        (
            {"title": "Thông tư của Bộ Công Thương", "link":
             "https://congbao.example.vn/van-ban/thong-tu-so-33-2026-tt-bct-469965.htm"},
            "Thông tư 33/2026/TT-BCT về hạn ngạch",
        ),
        ("Luật số 58/2020/QH14 Hòa giải", "Luật 58/2020/QH14 có hiệu lực từ 1/1/2021"),
        ("Quyết định 3467/QĐ-BYT", "Quyết định 3467/QĐ-BYT năm 2026"),
        (
            {"title": "Kế hoạch 24/KH-UBND", "owner": "UBND tỉnh Gia Lai"},
            "UBND tỉnh Gia Lai ban hành Kế hoạch 24/KH-UBND",
        ),
        (
            "Bộ Công an ban hành Thông tư 73/2024/TT-BCA quy định công tác tuần tra",
            "Thông tư 73/2024/TT-BCA thay thế Thông tư 32/2023/TT-BCA",
        ),
    ],
)  # fmt: skip
def test_one_document_is_one_policy_however_it_is_told(one, other):
    assert verdict(one, other) is MatchReason.NUMBER


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # The same number elsewhere, of another kind, of another year.
        ("Kế hoạch 24/KH-UBND của UBND tỉnh Gia Lai", "Kế hoạch 24/KH-UBND của UBND tỉnh Đắk Lắk"),
        ("Kế hoạch 24/KH-UBND về chuyển đổi số", "Kế hoạch 24/KH-UBND về chuyển đổi số"),
        (
            {"title": "Kế hoạch 24/KH-UBND", "owner": "UBND tỉnh Gia Lai"},
            {"title": "Kế hoạch 24/KH-UBND", "owner": "UBND tỉnh Bình Định"},
        ),
        (
            {"title": "Kế hoạch 24/KH-UBND", "owner": "UBND tỉnh Gia Lai"},
            {"title": "Kế hoạch 24/KH-UBND của UBND xã Ia Grai", "owner": "Báo Gia Lai"},
        ),
        ("Quyết định 72/2023/QĐ-UBND của UBND tỉnh Gia Lai", "Quyết định 72/QĐ-UBND tỉnh Gia Lai"),
        ("Quyết định 3467/QĐ-BYT năm 2025", "Quyết định 3467/QĐ-BYT ngày 05/11/2024"),
        ("Thông tư 10/2016/TT-BTP", "Thông tư 10/2026/TT-BTP"),
        ("Thông tư 10/2026/TT-BTP", "Thông tư 10/2026/TT-BTC"),
        ("Luật số 116/2025/QH15", "Nghị quyết số 116/2025/QH15"),
        ("Quyết định 5/2024/QĐ-TTg", "Chỉ thị 5/CT-TTg"),
        ("Công văn 1510/STP-PBGDPL", "Công văn 1510/STP-PBGDPL"),
        # A document that changes, explains or carries out another one.
        (DECREE, "Nghị định 190/2025/NĐ-CP sửa đổi Nghị định 168/2024/NĐ-CP"),
        (DECREE, "Đính chính Nghị định 168/2024/NĐ-CP"),
        (DECREE, "Dự thảo Nghị định sửa đổi, bổ sung Nghị định 168/2024/NĐ-CP"),
        (DECREE, "Lấy ý kiến về việc thay thế Nghị định 168/2024/NĐ-CP"),
        (DECREE, "Gia Lai ban hành kế hoạch triển khai Nghị định 168/2024/NĐ-CP"),
        (DECREE, "Hội nghị tuyên truyền Nghị định 168/2024/NĐ-CP cho học sinh"),
        (DECREE, "Văn bản hợp nhất Nghị định 168/2024/NĐ-CP"),
        (DECREE, "Thông tư 73/2024/TT-BCA hướng dẫn Nghị định 168/2024/NĐ-CP"),
        ("Nghị định 100/2019/NĐ-CP", "Nghị định 168/2024/NĐ-CP thay thế Nghị định 100/2019/NĐ-CP"),
        # Articles that name documents in passing, and round-ups.
        (DECREE, "Hai văn bản đáng chú ý: Nghị định 168/2024/NĐ-CP và Thông tư 73/2024/TT-BCA"),
        (
            DECREE,
            {"title": "Cảnh sát giao thông ra quân", "excerpt": "Theo Nghị định 168/2024/NĐ-CP, "
             "Thông tư 73/2024/TT-BCA và Luật 36/2024/QH15, lực lượng chức năng kiểm tra."},
        ),
        (
            DECREE,
            {"title": "Xử lý xe quá tải", "excerpt": "Lực lượng chức năng lập biên bản và xử phạt "
             "căn cứ Nghị định 168/2024/NĐ-CP."},
        ),
        (
            DECREE,
            {"title": "Chính sách mới có hiệu lực từ tháng 12/2026", "excerpt":
             "Nghị định 168/2024/NĐ-CP quy định xử phạt."},
        ),
        (
            DECREE,
            {"title": "5 chính sách nổi bật về giao thông", "excerpt":
             "Chính phủ ban hành Nghị định 168/2024/NĐ-CP."},
        ),
        (DECREE, "Chính sách mới có hiệu lực từ tháng 12: Nghị định 168/2024/NĐ-CP"),
        (DECREE, "Các quy định tại Nghị định 168/2024/NĐ-CP, Nghị định 151/2024/NĐ-CP"),
        (
            DECREE,
            {"title": "Gia Lai ra quân đầu năm", "link":
             "https://b.example.vn/gia-lai-trien-khai-nghi-dinh-168-2024-nd-cp-post1.html"},
        ),
        # Titles alone.
        ("Khai mạc kỳ họp thứ 5 Quốc hội khóa XVI tại Hà Nội", "Khai mạc kỳ họp thứ 6 Quốc hội "
         "khóa XVI tại Hà Nội"),
        ("Danh mục địa danh dân cư, sơn văn, thủy văn phục vụ lập bản đồ tỉnh Yên Bái",
         "Danh mục địa danh dân cư, sơn văn, thủy văn phục vụ lập bản đồ tỉnh Long An"),
        ("Thông báo tuyển dụng viên chức sự nghiệp năm 2026", "Thông báo tuyển dụng viên chức sự "
         "nghiệp năm 2026"),
        ("Kế hoạch phát triển kinh tế - xã hội năm 2027", "Kế hoạch phát triển kinh tế - xã hội "
         "năm 2027"),
        ("Chính sách mới có hiệu lực từ tháng 11", "Chính sách mới có hiệu lực từ tháng 12"),
        ("Lib Site", "Lib Site"),
        (FLOOD, FLOOD + " tại Gia Lai"),
        (FLOOD, FLOOD.replace("yêu cầu", "không yêu cầu")),
        ("Nghị quyết về dự toán ngân sách nhà nước năm 2027", "Nghị quyết về dự toán ngân sách "
         "nhà nước năm 2027"),
    ],
)  # fmt: skip
def test_two_policies_stay_two(one, other):
    assert verdict(one, other) is None


@pytest.mark.parametrize(
    "other",
    [
        FLOOD,
        f"[Video] {FLOOD}",
        f"(GLO)- {FLOOD}",
        FLOOD.upper(),
        "Thủ tướng yêu cầu các địa phương khẩn trương khắc phục hậu quả...",
    ],
)
def test_the_same_words_from_two_sources_are_one_policy(other):
    assert verdict(FLOOD, other) is MatchReason.TITLE


def test_number_date_and_subject_together_tell_a_plan_without_its_province():
    plan = "Kế hoạch số 272/KH-UBND ngày 21/10/2025 của UBND tỉnh về nâng cao chất lượng đô thị"
    assert verdict(plan, plan) is MatchReason.TITLE
    assert verdict(plan, plan.replace("21/10", "22/10")) is None
    assert verdict(plan, plan.replace("272", "273")) is None
    bare = "Quyết định số 01/QĐ-UBND ngày 01/01/2025 của Chủ tịch UBND tỉnh"
    assert verdict(bare, bare) is None


def test_an_excerpt_that_names_who_carries_a_plan_out_does_not_hide_its_body():
    plan = "UBND tỉnh Gia Lai ban hành Kế hoạch 24/KH-UBND"
    told = {"title": plan, "excerpt": "UBND xã Ia Grai, tỉnh Gia Lai phối hợp thực hiện."}
    assert verdict(plan, told) is MatchReason.NUMBER


def test_a_title_without_the_number_joins_the_one_with_it():
    whole = (
        "Thông tư 24/2020/TT-BGTVT Quy định thu thập và báo cáo tiêu thụ nhiên liệu của tàu biển"
        " ngày 13/10/2020 của Bộ Giao thông vận tải"
    )
    alone = "Quy định thu thập và báo cáo tiêu thụ nhiên liệu của tàu biển"
    assert verdict(whole, alone) is MatchReason.TITLE


def test_the_same_words_count_only_close_together_and_from_two_sources():
    assert verdict(FLOOD, FLOOD, days=20) is MatchReason.TITLE
    assert verdict(FLOOD, FLOOD, days=30) is None
    assert verdict(FLOOD, {"title": FLOOD, "source": 1}) is None


def test_a_number_without_a_year_counts_only_close_together():
    plan = {"title": "Kế hoạch 24/KH-UBND", "owner": "UBND tỉnh Gia Lai"}
    assert verdict(plan, plan, days=30) is MatchReason.NUMBER
    assert verdict(plan, plan, days=365) is None


def test_one_address_is_one_item_whatever_the_title():
    link = {"link": "https://b.example.vn/tin/1"}
    assert verdict({"title": "Bản đầu", **link}, {"title": "Bản sửa", **link}) is MatchReason.LINK


@pytest.mark.skipif(not PORTALS.is_dir(), reason="the sample portals are missing (PBGDPL_SHARED)")
def test_the_sample_portals_are_clustered_as_expected():
    found = list(sample_items())
    pairs = list(combinations(found, 2))
    wanted = {pair for pair in pairs if pair[0][0] == pair[1][0]}
    made = {pair for pair in pairs if same_policy(pair[0][1], pair[1][1])}
    precision, recall = len(wanted & made) / len(made), len(wanted & made) / len(wanted)
    assert (len(found), len(wanted)) == (285, 70)
    assert (precision, recall) == (1, 1)


def sample_items() -> Iterator[tuple[str, Clue]]:
    """Yield each item of the sample feeds that has a cluster, with its clue."""
    for source, (name, wanted) in enumerate(
        json.loads((PORTALS / "expected.json").read_text()).items()
    ):
        if not name.endswith((".rss", ".atom", ".rdf")):
            continue
        feed = parse_feed(
            (PORTALS / name).read_bytes(),
            content_type=None,
            base_url="https://tinh.example.vn/",
            now=NOW,
            excerpt_length=300,
        )
        for item in wanted["items"]:
            entry = next(
                each
                for each in feed.entries
                if each.link == item["link"] and (each.link or item["number"] in each.title)
            )
            texts = {"title": entry.title, "link": entry.link, "excerpt": entry.excerpt}
            numbers = read_numbers(**texts)
            yield (
                item["cluster"].casefold().split("|")[0],
                clue_of(
                    source=source,
                    link_key=link_key_of(entry) or "",
                    title=entry.title,
                    policy=policy_of(numbers, owner="", **texts),
                    numbers=numbers,
                    seen=entry.published or NOW,
                ),
            )
