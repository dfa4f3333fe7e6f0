"""Twelve more Word files and twelve more pastes, written down by hand before they were read."""

from pathlib import Path

import pytest

from network.media.word_import.reading import read
from tests.media.word_import.outlines import outline
from tests.media.word_import.second_set import FILES

SECOND = Path(__file__).parent / "second"
EXPECTED = sorted(SECOND.glob("*/*.txt"))


def test_there_are_twelve_of_each():
    assert [len(list(SECOND.glob(f"{kind}/*.txt"))) for kind in ("docx", "pastes")] == [12, 12]


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_it_reads_as_written_down_or_names_what_it_left_out(expected, tmp_path):
    source = expected.with_suffix(".html")
    if expected.parent.name == "docx":
        source = tmp_path / f"{expected.stem}.docx"
        FILES[expected.stem]().save(source)
    body, named = halves(expected.read_text("utf-8").splitlines())
    found, remarks = halves(outline(read(source, tmp_path, source.suffix[1:])))

    assert found == body
    # The kind of each remark; its number and place are tested with the first set.
    assert {" ".join(each.split(" ")[:2]) for each in remarks} >= set(named)


def halves(lines: list[str]) -> tuple[list[str], list[str]]:
    """Return the lines of the text, and those about what was left out."""
    at = lines.index("----")
    return [line.rstrip() for line in lines[:at]], lines[at + 1 :]
