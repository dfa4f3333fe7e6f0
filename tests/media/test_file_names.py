"""Names under which files are stored."""

import re
import unicodedata

import pytest

from network.media.file_names import readable_name, stored_name

TAIL = r"-[0-9a-f]{20}"


@pytest.mark.parametrize(
    ("given", "start"),
    [
        ("Tờ gấp: Luật Đất đai.PDF", r"to-gap-luat-dat-dai{}\.pdf"),
        (unicodedata.normalize("NFD", "Đường lối.jpg"), r"duong-loi{}\.jpg"),
        ("../../etc/passwd", r"passwd{}"),
        ("ảnh.tar.gz", r"anh-tar{}\.gz"),
        ("???.png", r"tep{}\.png"),
        (".htaccess", r"htaccess{}"),
        ("a.p\u202egnp", r"a{}"),
        ("", r"tep{}"),
    ],
)
def test_a_name_is_ascii_with_a_readable_start(given, start):
    assert re.fullmatch(f"files/{start.format(TAIL)}", stored_name("files", given))


def test_a_long_name_fits_the_column():
    assert len(stored_name("original_images", "Ảnh " * 100 + ".jpeg")) <= 90


def test_nobody_can_guess_the_next_name():
    assert len({stored_name("files", "a.pdf") for _ in range(100)}) == 100


def test_a_reader_saves_a_file_without_the_random_part():
    assert readable_name(stored_name("files", "Tờ gấp.pdf")) == "to-gap.pdf"
    assert readable_name("files/cũ-2020.pdf") == "cũ-2020.pdf"
