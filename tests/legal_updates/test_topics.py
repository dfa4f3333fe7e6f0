"""Topics suggested to a reviewer: by whole words with their marks, or not at all."""

import csv
from pathlib import Path

import pytest

from legal_updates.topics import KEYWORDS, read_keywords, suggest_topics


@pytest.mark.parametrize(
    ("title", "topic"),
    [
        ("Luật Đất đai sửa đổi: người dân được lợi gì", "dat-dai"),
        ("Nghị định 168/2024/NĐ-CP: mức phạt mới về giao thông đường bộ", "giao-thong-van-tai"),
        ("Quy định về hoà giải ở cơ sở", "to-tung-va-cac-phuong-thuc-giai-quyet-tranh-chap"),
        ("Gia Lai ứng phó cơn bão số 13", "nong-nghiep-nong-thon"),
        ("Họp báo công bố Lệnh của Chủ tịch nước", "thong-tin-bao-chi-xuat-ban"),
        ("Tăng lương tối thiểu vùng từ 1/1/2027", "lao-dong"),
        ("Chính sách với đồng bào dân tộc thiểu số", "dan-toc"),
        ("PHÒNG CHÁY, CHỮA CHÁY TẠI CHUNG CƯ", "trat-tu-an-toan-xa-hoi"),
        ("Quy định về căn cước điện tử", "hanh-chinh-tu-phap"),
        ("Đổi thẻ bảo hiểm y tế từ đầu năm 2027", "bao-hiem"),
        ("Kê khai thuế thu nhập cá nhân", "thue-phi-le-phi-cac-khoan-thu-khac"),
        ("Luật Phòng, chống bạo lực gia đình", "dan-so-gia-dinh-tre-em-binh-dang-gioi"),
        ("Ngày Pháp luật Việt Nam 9/11", "xay-dung-phap-luat-va-thi-hanh-phap-luat"),
        ("Tuyển quân và nghĩa vụ quân sự năm 2027", "quoc-phong"),
    ],
)
def test_the_topic_of_a_title_is_suggested_first(title, topic):
    assert suggest_topics(title)[0] == topic


@pytest.mark.parametrize(
    ("title", "wrong"),
    [
        ("Họp báo công bố luật mới", "nong-nghiep-nong-thon"),
        ("Bão số 13 vào Gia Lai", "thong-tin-bao-chi-xuat-ban"),
        ("Chương trình mục tiêu quốc gia", "tai-chinh"),
        ("Cơ sở dữ liệu quốc gia về dân cư", "an-ninh-quoc-gia"),
        ("Bảo vệ quyền lợi", "bao-hiem"),
        ("Dịch thuật tài liệu", "y-te-duoc"),
        ("Thuê nhà làm trụ sở", "thue-phi-le-phi-cac-khoan-thu-khac"),
        ("Được phép kinh doanh", "y-te-duoc"),
        ("Đường kính ống nước", "giao-thong-van-tai"),
        ("Thông kê lại danh sách", "thong-ke"),
        ("Tai nạn tại công trường", "tai-nguyen"),
        ("Giá dất nền", "dat-dai"),
        ("Thông tư của Bộ Y tế về kế toán", "y-te-duoc"),
        ("Quyết định của Bộ Tài nguyên và Môi trường về thống kê", "moi-truong"),
        ("Ngân hàng Nhà nước Việt Nam tuyển dụng công chức", "ngan-hang-tien-te"),
        ("Bảo hiểm xã hội Việt Nam cải cách thủ tục hành chính", "bao-hiem"),
    ],
)
def test_a_word_that_only_looks_alike_suggests_nothing(title, wrong):
    assert wrong not in suggest_topics(title)


def test_the_excerpt_adds_and_the_title_leads():
    suggested = suggest_topics(
        "Quy định mới về đất đai", "Hỗ trợ người lao động, hợp đồng lao động và tái định cư."
    )
    assert suggested[0] == "dat-dai"
    assert "lao-dong" in suggested


def test_at_most_three_and_none_where_nothing_fits():
    everything = " ".join(phrase for _, phrase, _ in table())
    assert len(suggest_topics(everything)) == 3
    assert suggest_topics("Lib Site") == suggest_topics("") == []


def test_every_topic_of_the_code_has_phrases_and_no_phrase_two_topics():
    with (KEYWORDS.parent / "legal_topics.csv").open(encoding="utf-8") as lines:
        topics = {row["key"] for row in csv.DictReader(lines)}
    phrases = [phrase for _, phrase, _ in table()]
    assert {topic for topic, _, _ in table()} == topics
    assert len(phrases) == len(set(phrases))
    assert all(phrase == phrase.strip() for phrase in phrases)


@pytest.mark.parametrize("judged", ["topics_tuned_on", "topics_held_out"])
def test_nineteen_of_twenty_suggestions_are_right(judged):
    # Judged by hand before they were tried; only the first set served to choose the phrases.
    right = wrong = found = about_something = 0
    with (Path(__file__).parent / f"{judged}.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            suggested, fitting = set(suggest_topics(row["title"])), set(row["topics"].split())
            right += len(suggested & fitting)
            wrong += len(suggested - fitting)
            found += bool(suggested & fitting)
            about_something += bool(fitting)
    precision, coverage = right / (right + wrong), found / about_something
    print(f"{judged}: precision {precision:.3f}, coverage {coverage:.3f}")  # noqa: T201
    assert precision >= 0.95
    assert coverage >= 0.85


def test_of_122_portal_titles_at_least_115_are_judged_right():
    # Right: some suggestion and none that is wrong; nothing for a title about no topic.
    right = 0
    with (Path(__file__).parent / "topics_of_portals.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    for row in rows:
        suggested, fitting = suggest_topics(row["title"]), set(row["topics"].split())
        right += bool(suggested) == bool(fitting) and set(suggested) <= fitting
    print(f"{right} of {len(rows)} titles right")  # noqa: T201
    assert (len(rows), right >= 115) == (122, True)


def test_a_phrase_beside_many_subjects_tells_only_what_nothing_else_does():
    assert suggest_topics("Hỗ trợ doanh nghiệp") == ["doanh-nghiep-hop-tac-xa"]
    assert suggest_topics("Doanh nghiệp đóng bảo hiểm xã hội") == ["bao-hiem"]


def table() -> list[tuple[str, str, bool]]:
    with KEYWORDS.open(encoding="utf-8", newline="") as lines:
        return list(read_keywords(lines))
