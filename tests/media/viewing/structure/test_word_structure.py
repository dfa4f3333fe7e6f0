"""The structure of DOCX files is read as a person wrote it down before."""

from pathlib import Path

import pytest

from network.media.viewing.cleaning import cleaned
from network.media.viewing.word import read_word
from tests.media.word_import import package

from .outline import outline
from .word_files import ESSAY, WORD_FILES, WordFile


@pytest.mark.parametrize("file", WORD_FILES, ids=lambda file: file.name)
def test_it_reads_as_written_down(file: WordFile, tmp_path: Path):
    reading = read_word(file.write(tmp_path), tmp_path)
    html = cleaned("".join(part.html for part in reading.parts), pictures="pages/a")
    assert outline(html) == file.outline


def test_a_footnote_is_on_the_page_that_calls_it_and_leads_back(tmp_path: Path):
    first, second = read_word(ESSAY.write(tmp_path), tmp_path).parts
    html = cleaned(first.html, pictures="pages/a")
    assert '<sup id="ve-chu-thich-1"><a href="#chu-thich-1">1</a></sup>' in html
    assert '<a href="#ve-chu-thich-1" aria-label="Về chỗ gọi chú thích 1">↩</a></li>' in html
    assert 'id="chu-thich-3"' not in html
    assert 'id="chu-thich-3"' in second.html
    assert first.text.splitlines()[1:] == [
        "Luật có hiệu lực[1] từ năm 2014[2].",
        "Luật số 35/2013/QH13.",
        "Điều 33.",
    ]


def test_a_number_that_a_list_does_not_show_is_not_read(tmp_path: Path):
    """LibreOffice writes all headings without numbers in this way."""

    def heading(text: str, depth: int) -> str:
        props = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="6"/></w:numPr>'
        return package.para(text, style=f"Heading{depth + 1}", props=props)

    package.write(tmp_path / "file", heading("Hộ tịch", 0) + heading("Nơi nộp", 1))
    (part,) = read_word(tmp_path / "file", tmp_path).parts
    assert part.text.splitlines() == ["Hộ tịch", "Mục 1. Nơi nộp"]


def test_items_of_one_level_stay_beside_each_other(tmp_path: Path):
    """The headings of a plan are the first level of its list, so that its items begin deeper."""
    props = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    heading = package.para("Nội dung", style="Heading1", props=props)
    items = package.item("Tuyên truyền", 1) + package.item("Tập huấn", 1)
    package.write(tmp_path / "file", heading + items)
    (part,) = read_word(tmp_path / "file", tmp_path).parts
    assert part.html.count("<li") == 2
    assert part.html.count("<ol") + part.html.count("<ul") == 1


def test_only_names_of_notes_pass_the_sanitizer():
    html = '<p id="x">a</p><sup id="y">1</sup><a href="#menu">b</a><li id="chu-thich-1">c</li>'
    assert "id=" not in cleaned(html, pictures="a").replace('id="chu-thich-1"', "")
    assert "#menu" not in cleaned(html, pictures="a")
