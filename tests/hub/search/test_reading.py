"""What is typed, read: numbers, abbreviations, marked answers. No database."""

import datetime as dt

import pytest

from network.hub.search.bands import newest_bands, relevance_bands
from network.hub.search.marking import QueryWords, marked, snippet
from network.hub.search.numbers import read_number
from network.hub.search.query import (
    LONGEST_QUESTION,
    Filters,
    read_query,
    title_query,
)
from network.hub.search.words import number_marks, vector

TODAY = dt.date(2026, 11, 25)


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
    ],
)
def test_number_in_any_spelling(typed, mark):
    asked = read_number(typed)
    assert asked is not None
    assert asked.mark == mark


@pytest.mark.parametrize(
    "typed", ["luật đất đai 2013", "năm 2019", "100", "đất đai", "", "24/7", "điều 5 nghị định 100"]
)
def test_what_is_no_number(typed):
    assert read_number(typed) is None


def test_a_document_is_found_by_every_part_of_its_number():
    marks = number_marks("100/2019/nđcp")
    assert {"#100", "#100/2019", "#100/nd", "#100/cp", "#100/ndcp", "#100/2019/ndcp"} <= set(marks)


def test_abbreviation_stands_for_its_words_and_back():
    short, long = read_query("UBND xã"), read_query("ủy ban nhân dân xã")
    assert set(short.terms[0].folded) == set(long.terms[0].folded)
    assert [term.folded[0] for term in short.terms] == [("ubnd",), ("xa",)]


@pytest.mark.parametrize("typed", ["'", "a' | 'b", "\\", "<->", "!:*", "\x00", "~kind.article"])
def test_no_operator_gets_through(typed):
    ways = [term.folded for term in read_query(typed).terms]
    assert not set(title_query(ways)) & set("\\!:<>\x00~")


def test_question_is_bounded():
    question = read_query("đất " * 10_000)
    assert len(question.words) <= LONGEST_QUESTION
    assert len(question.terms) <= 16


def marked_for(typed: str, text: str) -> str:
    return marked(text, *QueryWords(read_query(typed)).places(text))


def test_marked_words_keep_their_accents_and_are_escaped():
    assert marked_for("dat dai", "Luật <Đất đai>") == "Luật &lt;<mark>Đất đai</mark>&gt;"


def test_who_typed_accents_is_not_shown_others():
    assert marked_for("nồng độ", "Độ cồn, đèn đỏ") == "<mark>Độ</mark> cồn, đèn đỏ"
    assert marked_for("đât", "Đất") == "<mark>Đất</mark>"


def test_only_whole_words_are_marked():
    assert marked_for("dat", "Đạt điểm, đặt dấu_dat, datum") == (
        "<mark>Đạt</mark> điểm, <mark>đặt</mark> dấu_<mark>dat</mark>, datum"
    )


def test_words_are_found_behind_letters_of_several_characters():
    # A Jrai letter with a mark of its own, and one that is two letters when it is small.
    assert marked_for("dat", "pơ̆k İ đất") == "pơ̆k İ <mark>đất</mark>"


def test_snippet_is_where_the_words_stand():
    text = "Mở đầu dài dòng. " * 60 + "Hồ sơ nộp tại một cửa. " + "Phần cuối. " * 60
    part = snippet(text, *QueryWords(read_query("mot cua")).places(text))
    assert "<mark>một cửa</mark>" in part
    assert len(part) < 320
    assert (part[:2], part[-2:]) == ("… ", " …")


def test_vector_keeps_as_many_places_as_postgresql_does():
    assert vector(["a"] * 300, ["=a"]).count(",") == 254


@pytest.mark.parametrize("year", ["", "2026", "2024"])
def test_every_entry_is_in_some_band(year):
    bands = relevance_bands(TODAY, Filters(year=year))
    every = " ".join([*bands.first, *bands.rest])
    kinds = ("lasting", "document", "lapsed", "undated", "2027", "2026", "2024", "1945")
    if not year:
        assert all(f"'~band.{each}'" in every for each in kinds)
    assert f"'~month.{year or 2026}11'" in " ".join(newest_bands(TODAY, Filters(year=year)))
