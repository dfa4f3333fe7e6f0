"""Find document numbers in running text.

A regular expression finds the head (number, year, separators); then the groups of the symbol are
read one by one and judged with the words before. All repetitions are bounded, so the time is
proportional to the length of the text.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from legal_updates.numbers import symbols
from legal_updates.numbers.broken import figure_before
from legal_updates.numbers.context import Context, context_at, kind_of
from legal_updates.numbers.document_number import DocumentNumber, Symbol
from legal_updates.numbers.readable import ReadableText
from legal_updates.numbers.symbol_reading import read_symbol
from legal_updates.numbers.wholeness import whole_symbol
from network.core.text import strip_marks

_YEAR = r"(?:19|20)\d\d"
# A year with a line break inside: "100/20\n19/NĐ-CP".
_BROKEN_YEAR = r"(?:1\s{0,2}9|2\s{0,2}0)\s{0,2}\d\s{0,2}\d"
_HEAD = re.compile(
    rf"""(?P<number>\d(?<![\d/=&%\#@_]\d)\d{{0,4}}(?:\.\d{{1,3}})?[a-zA-Z]?)
    (?:\s{{0,3}}/\s{{0,3}}(?:(?P<year>{_YEAR})(?:\s{{0,3}}/\s{{0,3}}|(?P<loose>\s?-\s?|\s))
        |(?P<broken_year>{_BROKEN_YEAR})\s?/\s?)
      |-(?P<old_year>{_YEAR})\s?/\s?
      |(?P<joint>\s?-\s?|\s{{1,2}})(?P<bare_year>{_YEAR})(?:\s?-\s?|\s{{1,2}})
      |(?P<slash>\s{{0,3}}/\s{{0,3}})
      |(?P<dash>\s?-\s?)
      |(?P<space>\s{{1,2}}))
    (?=[^\W\d_])""",
    re.VERBOSE,
)
_DATE_WORD = re.compile(r"(?:ngày|tháng|năm|quý)\s{0,3}$", re.IGNORECASE)
# "Nghị quyết 27/CP", "Công văn 772/BXD"; but "Đề án 06/CP" is a project.
_NAMED_BY_ONE_GROUP = {"NĐ", "NQ", "QĐ", "CT", "TT", "TTLT", "CV", "TB", "SL", "L", "PL", "LUAT"}
_ZERO = re.compile(r"0{1,5}")
_LONGEST_FIGURE = 5
# The end of a broken year: "100/20\n9/NĐ-CP" does not contain number 9.
_HALF_A_YEAR = re.compile(r"\d\s?/\s?\d{1,3}\s{1,2}$")
_GLUED_WORDS = {"so", "no", "nd", "qd", "tt", "nq", "ct", "kh", "cv"}
_BETWEEN = re.compile(r"\s{0,3}(?:[,;&]|và|hoặc|, ?và)?\s{0,3}(?:số)?\s{0,2}:?\s{0,2}")


def find_document_numbers(text: str) -> list[DocumentNumber]:
    """Return every document number in plain `text`, in order, with repetitions.

    Ignores dates, roads, contracts, precedents, forms, standards and URLs; a short form like
    "772/BXD" counts only after a word like "Công văn".
    """
    readable = ReadableText(text)
    return [_number_of(found, readable) for found in _mentions(readable.text)]


class _Found(NamedTuple):
    """A number in the readable text. `figure` and `start` include a part before a line break."""

    head: re.Match[str]
    figure: str
    symbol: Symbol
    start: int
    end: int
    context: Context


def _number_of(found: _Found, readable: ReadableText) -> DocumentNumber:
    year = _year(found.head)
    kind = kind_of(found.symbol, year, found.context)
    return DocumentNumber(
        canonical=_canonical(found.figure, found.head, found.symbol),
        type=kind.key,
        span=readable.span(found.start, found.end),
        number=found.figure,
        year=year,
        symbol=str(found.symbol),
        type_word=kind.word or None,
    )


def _mentions(text: str) -> Iterator[_Found]:
    """Yield the document numbers in a text in their order, each with the words around it that tell
    its type."""
    floor = 0
    before = Context()
    for head in _HEAD.finditer(text):
        start, figure = head.start("number"), head["number"]
        if start < floor or not _may_start(text, head):
            continue
        read = read_symbol(text, head.end(), _year(head))
        if read is None:
            continue
        symbol, end = read
        start, figure = _whole_figure(text, start, figure)
        context = context_at(text, start, end, floor)
        if floor and not context.code and _BETWEEN.fullmatch(text, floor, start):
            context = context._replace(code=before.code, said=before.said, before=before.before)
        if context.denied or not _is_number(head, symbol, context):
            continue
        whole = whole_symbol(symbol, _year(head))
        floor, before = end, context
        if whole is not None and not _ZERO.fullmatch(figure):
            yield _Found(head, figure, whole, start, end, context)


def _whole_figure(text: str, start: int, figure: str) -> tuple[int, str]:
    """Return start and figure of the number, including a part before a line break."""
    before = figure_before(text, start)
    if not before or len(before) + len(figure) > _LONGEST_FIGURE:
        return start, figure
    return text.rindex(before, 0, start), before + figure


def _may_start(text: str, head: re.Match[str]) -> bool:
    """Return whether a number can start here: not inside a decimal, number plate, word or URL."""
    start = head.start("number")
    left, further = text[max(0, start - 1) : start], text[max(0, start - 2) : max(0, start - 1)]
    if not left:
        return True
    if left.isspace():
        return bool(_year(head)) or not _HALF_A_YEAR.search(text, max(0, start - 16), start)
    if left.isalnum():
        run = re.split(r"[\W\d_]", text[max(0, start - 4) : start])[-1]
        return strip_marks(run).lower() in _GLUED_WORDS
    if left == "-" and further.isalnum():
        return False
    if left in ".:" and further.isdigit():
        return False
    if left == "," and further.isdigit() and not _year(head):
        return False
    written_together = text[max(0, start - 200) : start].split()[-1]
    return "://" not in written_together and "www." not in written_together


def _is_number(head: re.Match[str], symbol: Symbol, context: Context) -> bool:
    """Return whether a number with this symbol is that of a legal document, judged by its form and
    the words before it."""
    first, *rest = symbol.groups
    second = rest[0] if rest else ""
    if symbols.is_denied(first, second):
        return False
    typed = first in symbols.TYPE_OF
    if head["loose"]:
        return typed and symbols.is_known_issuer(second)
    state = first[-1].isdigit() and symbols.is_known_issuer(first)
    if head["bare_year"]:
        whole = state if not rest else typed
        return whole and _is_year_between(head, second or first, context)
    if _year(head):
        alone = state or (context.said and (typed or symbols.is_known_issuer(first)))
        return (typed or context.said or symbols.is_agency(first)) if rest else alone
    if head["slash"]:
        if rest:
            return typed or context.said or symbols.is_agency(first)
        if context.code in _NAMED_BY_ONE_GROUP:
            return context.code == "CV" or typed or symbols.is_agency(first)
        return context.said and not context.code and first in symbols.STATE
    return _is_old_number(head, symbol, context)


def _is_year_between(head: re.Match[str], issuer: str, context: Context) -> bool:
    """Judge "Thông tư 20 2022 TT-BYT" and 168-2024-NĐ-CP, which look like a span of years or a
    date."""
    if re.fullmatch(_YEAR, head["number"]) or _DATE_WORD.search(context.before):
        return False
    return bool(context.code) or (head["joint"] == "-" and symbols.is_known_issuer(issuer))


def _is_old_number(head: re.Match[str], symbol: Symbol, context: Context) -> bool:
    """Judge forms that dates and codes share: 27-NQ/TW, 119-CP, 3467-QĐ-BYT, 1836 QĐ/TWĐTN."""
    first, *rest = symbol.groups
    typed = first in symbols.TYPE_OF
    if not rest:
        # "TTg" in exactly this case has no other meaning.
        prime = first == "TTg" and not _DATE_WORD.search(context.before)
        named = context.code in _NAMED_BY_ONE_GROUP and (typed or first in symbols.STATE)
        return head["dash"] == "-" and (named or prime)
    known = typed and (symbols.is_known_issuer(rest[0]) or rest[0] == "L")
    if head["dash"] == "-" and symbol.has_slash:
        return context.said or known
    if head["dash"] and symbol.has_slash and len(head["number"]) > 1 and known:
        return True
    return typed and bool(context.code)


def _year(head: re.Match[str]) -> int | None:
    year = head["year"] or head["broken_year"] or head["old_year"] or head["bare_year"]
    return int("".join(year.split())) if year else None


def _canonical(number: str, head: re.Match[str], symbol: Symbol) -> str:
    if head["year"] or head["broken_year"] or head["bare_year"]:
        return f"{number}/{_year(head)}/{symbol}"
    if head["old_year"]:
        return f"{number}-{head['old_year']}/{symbol}"
    if head["space"] and symbol.has_slash:
        return f"{number} {symbol}"
    if head["dash"] and (symbol.has_slash or len(symbol.groups) == 1):
        return f"{number}-{symbol}"
    return f"{number}/{symbol}"
