"""Short codes of public objects, to be read from paper and typed on a phone.

A code consists of the kind, the key in base 31, and a check character. Nothing is stored, and one
wrong or two swapped characters give an invalid code instead of another object.
"""

from enum import StrEnum

# Without 0, 1, i, l and o, which are easily confused. 31 is prime, so the check detects any single
# wrong character.
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
_BASE = len(ALPHABET)
LONGEST_CODE = 15


class CodeKind(StrEnum):
    """Kind of object; the first letter of a code."""

    PAGE = "t"
    DOCUMENT = "v"


def short_code(kind: CodeKind, key: int) -> str:
    """Return the code of an object by kind and primary key (from 1)."""
    digits = ""
    while key:
        key, digit = divmod(key, _BASE)
        digits = ALPHABET[digit] + digits
    return f"{kind}{digits}{_check(f'{kind}{digits}')}"


def read_short_code(code: str) -> tuple[CodeKind, int] | None:
    """Return kind and primary key of a code, or None if it is invalid. Case is ignored."""
    code = code.lower()
    kind, digits, check = code[:1], code[1:-1], code[-1:]
    if len(code) > LONGEST_CODE or kind not in CodeKind or not digits:
        return None
    if not set(digits) <= set(ALPHABET) or digits[0] == ALPHABET[0] or _check(code[:-1]) != check:
        return None
    key = 0
    for digit in digits:
        key = key * _BASE + ALPHABET.index(digit)
    return (CodeKind(kind), key) if key < 2**63 else None


def _check(code: str) -> str:
    weighed = sum(place * ALPHABET.index(each) for place, each in enumerate(code, start=1))
    return ALPHABET[weighed % _BASE]
