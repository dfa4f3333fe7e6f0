"""What is typed, read: numbers, abbreviations, marked answers. No database."""

import pytest

from legal_updates.numbers.asked import number_marks, read_asked_number
from network.hub.search.marking import QueryWords, marked, snippet
from network.hub.search.phrases import Phrases
from network.hub.search.questions import LONGEST_QUESTION, read_query
from network.hub.search.spelling import completed, decoded
from network.hub.search.words import all_of, vector


@pytest.mark.parametrize(
    ("typed", "mark"),
    [
        ("nd 100 2019", "#100/2019/nd"),
        ("100/2019/nd-cp", "#100/2019/ndcp"),
        ("Nghị định số 100", "#100/nd"),
        ("100 nghị định", "#100/nd"),
        ("nđ100/2019", "#100/2019/nd"),
        ("03/2019/TT-BTP", "#3/2019/ttbtp"),
        ("66.13/2026/NQ-CP", "#66.13/2026/nqcp"),
        ("1510/STP-PBGDPL", "#1510/stppbgdpl"),
        ("653/2019/UBTVQH14", "#653/2019/ubtvqh14"),
        ("luật 45/2013", "#45/2013"),
        ("100/2019", "#100/2019"),
        ("100 2019", "#100/2019"),
        ("nghi dinh 168 / 2024", "#168/2024/nd"),
    ],
)
def test_number_in_any_spelling(typed, mark):
    assert read_asked_number(typed) == mark


@pytest.mark.parametrize(
    "typed", ["luật đất đai 2013", "năm 2019", "100", "đất đai", "", "24/7", "điều 5 nghị định 100"]
)
def test_what_is_no_number(typed):
    assert read_asked_number(typed) == ""


def test_a_document_is_found_by_every_part_of_its_number():
    marks = number_marks("100/2019/nđcp")
    assert {"#100", "#100/2019", "#100/nd", "#100/cp", "#100/ndcp", "#100/2019/ndcp"} <= set(marks)


PHRASES = Phrases(
    [("sổ đỏ", "giấy chứng nhận"), ("bìa đỏ", "giấy chứng nhận")],
    [("UBND", "Ủy ban")],
    ["hợp đồng", "bảo hành", "bạo hành"],
)


def said(typed: str) -> list[list[str]]:
    """Return for each term its variants."""
    return [
        [" ".join(word.exact or word.folded for word in variant.words) for variant in term.variants]
        for term in read_query(typed, PHRASES).terms
    ]


def test_a_phrase_is_read_in_each_of_its_words():
    assert said("UBND xã") == [["ubnd", "ủy ban"], ["xã"]]
    assert said("uy ban xa") == [["ủy ban", "ubnd"], ["xa"]]
    assert said("làm sổ đỏ ở đâu") == [["sổ đỏ", "giấy chứng nhận", "bìa đỏ"]]


def test_a_compound_is_one_term_and_gets_its_accents_where_only_one_has_its_letters():
    assert said("hợp đồng thuê nhà") == [["hợp đồng"], ["thuê"], ["nhà"]]
    assert said("hop dong thue") == [["hợp đồng"], ["thue"]]
    assert said("bao hanh") == [["bao hanh"]]


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("bị chó cắn thì phải làm gì", ["chó", "cắn"]),
        ("làm thế nào để tố cáo", ["tố", "cáo"]),
        ("cho hoi cho can o dau", ["cho", "can"]),
        ("làm sao", ["làm sao"]),
        ("toi bi no luong thi phai mang theo giay gi", ["no", "luong"]),
        ("nợ lương thì tui phải mần răng", ["nợ", "lương"]),
        ("no luong thi phai man rang", ["no", "luong"]),
        ("tối đi đâu mất bò", ["tối", "mất", "bò"]),
    ],
)
def test_question_phrases_are_dropped_by_their_accents(typed, terms):
    assert [term.typed for term in read_query(typed, PHRASES).terms] == terms


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("noongf", "nồng"),
        ("ddaats", "đất"),
        ("tees", "tế"),
        ("dduwowcj", "được"),
        ("khieeus", "khiếu"),
        ("d9a61t", "đất"),
        ("hoaf", "hòa"),
        ("tranh", ""),
        ("vneid", ""),
        ("2024", ""),
    ],
)
def test_telex_and_vni_are_decoded_where_nothing_else_is_meant(typed, word):
    assert decoded(typed) == word


@pytest.mark.parametrize(("typed", "word"), [("độg", "động"), ("mạg", "mạng"), ("gúp", "giúp")])
def test_a_letter_that_was_left_out_is_added(typed, word):
    assert word in completed(typed)


@pytest.mark.parametrize(
    ("typed", "exact"),
    [
        ("nghia vu quan sự", ["", "", "", "sự"]),
        ("nghĩa vụ quan sự", ["nghĩa", "vụ", "quan", "sự"]),
    ],
)
def test_accents_on_a_few_words_do_not_make_the_others_exact(typed, exact):
    assert [term.words[0].exact for term in read_query(typed, PHRASES).terms] == exact


def test_words_beside_a_decoded_one_may_have_been_typed_without_accents():
    assert said("lam nghiax vu quan") == [["lam"], ["nghĩa"], ["vu"], ["quan"]]
    (_lam, decoded_one, plain, _quan) = read_query("lam nghiax vu quan", PHRASES).terms
    assert (decoded_one.words[0].exact, plain.words[0].exact) == ("nghĩa", "")


def test_a_word_is_shown_as_it_was_typed():
    terms = read_query("Lý lịch của Mỹ", PHRASES).terms
    assert [term.typed for term in terms] == ["lý", "lịch", "mỹ"]


@pytest.mark.parametrize("typed", ["'", "a' | 'b", "\\", "<->", "!:*", "\x00", "~kind.article"])
def test_no_operator_gets_through(typed):
    words = [word for term in read_query(typed, PHRASES).terms for word in term.words]
    assert not set(all_of(word.mark for word in words)) & set("\\!:<>\x00~")


def test_question_is_bounded():
    question = read_query("đất " * 10_000, PHRASES)
    assert len(question.words) <= LONGEST_QUESTION
    assert len(question.terms) <= 16


def marked_for(typed: str, text: str) -> str:
    question = read_query(typed, PHRASES)
    return marked(text, QueryWords(question, question.terms[:1]).places(text))


def test_marked_words_keep_their_accents_and_are_escaped():
    assert marked_for("dat dai", "Luật <Đất đai>") == "Luật &lt;<mark>Đất đai</mark>&gt;"


def test_who_typed_accents_is_not_shown_others():
    assert marked_for("nồng độ", "Nồng độ, đèn đỏ") == "<mark>Nồng độ</mark>, đèn đỏ"
    assert marked_for("chó cắn", "Cho chó cần") == "Cho <mark>chó</mark> cần"


def test_another_way_to_say_it_is_marked_as_a_whole():
    assert marked_for("sổ đỏ", "Giấy chứng nhận, giấy mời, nhận đất") == (
        "<mark>Giấy chứng nhận</mark>, giấy mời, nhận đất"
    )


def test_words_of_two_sentences_are_not_marked_together():
    assert marked_for("sổ đỏ", "Giấy chứng. Nhận đất") == "Giấy chứng. Nhận đất"


def test_a_phrase_typed_without_accents_marks_that_phrase_alone():
    assert marked_for("so do", "Sổ đỏ cần hồ sơ, đo đạc; ghi số đo, số đỏ đen.") == (
        "<mark>Sổ đỏ</mark> cần hồ sơ, đo đạc; ghi số đo, số đỏ đen."
    )


def test_only_whole_words_are_marked():
    assert marked_for("đất", "Đất đai, đất_đỏ, datum") == (
        "<mark>Đất</mark> đai, <mark>đất</mark>_đỏ, datum"
    )


def test_snippet_is_where_the_words_stand():
    text = "Mở đầu dài dòng. " * 60 + "Hồ sơ nộp tại một cửa. " + "Phần cuối. " * 60
    question = read_query("mot cua", PHRASES)
    question_words = QueryWords(question, ())
    part = snippet(text, question_words.places(text))
    assert "<mark>một cửa</mark>" in part
    assert len(part) < 320
    assert (part[:2], part[-2:]) == ("… ", " …")


def test_vector_keeps_as_many_places_as_postgresql_does():
    assert vector([("D", "a " * 300)], ["=a"]).count("D") == 2 * 255


def test_fields_of_a_vector_do_not_touch():
    written = vector([("A", "đất"), ("B", "đai")], [])
    assert "'.đất':1A" in written
    assert "'.đai':4B" in written
    assert "đất đai" not in written
