"""How hard a text is to read is told by its sentences."""

import pytest

from network.moderation.hints import Content, HintCode, ReadabilityLevel, measure_readability
from network.moderation.hints.readability import find_readability_hints, split_sentences
from tests.moderation.hints.corpus import demo_contents, legal_titles, needs_titles

EASY = "Bà con mang căn cước đến xã. Cán bộ ghi tên và trả giấy ngay. Không ai phải nộp tiền. "
OFFICIAL = (
    "Căn cứ các quy định của pháp luật hiện hành, trên cơ sở đề nghị của cơ quan chuyên môn về "
    "việc tổ chức triển khai thực hiện công tác phổ biến, giáo dục pháp luật trên địa bàn, Ủy ban "
    "nhân dân xã yêu cầu các thôn, làng, tổ dân phố khẩn trương rà soát, tổng hợp và báo cáo kết "
    "quả thực hiện về Ủy ban nhân dân xã theo đúng thời hạn quy định. "
)


def test_short_sentences_are_easy() -> None:
    reading = measure_readability(Content(texts=(EASY * 4,)))
    assert reading is not None and reading.level is ReadabilityLevel.EASY
    assert (reading.sentences, reading.long_sentences) == (12, 0)
    assert find_readability_hints(Content(texts=(EASY * 4,))) == []


def test_official_style_is_hard_and_the_longest_sentences_are_shown() -> None:
    content = Content(texts=(EASY, OFFICIAL * 3, EASY))
    (hint,) = find_readability_hints(content)
    assert (hint.code, hint.count) == (HintCode.HARD_TO_READ, 3)
    assert all(passage.snippet.startswith("Căn cứ các") for passage in hint.passages)


def test_a_mixture_is_of_medium_difficulty() -> None:
    reading = measure_readability(Content(texts=(EASY * 2, OFFICIAL * 2)))
    assert reading is not None and reading.level is ReadabilityLevel.MEDIUM


def test_a_notice_of_one_line_is_not_judged() -> None:
    assert measure_readability(Content(texts=(EASY,))) is None


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Ông đến TP. Pleiku gặp ThS. Lan. Bà đi vắng!", 2),
        ("Thu 1.234.567 đồng. Hạn 15.12.2026… Hết.", 3),
        ("Mục một\nMục hai\n\nMục ba", 3),
        ("Nộp đơn, giấy khai sinh v.v. và chờ? Không.", 2),
        (" \n ", 0),
    ],
)
def test_sentences_are_split_as_people_read_them(text: str, count: int) -> None:
    assert len(list(split_sentences(text))) == count


def test_the_demo_is_easy_to_read() -> None:
    levels = [
        reading.level for content in demo_contents() if (reading := measure_readability(content))
    ]
    assert len(levels) > 50
    assert set(levels) == {ReadabilityLevel.EASY}


@needs_titles
def test_titles_of_legal_documents_are_hard() -> None:
    reading = measure_readability(Content(texts=tuple(legal_titles())))
    assert reading is not None and reading.level is ReadabilityLevel.HARD
