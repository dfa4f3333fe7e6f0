"""Do the cited documents still hold? The caller found the numbers and asked the register."""

from .types import PLACES_SHOWN, Content, ContentPart, Hint, HintCode, NumberStatus, Place

_CODES = {
    NumberStatus.EXPIRED: HintCode.DOCUMENT_EXPIRED,
    NumberStatus.PARTLY_EXPIRED: HintCode.DOCUMENT_PARTLY_EXPIRED,
    NumberStatus.NOT_YET_IN_FORCE: HintCode.DOCUMENT_NOT_YET_IN_FORCE,
    NumberStatus.UNKNOWN: HintCode.DOCUMENT_UNKNOWN,
}


def find_citation_hints(content: Content) -> list[Hint]:
    """Return the cited numbers that are expired, not in force yet, or in no register."""
    hints = []
    for status, code in _CODES.items():
        numbers = [number for number, found in content.numbers.items() if found is status]
        # Only what is shown is looked for in the text.
        places = tuple(_place(content, number) for number in numbers[:PLACES_SHOWN])
        if places:
            hints.append(Hint(code, places, len(numbers)))
    return hints


def _place(content: Content, number: str) -> Place:
    """Return the first part that holds `number` as it was given, else the first block."""
    for part, index, text in content.written_parts():
        if number in text:
            return Place(part, index, number)
    return Place(ContentPart.TEXT, 0, number)
