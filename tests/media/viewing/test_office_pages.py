"""Pages of office files as pictures, by LibreOffice: what is printed, and what bounds it."""

import contextlib
import os
import subprocess
import sys
import time
from pathlib import Path

import docx
import openpyxl
import pytest
from django.conf import settings as django_settings

from network.media.viewing.results import LARGE, NoteKind
from tests.factories.office import outline_docx, picture, saved, slides_pptx, table_xlsx

pytestmark = [pytest.mark.office, pytest.mark.usefixtures("office")]
CONFINED = """
import ctypes, os, socket
from network.media.viewing.confinement import bound, forbid_network
bound()
assert forbid_network()
os.execv({python!r}, [{python!r}, "-c", {attempt!r}])
"""


def long_docx() -> bytes:
    """Chapters over several pages, with a list and a table that a page divides."""
    text = docx.Document()
    for chapter in range(1, 4):
        text.add_heading(f"Chương {chapter}", 1)
        for number in range(1, 9):
            text.add_paragraph(f"Đoạn {chapter}.{number}: hòa giải viên lắng nghe các bên. " * 9)
    for number in range(1, 81):
        text.add_paragraph(f"Việc thứ {number}", style="List Number")
    table = text.add_table(rows=0, cols=2)
    for number in range(1, 61):
        for cell, word in zip(table.add_row().cells, ("Dòng", "Cột"), strict=True):
            cell.text = f"{word} {number}"
    text.add_picture(picture())
    return saved(text)


def test_a_text_is_cut_where_its_pages_end_and_nothing_is_lost(read, tmp_path):
    reading = read(long_docx())
    assert len(reading.parts) > 3
    assert all(part.width == LARGE for part in reading.parts)
    assert all((tmp_path / "made" / f"{number}-720.webp").exists() for number in (1, 2, 3))
    html = [part.html for part in reading.parts]
    for paragraph in ("Đoạn 1.1:", "Đoạn 3.8:", ">Việc thứ 80<", ">Dòng 60<", "<h2>Chương 2</h2>"):
        assert sum(paragraph in page for page in html) == 1, paragraph
    divided = [page for page in html if "Việc thứ" in page]
    assert len(divided) > 1
    # The number goes on where the page begins.
    first = divided[1].partition("Việc thứ ")[2].partition("<")[0]
    assert f'<li value="{first}">Việc thứ {first}</li>' in divided[1]
    assert all(page.count("<table>") == page.count("</table></div>") for page in html)
    assert NoteKind.NO_PAGE_PICTURES not in dict(reading.notes)


def test_of_a_workbook_hidden_sheets_are_no_picture(read, tmp_path):
    reading = read(table_xlsx())
    (part,) = reading.parts
    assert (part.title, part.width > 300, part.height > 100) == ("Mức chi", True, True)
    assert not (tmp_path / "made" / "2-1440.webp").exists()


def test_a_sheet_of_many_rows_is_read_as_a_table_alone(read):
    book = openpyxl.Workbook()
    for number in range(200):
        book.active.append([f"Dòng {number}", number])
    (part,) = read(saved(book)).parts
    assert (part.width, part.html.count("<tr>")) == (0, 200)


def test_a_slide_that_is_shown_has_its_picture(read):
    (part,) = read(slides_pptx()).parts
    assert (part.title, part.width) == ("Kỹ năng lắng nghe", LARGE)


def test_without_it_readers_get_the_text_and_one_line_says_what_is_missing(read, settings):
    settings.OFFICE_PROGRAM = ""
    reading = read(outline_docx())
    assert [part.title for part in reading.parts] == ["Phạm vi điều chỉnh", "Hòa giải viên"]
    assert NoteKind.NO_PAGE_PICTURES in dict(reading.notes)


def test_where_it_fails_readers_get_the_text(read, settings):
    settings.OFFICE_PROGRAM = "/bin/false"
    reading = read(outline_docx())
    assert "Có phẩm chất tốt" in reading.parts[1].text
    assert NoteKind.PICTURES_FAILED in dict(reading.notes)


@pytest.mark.parametrize(
    "attempt",
    [
        "import socket; socket.socket()",
        "import socket; socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)",
        "import socket; socket.socket(socket.AF_UNIX).connect('/nowhere')",
        "bytearray(2 * 1024**3)",
        "open('large', 'wb').truncate(10**9)",
    ],
)
def test_a_program_started_there_has_no_network_and_its_bounds(tmp_path, attempt):
    def run(code: str) -> "subprocess.CompletedProcess[bytes]":
        environment = {"PYTHONPATH": str(Path.cwd()), "PATH": os.defpath}
        return subprocess.run(
            [sys.executable, "-c", code],
            env=environment,
            cwd=tmp_path,
            capture_output=True,
            check=False,
        )

    ended = run(CONFINED.format(python=sys.executable, attempt=attempt))
    assert ended.returncode != 0
    assert b"AssertionError" not in ended.stderr
    if "connect" in attempt:
        assert b"PermissionError" in ended.stderr


def test_formulas_without_results_are_computed(read):
    book = openpyxl.Workbook()
    for row in (("Xã", "Vụ"), ("Ia Dom", 10), ("Cộng", "=SUM(B2:B2)*2")):
        book.active.append(row)
    reading = read(saved(book))
    assert "<td>Cộng</td><td>20</td>" in reading.parts[0].html
    assert NoteKind.UNCOMPUTED not in dict(reading.notes)


def process_of(*words: bytes) -> int:
    """The process whose command names all of these, waited for."""
    while True:
        for each in Path("/proc").glob("[0-9]*/cmdline"):
            with contextlib.suppress(OSError):
                if all(word in each.read_bytes() for word in words):
                    return int(each.parent.name)
        time.sleep(0.01)


def is_running(process: int) -> bool:
    try:
        return bool(Path(f"/proc/{process}/cmdline").read_bytes())
    except OSError:
        return False


def test_it_dies_with_the_worker(tmp_path):
    (tmp_path / "made").mkdir()
    (tmp_path / "file").write_bytes(long_docx())
    begin = (
        "import sys, django; django.setup()\n"
        "from pathlib import Path\n"
        "from django.conf import settings\n"
        "from network.media.viewing.running import convert\n"
        "settings.OFFICE_PROGRAM = sys.argv[3]\n"
        "convert(Path(sys.argv[1]), Path(sys.argv[2]), beat=lambda: None)"
    )
    words = [str(tmp_path / "file"), str(tmp_path / "made"), django_settings.OFFICE_PROGRAM]
    worker = subprocess.Popen([sys.executable, "-c", begin, *words])
    office = process_of(b"--headless", str(tmp_path).encode())
    worker.kill()
    worker.wait()
    while is_running(office):
        time.sleep(0.01)


def test_documents_cannot_loosen_its_settings(read, tmp_path):
    read(outline_docx())
    kept = (tmp_path / "made/profile/user/registrymodifications.xcu").read_text("utf-8")
    for name in ("DisableMacrosExecution", "BlockUntrustedRefererLinks", "DisableActiveContent"):
        assert f'"{name}" oor:op="fuse"><value>true</value>' in kept
    assert django_settings.OFFICE_PROGRAM
