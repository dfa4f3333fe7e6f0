"""Hints about cited legal documents that are not in force.

The caller finds the numbers and looks up their status in the register.
"""

from .types import PASSAGES_SHOWN, Content, ContentPart, Hint, HintCode, NumberStatus, Passage

_CODES = {
    NumberStatus.EXPIRED: HintCode.DOCUMENT_EXPIRED,
    NumberStatus.PARTLY_EXPIRED: HintCode.DOCUMENT_PARTLY_EXPIRED,
    NumberStatus.NOT_YET_IN_FORCE: HintCode.DOCUMENT_NOT_YET_IN_FORCE,
    NumberStatus.UNKNOWN: HintCode.DOCUMENT_UNKNOWN,
}


def find_citation_hints(content: Content) -> list[Hint]:
    """Return hints for cited numbers that are expired, not yet in force, undetermined or
    unknown."""
    hints = []
    for status, code in _CODES.items():
        numbers = [number for number, found in content.numbers.items() if found is status]
        # Search the text only for the numbers that the hint shows.
        passages = tuple(_passage(content, number) for number in numbers[:PASSAGES_SHOWN])
        if passages:
            hints.append(Hint(code, passages, len(numbers)))
    return hints


def _passage(content: Content, number: str) -> Passage:
    """Return the first passage where `number` occurs literally, or the first block if it is not
    found."""
    for part, index, text in content.written_parts():
        if number in text:
            return Passage(part, index, number)
    return Passage(ContentPart.TEXT, 0, number)
