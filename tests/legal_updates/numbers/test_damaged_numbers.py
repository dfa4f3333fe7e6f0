"""Numbers that a line end, a scan or careless typing has damaged.

Each is repaired or discarded: the rest of a number is the number of another document.
`damaged_numbers.csv` was written before the rules; "⏎" stands for a line end.
"""

import csv
from pathlib import Path

import pytest

from legal_updates.citations import find_document_numbers, number_from_link
from legal_updates.numbers import links, mentions

ROWS = list(
    csv.DictReader(
        Path(__file__).with_name("damaged_numbers.csv").read_text(encoding="utf-8").splitlines()
    )
)
CUT_OFF = [row for row in ROWS if not row["expected"]]


def numbers(text: str) -> list[str]:
    return [str(found) for found in find_document_numbers(text.replace("⏎", "\n"))]


def expected(row: dict[str, str]) -> list[str]:
    return [row["expected"]] if row["expected"] else []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["text"])
def test_a_damaged_number_is_repaired_or_discarded(row):
    assert numbers(row["text"]) == expected(row)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["text"])
def test_the_text_around_a_damaged_number_changes_nothing(row):
    text = f"Căn cứ {row['text']}\nTheo Thông tư 03/2019/TT-BTP; xem mục 2."
    assert numbers(text) == [*expected(row), "03/2019/TT-BTP"]


def test_without_the_rules_a_cut_number_is_another_document(monkeypatch):
    monkeypatch.setattr(mentions, "whole_symbol", lambda symbol, year: symbol)
    assert numbers("Thông tư 10/2022/TT-BNNPTN") == ["10/2022/TT-BNNPTN"]
    assert numbers("Thông tư 10/2022/TT-BNN") == ["10/2022/TT-BNN"]


@pytest.mark.parametrize(
    ("slug", "found"),
    [
        ("thong-tu-03-2019-tt-bt-469.htm", None),
        ("thong-tu-so-10-2022-tt-bnnptn-4.htm", None),
        ("thong-tu-so-10-2024-tt-bkh-4.htm", None),
        ("quyet-dinh-72-2023-qd-ubn-4.htm", None),
        ("nghi-quyet-18-2022-nq-hdn-3.htm", None),
        ("nghi-dinh-100-2019-nd-gp-3.htm", None),
        ("nghi-dinh-so-100-2019-nd-469.htm", None),
        ("luat-so-31-2024-qh1-4.htm", None),
        ("nghi-dinh-100-2019-ndcp-4.htm", "100/2019/NĐ-CP"),
        ("thong-tu-10-2022-tt-bnn-ptnt-4.htm", "10/2022/TT-BNN&PTNT"),
    ],
)
def test_a_slug_that_was_cut_gives_no_number(slug, found):
    number = number_from_link(f"https://congbao.example.vn/{slug}")
    assert (str(number) if number else None) == found


def test_without_the_rules_a_cut_slug_is_another_document(monkeypatch):
    monkeypatch.setattr(links, "whole_symbol", lambda symbol, year: symbol)
    number = number_from_link("https://congbao.example.vn/thong-tu-03-2019-tt-bt-469.htm")
    assert str(number) == "03/2019/TT-BT"
