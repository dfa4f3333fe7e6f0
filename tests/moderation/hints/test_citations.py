"""Cited documents: what the register says becomes a hint at the passage of the number."""

import pytest

from network.moderation.hints import Content, ContentPart, HintCode, NumberStatus
from network.moderation.hints.citations import find_citation_hints

TEXT = "Mức phạt theo Nghị định số 100/2019/NĐ-CP."


@pytest.mark.parametrize(
    ("status", "codes"),
    [
        (NumberStatus.IN_FORCE, []),
        (NumberStatus.UNDETERMINED, []),
        (NumberStatus.EXPIRED, [HintCode.DOCUMENT_EXPIRED]),
        (NumberStatus.PARTLY_EXPIRED, [HintCode.DOCUMENT_PARTLY_EXPIRED]),
        (NumberStatus.NOT_YET_IN_FORCE, [HintCode.DOCUMENT_NOT_YET_IN_FORCE]),
        (NumberStatus.UNKNOWN, [HintCode.DOCUMENT_UNKNOWN]),
    ],
)
def test_the_status_of_a_number_decides(status: NumberStatus, codes: list[HintCode]) -> None:
    content = Content(texts=("Mở đầu.", TEXT), numbers={"100/2019/NĐ-CP": status})
    hints = find_citation_hints(content)
    assert [hint.code for hint in hints] == codes
    for hint in hints:
        assert (hint.passages[0].part, hint.passages[0].index) == (ContentPart.TEXT, 1)


def test_many_numbers_are_counted_and_the_first_shown() -> None:
    numbers = {f"{n}/2026/TT-BTP": NumberStatus.UNKNOWN for n in range(1, 100)}
    (hint,) = find_citation_hints(Content(texts=(" ".join(numbers),), numbers=numbers))
    assert (hint.count, len(hint.passages)) == (99, 5)
