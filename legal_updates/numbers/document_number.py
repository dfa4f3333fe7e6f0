"""The parsed form of a document number."""

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from legal_updates.numbers import symbols


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """A number found in a text. `canonical` is for display and storage, `key` for comparison.

    `type` is a key of document_types.csv, or None if number and context leave it open
    (116/2025/QH15 may be a law or a resolution) or the register has no such type; `type_word` ("Chỉ
    thị") is given if known. `span` is (start, end) in the original text; for a link, the part of
    the URL with the number.
    """

    canonical: str
    type: str | None
    span: tuple[int, int]
    number: str
    year: int | None
    symbol: str
    type_word: str | None = None

    def __str__(self) -> str:
        return self.canonical

    @property
    def key(self) -> str:
        """Return the normalised number: equal for 3/2019/tt-btp and 03/2019/TT-BTP, for 119-CP and
        119/CP.

        It does not identify a document.
        """
        return _key(self.number, self.year, self.symbol)


@lru_cache(maxsize=2048)
def _key(number: str, year: int | None, symbol: str) -> str:
    letters = "".join(char for char in symbol.casefold() if char.isalnum())
    parts = (number.lower().lstrip("0") or "0", str(year or ""), letters)
    return "/".join(part for part in parts if part)


class Symbol(NamedTuple):
    """The groups of a symbol in exact spelling, and the separators between them."""

    groups: tuple[str, ...]
    joints: tuple[str, ...]

    def __str__(self) -> str:
        parts = [self.groups[0]]
        for joint, group in zip(self.joints, self.groups[1:], strict=True):
            parts += [joint, group]
        return "".join(parts)

    @property
    def has_slash(self) -> bool:
        return "/" in self.joints


def make_symbol(groups: list[str], joints: list[str]) -> Symbol:
    """Return the symbol with its groups in exact spelling. A glued group like "NĐCP" becomes
    two."""
    first = symbols.split_glued(groups[0])
    restored = [symbols.restore(first[0], first=True), *map(symbols.restore, first[1:])]
    restored += [symbols.restore(group) for group in groups[1:]]
    return Symbol(tuple(restored), (*(["-"] * (len(first) - 1)), *joints))


def is_party(symbol: Symbol) -> bool:
    """Return whether the symbol belongs to a Party body: a type, then Trung ương, a Tỉnh ủy, ..."""
    return len(symbol.groups) > 1 and symbol.groups[1] in symbols.PARTY
