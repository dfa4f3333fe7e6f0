"""Twelve DOCX files and twelve pastes become what was written down by hand before."""

from pathlib import Path

import pytest

from network.media.word_import.reading import read
from tests.media.word_import.outlines import outline

HERE = Path(__file__).parent
SOURCES = sorted([*HERE.glob("docx/*.docx"), *HERE.glob("pastes/*.html")])


def test_there_are_twelve_of_each():
    assert [len(list(HERE.glob(each))) for each in ("docx/*.docx", "pastes/*.html")] == [12, 12]


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_it_reads_as_written_down(source, tmp_path):
    expected = source.with_suffix(".txt").read_text("utf-8").splitlines()
    body, remarks = _parts(expected)
    read_body, read_remarks = _parts(outline(read(source, tmp_path, source.suffix[1:])))

    assert read_body == body
    assert len(read_remarks) == len(remarks)
    for found, wanted in zip(sorted(read_remarks), sorted(remarks), strict=True):
        kind, name, count, places = wanted.split(" ")
        found_kind, found_name, found_count, found_places = found.split(" ")
        assert (found_kind, found_name, found_places) == (kind, name, places)
        assert count in ("*", found_count)


def _parts(lines: list[str]) -> tuple[list[str], list[str]]:
    at = lines.index("----")
    return [line.rstrip() for line in lines[:at]], lines[at + 1 :]
