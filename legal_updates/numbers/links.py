"""Parse the number in a link. Portals write it into the slug without diacritics and separators.

"thong-tu-so-33-2026-tt-bct-469965.htm" is 33/2026/TT-BCT. If the slug leaves the separator open
(119-CP or 119/CP), the more common one is used; `DocumentNumber.key` is the same for both.
"""

import re
from urllib.parse import unquote

from legal_updates.numbers import symbols
from legal_updates.numbers.context import Context, context_at, kind_of
from legal_updates.numbers.document_number import DocumentNumber, Symbol, is_party, make_symbol
from legal_updates.numbers.wholeness import whole_symbol
from network.core.text import strip_marks

_MAX_LINK, _MAX_PART = 4000, 400
_HOST = re.compile(r"[a-z][a-z0-9+.\-]{0,20}://[^/?#]{0,300}|//[^/?#]{0,300}", re.IGNORECASE)
_PATH = re.compile(r"[^?#]{0,4000}")
_PATH_PART = re.compile(r"[^/]{1,4000}")
_QUERY_PART = re.compile(r"[^?#&=]{1,4000}")
_EXTENSION = re.compile(r"\.(?:s?html?|aspx?|php|jsp|chn|vnp|ldo|epi|tpo|pdf|docx?)$")
_WORD = re.compile(r"[a-z0-9]{1,40}(?:&[a-z]{1,10})?")
_NUMBER = re.compile(r"\d{1,5}[a-z]?")
_FRACTION = re.compile(r"\d{1,3}")
_YEAR = re.compile(r"(?:19|20)\d\d")
# Words before a figure that is a date, article or count, not a document number.
_NOT_BEFORE = {"nam", "ngay", "thang", "dieu", "khoan", "quy", "top", "mau", "bieu", "le", "an"}
_ALWAYS_WITH_BODY = 2005  # earlier, 195/1999/QĐ and 86/2002/TT occur
_TWO_PARTS = {
    ("bgd", "dt"): "BGD&ĐT",
    ("bnn", "ptnt"): "BNN&PTNT",
    ("bnn", "mt"): "BNN&MT",
    ("bldtb", "xh"): "BLĐTB&XH",
    ("bkh", "dt"): "BKH&ĐT",
    ("btn", "mt"): "BTN&MT",
    ("bvhtt", "dl"): "BVHTT&DL",
}


def number_from_link(url: str) -> DocumentNumber | None:
    """Return the first document number in the URL, searching its last part first, or None.

    `span` is the part of `url` between slashes that contained the number.
    """
    for start, end in _parts(url[:_MAX_LINK]):
        words = _words(url[start:end])
        for index in range(len(words)):
            found = _number_at(words, index, (start, end))
            if found:
                return found
    return None


def _parts(url: str) -> list[tuple[int, int]]:
    host = _HOST.match(url)
    path = _PATH.match(url, host.end() if host else 0)
    start, end = path.span() if path else (0, 0)
    found = [part.span() for part in _PATH_PART.finditer(url, start, end)][::-1]
    return found + [part.span() for part in _QUERY_PART.finditer(url, end)]


def _words(part: str) -> list[str]:
    slug = strip_marks(unquote(part[:_MAX_PART])).lower()
    return _WORD.findall(_EXTENSION.sub("", slug))


def _number_at(words: list[str], index: int, span: tuple[int, int]) -> DocumentNumber | None:
    # The symbol follows directly, or after a fraction and a year.
    """Return the document number that begins at `index` of a slug's words, or None."""
    symbols_at = words[index + 1 : index + 4]
    if not _NUMBER.fullmatch(words[index]) or not any(each[0].isalpha() for each in symbols_at):
        return None
    number, after = words[index].upper(), index + 1
    before = words[max(0, index - 60) : index]
    slug = " ".join(before) + " "
    context = context_at(slug, len(slug), len(slug), 0)
    named = not before or context.said
    if named and _is_fraction(words, index):
        number, after = f"{number}.{words[after]}", after + 1
    year = None
    if after < len(words) and _YEAR.fullmatch(words[after]):
        year, after = int(words[after]), after + 1
    if context.denied or (not year and (not named or (before and before[-1] in _NOT_BEFORE))):
        return None
    symbol = _symbol(words[after : after + 10], year=year, code=context.code)
    whole = whole_symbol(symbol, year) if symbol else None
    return _build(number, year, whole, context, span) if whole else None


def _is_fraction(words: list[str], index: int) -> bool:
    """Return whether it is a number like 66-13-2026-nq-cp (66.13/2026), not a date: a symbol must
    follow."""
    ahead = words[index + 1 : index + 4]
    return (
        len(ahead) == 3
        and bool(_FRACTION.fullmatch(words[index]) and _FRACTION.fullmatch(ahead[0]))
        and bool(_YEAR.fullmatch(ahead[1]))
        and symbols.is_type(ahead[2])
    )


def _symbol(words: list[str], *, year: int | None, code: str) -> Symbol | None:
    """Return the symbol that begins the words of a slug ("nd cp"), or None if it is none or cut
    off."""
    if not words:
        return None
    first = words[0]
    if len(symbols.split_glued(first)) == 2:
        return make_symbol([first], [])
    if symbols.is_type(first):
        joint = first.upper() in symbols.JOINT
        bodies, rest = _bodies(words[1:], joint=joint)
        if _is_cut_off(rest, alone=not bodies, joint=joint):
            return None
        old = bool(code) and (joint if not year else year < _ALWAYS_WITH_BODY)
        return make_symbol([first, *bodies], ["-"] * len(bodies)) if bodies or old else None
    if code == "CV":
        groups = _initials(words[:2])
        return make_symbol(groups, ["-"] * (len(groups) - 1)) if groups else None
    if not symbols.is_known_issuer(first):
        return None
    stands_alone = first[-1].isdigit() if year else symbols.restore(first) in symbols.STATE
    return make_symbol([first], []) if stands_alone and (year or code) else None


def _bodies(words: list[str], *, joint: bool) -> tuple[list[str], list[str]]:
    """Return the issuing bodies at the start of `words` (all of them if joint), and the remaining
    words."""
    bodies: list[str] = []
    rest = list(words)
    while rest and (joint or not bodies):
        known = symbols.is_known_issuer(rest[0]) or (joint and symbols.is_type(rest[0]))
        pair = _TWO_PARTS.get((rest[0], rest[1])) if len(rest) > 1 else None
        if bodies and symbols.restore(rest[0]) in symbols.PARTY:
            break  # "hu" after a joint circular starts "hướng dẫn"; the Party signs none
        if pair:
            bodies.append(pair)
        elif known or (not bodies and _initials(rest[:1])):
            bodies.append(rest[0])
        else:
            break
        rest = rest[2 if pair else 1 :]
    return bodies, rest


def _is_cut_off(rest: list[str], *, alone: bool, joint: bool) -> bool:
    """Return whether the slug ends inside the symbol. A shortened number would be a different
    one."""
    if not rest or rest[0].isdigit() or not (alone or joint):
        return False
    return not symbols.is_syllable(rest[0])


def _initials(words: list[str]) -> list[str]:
    """Return the leading words that cannot be Vietnamese syllables, e.g. "hqqn", "stp"."""
    taken = []
    for word in words:
        if not 2 <= len(word) <= 12 or not word[0].isalpha() or symbols.is_syllable(word):
            break
        taken.append(word)
    return taken


def _build(
    number: str, year: int | None, symbol: Symbol, context: Context, span: tuple[int, int]
) -> DocumentNumber:
    """Return the DocumentNumber of parts found in a link, with its canonical spelling and its
    type."""
    kind = kind_of(symbol, year, context)
    if year:
        canonical = f"{number}/{year}/{symbol}"
    elif is_party(symbol):
        symbol = symbol._replace(joints=("/", *symbol.joints[1:]))
        canonical = f"{number}-{symbol}"
    else:
        canonical = f"{number}-{symbol}" if len(symbol.groups) == 1 else f"{number}/{symbol}"
    return DocumentNumber(
        canonical=canonical,
        type=kind.key,
        span=span,
        number=number,
        year=year,
        symbol=str(symbol),
        type_word=kind.word or None,
    )
