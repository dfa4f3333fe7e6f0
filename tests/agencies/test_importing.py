"""Agency files: the three that ship, then the ways in which people's files differ or break."""

import unicodedata
from datetime import date
from pathlib import Path

import pytest

from network.agencies import importing
from network.agencies.importing import AgencyRow, Predecessor, read_agencies

DATA = Path(importing.__file__).parent / "data"
HEADER = "code,name,short_name,kind,parent,slug,host_label,confidence,note"
LINE = "STP,Sở Tư pháp tỉnh Gia Lai,Sở Tư pháp,so,UBND-TINH,so-tu-phap,stp,S,"
OTHER = "SNV,Sở Nội vụ tỉnh Gia Lai,Sở Nội vụ,so,UBND-TINH,so-noi-vu,snv,P,"
HEADER_2025 = "code,name,short_name,kind,slug,predecessors,event,effective_from,confidence,note"


def shipped(name: str) -> dict[str, AgencyRow]:
    parsed = read_agencies((DATA / name).read_bytes(), filename=name)
    assert parsed.problems == []
    return {row.code: row for row in parsed.rows}


def read(*lines: str, header: str = HEADER, encoding: str = "utf-8") -> importing.ParsedFile:
    return read_agencies("\n".join((header, *lines)).encode(encoding), filename="a.csv")


def complaints(parsed: importing.ParsedFile) -> list[tuple[int, str]]:
    return [(problem.line, problem.message) for problem in parsed.problems]


# --- the files that ship ----------------------------------------------------------------------


def test_agencies_of_2019_are_read_with_their_other_names():
    rows = shipped("agencies_2019.csv")
    assert len(rows) == 66
    assert rows["STP"].parent == "UBND-TINH"
    assert rows["STP"].host_label == "stp"
    assert rows["STP"].valid_from is None
    assert rows["H626"].aliases == ("Huyện Đăk Đoa", "Đắk Đoa")
    assert rows["H625"].aliases == ("Huyện KBang", "K'Bang")
    assert rows["H630"].aliases == ("Kông Chrô",)


def test_bodies_of_2025_stand_under_the_province_and_know_what_they_came_from():
    rows = shipped("agencies_2025.csv")
    assert len(rows) == 16
    assert {row.parent for code, row in rows.items() if code != "UBND-TINH-2025"} == {
        "UBND-TINH-2025"
    }
    assert rows["UBND-TINH-2025"].parent == ""
    assert rows["STP-2025"].valid_from == date(2025, 7, 1)
    assert rows["STP-2025"].predecessors == (
        Predecessor("Sở Tư pháp", "Tỉnh Gia Lai"),
        Predecessor("Sở Tư pháp", "Tỉnh Bình Định"),
    )
    assert rows["SVHTTDL-2025"].predecessors[1] == Predecessor("Sở TTTT (báo chí)", partial=True)
    assert rows["UBND-TINH-2025"].predecessors[0].name == "UBND tỉnh Gia Lai (cũ)"
    assert rows["SDTTG-2025"].succession_kind == "hop_nhat"


def test_communes_are_committees_under_the_new_province():
    rows = shipped("communes_2025.csv")
    assert len(rows) == 135
    assert sum(row.kind == "ubnd_xa" for row in rows.values()) == 110
    quy_nhon = rows["21583"]
    assert (quy_nhon.name, quy_nhon.short_name) == (
        "Ủy ban nhân dân phường Quy Nhơn",
        "UBND phường Quy Nhơn",
    )
    assert (quy_nhon.kind, quy_nhon.parent) == ("ubnd_phuong", "UBND-TINH-2025")
    assert quy_nhon.legal_basis == "1664/NQ-UBTVQH15 (16/06/2025)"
    assert quy_nhon.predecessors[:2] == (
        Predecessor("Phường Đống Đa", "Thành phố Quy Nhơn, Tỉnh Bình Định"),
        Predecessor("Phường Hải Cảng", "Thành phố Quy Nhơn, Tỉnh Bình Định"),
    )


def test_nine_communes_stayed_as_they_were():
    rows = shipped("communes_2025.csv").values()
    unchanged = [row for row in rows if not row.predecessors]
    assert len(unchanged) == 9
    assert {row.succession_kind for row in unchanged} == {""}


def test_a_split_commune_went_in_part_to_each_taker():
    rows = shipped("communes_2025.csv")
    an_nghia = Predecessor("Xã An Nghĩa", "Huyện An Lão, Tỉnh Bình Định", partial=True)
    assert an_nghia in rows["21622"].predecessors  # "phần còn lại": the rest
    assert an_nghia in rows["21628"].predecessors  # named without a word, yet only a part
    assert rows["21997"].succession_kind == "chia_tach"
    assert rows["22006"].succession_kind == "hop_nhat"


def test_every_file_gives_each_predecessor_once():
    for name in ("agencies_2025.csv", "communes_2025.csv"):
        for row in shipped(name).values():
            pairs = [(one.name, one.area) for one in row.predecessors]
            assert len(pairs) == len(set(pairs)), row.code


# --- the ways in which files differ -----------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(lambda text: b"\xef\xbb\xbf" + text.encode(), id="byte order mark"),
        pytest.param(lambda text: text.replace("\n", "\r\n").encode(), id="CRLF"),
        pytest.param(lambda text: text.replace(",", ";").encode(), id="semicolons"),
        pytest.param(lambda text: ("sep=;\n" + text.replace(",", ";")).encode(), id="sep line"),
        pytest.param(lambda text: text.replace(",", "\t").encode(), id="tabs"),
        pytest.param(lambda text: unicodedata.normalize("NFD", text).encode(), id="NFD"),
        pytest.param(lambda text: text.replace(",", "  ,  ").encode(), id="blanks"),
        pytest.param(lambda text: text.replace("\n", ",,\n").encode(), id="padding"),
        pytest.param(lambda text: text.replace("\n", "\n,,,,,,,,\n\n").encode(), id="blank lines"),
        pytest.param(lambda text: text.replace("Sở", "\u200bSở").encode(), id="zero width"),
        pytest.param(lambda text: text.replace("code,", "CODE,").encode(), id="capital header"),
    ],
)
def test_the_same_rows_come_out_of_every_spreadsheet(data):
    parsed = read_agencies(data(f"{HEADER}\n{LINE}\n{OTHER}\n"), filename="a.csv")
    assert parsed.problems == []
    assert [(row.code, row.name) for row in parsed.rows] == [
        ("STP", "Sở Tư pháp tỉnh Gia Lai"),
        ("SNV", "Sở Nội vụ tỉnh Gia Lai"),
    ]


def test_columns_may_stand_in_another_order():
    columns = HEADER.split(",")[::-1]
    parsed = read(",".join(LINE.split(",")[::-1]), header=",".join(columns))
    assert parsed.rows == read(LINE).rows


@pytest.mark.parametrize("written", ["2025-07-01", "01/07/2025", "1/7/2025"])
def test_dates_are_read_both_ways(written):
    line = f"X-1,Sở X,Sở X,so,so-x,A; B,hop_nhat,{written},P,"
    assert read(line, header=HEADER_2025).rows[0].valid_from == date(2025, 7, 1)


# --- the ways in which files break ------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "line", "words"),
    [
        (b"", 1, "empty"),
        (b" \r\n\n", 1, "empty"),
        (HEADER.encode(), 1, "no agencies"),
        (b"ma,ten\n1,2\n", 1, "unknown header (ma, ten)"),
        (f"{HEADER}\n{LINE}\n".encode("utf-16"), 1, "UTF-16"),
        (f"{HEADER}\n{LINE}\n".encode() + b"S\xf0,", 3, "UTF-8"),
        (f"{HEADER}\nST\0P,\n".encode(), 2, "NUL"),
        (f'{HEADER}\n{LINE}\n"open,quote\nand on\n'.encode(), 3, "CSV"),
        (b"x" * (50 * 1024 * 1024), 1, "50.0 MB"),
        (f"{HEADER}\n{LINE}{'x' * 200_000}\n".encode(), 2, "CSV"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_unreadable_file_is_refused_with_the_line(data, line, words):
    parsed = read_agencies(data, filename="a.csv")
    ((found, message),) = complaints(parsed)
    assert found == line
    assert words in message


def test_the_wrong_header_names_the_columns_that_are_wanted():
    ((_, message),) = complaints(read_agencies(b"a,b\n1,2\n", filename="a.csv"))
    for column in ("host_label", "effective_from", "formed_from"):
        assert column in message


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Sở Nội vụ", "so-noi-vu"),
        ("UBND xã Đăk Song", "xa-dak-song"),
        ("Ủy ban nhân dân phường Hội Phú", "phuong-hoi-phu"),
        ("UBND tỉnh", "ubnd-tinh"),
    ],
)
def test_an_address_left_empty_is_made_of_the_short_name(name, slug):
    line = OTHER.replace("so-noi-vu", "").replace("Sở Nội vụ,so", f"{name},so")
    (row,) = read(line).rows
    assert row.slug == slug


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (LINE, 'the code "STP" stands on line 2'),
        (LINE.replace("STP", "stp", 1), 'the code "stp" stands on line 2'),
        (OTHER.replace("so-noi-vu", "so-tu-phap"), 'the slug "so-tu-phap" stands on line 2'),
        (OTHER.replace(",so,", ",sở,"), 'unknown kind "sở"'),
        (OTHER.replace("SNV", "", 1), "the code is empty"),
        (OTHER.replace("SNV", "N" * 41, 1), "the code has more than 40"),
        (OTHER.replace("Sở Nội vụ tỉnh Gia Lai", " \u200b "), "the name is empty"),
        (OTHER.replace("Sở Nội vụ tỉnh Gia Lai", "x" * 256), "more than 255"),
        (OTHER.replace("Sở Nội", "S\ufffd N\ufffdi"), "letters were lost"),
        (OTHER.replace("so-noi-vu", "Sở nội vụ"), "is no slug"),
        (OTHER.replace("so-noi-vu", "so--noi-vu"), "is no slug"),
        (OTHER.replace("so-noi-vu", "").replace("Sở Nội vụ,so", "…,so"), "the slug is empty"),
        (OTHER.replace(",snv,", ",snv.gov.vn,"), "is no host label"),
        (OTHER + ",x", "10 columns instead of 9"),
        (OTHER.replace(",P,", ""), "7 columns instead of 9"),
    ],
)
def test_a_bad_line_is_named_and_the_sound_ones_stay(line, words):
    parsed = read(LINE, line)
    ((found, message),) = complaints(parsed)
    assert found == 3
    assert words in message
    assert [row.code for row in parsed.rows] == ["STP"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("X,Sở X,Sở X,so,so-x,A,hop_nhat,2025-13-01,P,", '"2025-13-01" is no date'),
        ("X,Sở X,Sở X,so,so-x,A,hop_nhat,31/02/2025,P,", '"31/02/2025" is no date'),
        ("X,Sở X,Sở X,so,so-x,A,thanh_lap,2025-07-01,P,", 'unknown event "thanh_lap"'),
    ],
)
def test_bad_dates_and_events_are_named(line, words):
    ((found, message),) = complaints(read(line, header=HEADER_2025))
    assert found == 2
    assert words in message


def test_every_problem_is_told_at_once_in_the_order_of_lines():
    parsed = read(LINE, OTHER.replace(",so,", ",x,"), OTHER.replace("SNV", "", 1))
    assert [problem.line for problem in parsed.problems] == [3, 4]


def test_lines_are_counted_as_an_editor_counts_them():
    spread = OTHER.replace(",P,", ',P,"a note\nof three\nlines"')
    parsed = read(LINE, "", spread, OTHER)
    assert [row.line for row in parsed.rows] == [2, 4]
    assert parsed.problems[0].line == 7


def test_brackets_guard_the_commas_inside_them():
    parsed = read(
        'X,Sở X,Sở X,so,so-x,"Sở A (một, hai; ba, part); Sở B",hop_nhat,2025-07-01,P,',
        header=HEADER_2025,
    )
    assert parsed.rows[0].predecessors == (
        Predecessor("Sở A (một, hai; ba)", partial=True),
        Predecessor("Sở B"),
    )
