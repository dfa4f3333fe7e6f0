"""Documents from tables: all of a file or nothing, every row once, what is wrong is said."""

import io
import os
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from legal_updates.models import LegalDocument

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[3]
SHARED = Path(os.environ.get("PBGDPL_SHARED") or ROOT.parent / "shared")
TITLES = SHARED / "domain" / "legal_titles.tsv"
HEADER = "number,type,issuing_body,issued,title"
DECREE = "100/2019/NĐ-CP,Nghị định,Chính phủ,30/12/2019,Quy định xử phạt"
real = pytest.mark.skipif(not TITLES.exists(), reason="no legal_titles.tsv in the shared folder")


def run(path, *options) -> list[str]:
    out = io.StringIO()
    call_command("import_documents", str(path), *options, stdout=out, stderr=io.StringIO())
    return out.getvalue().splitlines()


def written() -> list[tuple]:
    """Return which transaction wrote each row of the register last."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 'd', id, xmin::text FROM legal_updates_legaldocument UNION ALL"
            " SELECT 'b', id, xmin::text FROM legal_updates_issuingbody ORDER BY 1, 2"
        )
        return cursor.fetchall()


@pytest.fixture
def table(tmp_path):
    def write(*lines, name="van-ban.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes("\n".join(lines).encode(encoding))
        return path

    return write


@real
def test_the_real_table_twice():
    first = run(TITLES)
    assert first[-1] == "595 rows: 595 created, 0 completed, 0 unchanged, 0 refused"
    shares = [line for line in first if "agrees with the column" in line]
    assert len(shares) == 4
    assert all(float(line.split()[-2]) >= 99 for line in shares), shares
    before = written()
    assert run(TITLES)[-1] == "595 rows: 0 created, 0 completed, 595 unchanged, 0 refused"
    assert written() == before
    assert not LegalDocument.objects.exclude(confirmed_at=None).exists()


@real
def test_a_dry_run_of_the_real_table_writes_nothing():
    before = written()
    ending = "595 created, 0 completed, 0 unchanged, 0 refused (dry run: nothing was written)"
    assert run(TITLES, "--dry-run")[-1] == f"595 rows: {ending}"
    assert written() == before


def test_our_own_table_fills_the_fields(table):
    header = f"{HEADER},effective,validity,validity_source,validity_checked,official_url,topics"
    row = (
        f"{DECREE},2020-01-01,Còn hiệu lực,vbpl.vn,25/11/2026,https://vbpl.vn/1,giao-thong-van-tai"
    )
    assert run(table(header, row))[-1] == "1 rows: 1 created, 0 completed, 0 unchanged, 0 refused"
    document = LegalDocument.objects.get()
    assert (document.validity, document.validity_source) == ("in_force", "vbpl.vn")
    assert document.effective_on.isoformat() == "2020-01-01"
    assert (document.origin, document.confirmed_at) == ("table", None)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("07/6/2019,Nghị định,Chính phủ,,Tên", "no document number: 07/6/2019"),
        ("1/2020/NĐ-CP,Nghị định,Chính phủ,31/02/2020,Tên", "issued is no day: 31/02/2020"),
        ("1/2020/NĐ-CP,Nghị định,Chính phủ,,", "no title"),
        ("1/2020/NĐ-CP,Nghị định", "2 columns instead of 5"),
    ],
)
def test_a_bad_row_is_refused_with_its_line_and_reason(table, row, reason):
    lines = run(table(HEADER, DECREE, row))
    assert lines[0] == f"line 3: refused: {reason}"
    assert lines[-1] == "2 rows: 1 created, 0 completed, 0 unchanged, 1 refused"


def test_the_front_page_of_a_portal_is_no_official_text(table):
    lines = run(table(f"{HEADER},official_url", f"{DECREE},https://vbpl.vn/"))
    assert "the front page of a website: https://vbpl.vn/" in lines[0]


def test_a_validity_without_a_source_is_refused(table):
    lines = run(table(f"{HEADER},validity", f"{DECREE},Hết hiệu lực toàn bộ"))
    assert lines[0].endswith("refused: a validity needs validity_source and validity_checked")


@pytest.mark.parametrize(
    ("lines", "encoding", "said"),
    [
        ((HEADER, DECREE), "utf-16", "line 1 is not UTF-8"),
        ((HEADER, DECREE, "1/2020/NĐ-CP,é"), "latin-1", "not UTF-8"),
        (("number,type,issued,title", DECREE), "utf-8", "no column issuing_body"),
        ((f"{HEADER},password", DECREE), "utf-8", "unknown or repeated column password"),
        ((HEADER, DECREE, '2/2020/NĐ-CP,"Nghị định'), "utf-8", "line 3"),
        (("",), "utf-8", "no column number"),
    ],
)
def test_a_broken_file_changes_nothing(table, lines, encoding, said):
    if encoding == "latin-1":
        lines = [line.encode("ascii", "ignore").decode() for line in lines[:2]] + ["é"]
    with pytest.raises(CommandError, match="nothing was changed") as refused:
        run(table(*lines, encoding=encoding))
    assert said in str(refused.value)
    assert not LegalDocument.objects.exists()


def test_twins_unknown_kinds_and_odd_dates_are_reported(table):
    lines = run(
        table(
            HEADER,
            "24/KH-UBND,Kế hoạch,UBND tỉnh Gia Lai,01/03/2023,Kế hoạch",
            "24/KH-UBND,Kế hoạch,UBND tỉnh Bình Định,01/03/2023,Kế hoạch",
            "24/KH-UBND,Kế hoạch,UBND tỉnh,02/03/2023,Kế hoạch",
            "5/2020/TT-BYT,Thông cáo báo chí,Bộ Y tế,05/05/2021,Thông cáo",
        )
    )
    assert LegalDocument.objects.count() == 4
    assert "line 4: the issuing body is not told" in lines
    assert "line 5: 5/2020/TT-BYT: other year" in lines
    assert "unknown kind, kept as other: Thông cáo báo chí (1)" in lines


def test_a_missing_file_and_an_unknown_form_are_one_line(tmp_path):
    for name, said in (("không-có.csv", "cannot read"), ("bảng.xlsx", "say with --as")):
        with pytest.raises(CommandError, match=said):
            run(tmp_path / name)
