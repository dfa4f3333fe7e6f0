"""Numbers mentioned in running text.

A head (the number, the year, what separates them) is found by one regular expression; the groups
of the symbol are then read one by one and judged together with the words before. Every repetition
has a bound, so the time grows with the length of the text and no faster.
"""

import re
from collections.abc import Iterator

from legal_updates.numbers import symbols
from legal_updates.numbers.context import Context, context_at, kind_of
from legal_updates.numbers.document_number import DocumentNumber, Symbol, make_symbol
from legal_updates.numbers.readable import ReadableText
from network.core.text import strip_marks

_YEAR = r"(?:19|20)\d\d"
_HEAD = re.compile(
    rf"""(?P<number>\d(?<![\d/=&%\#@_]\d)\d{{0,4}}(?:\.\d{{1,3}})?[a-zA-Z]?)
    (?:\s{{0,3}}/\s{{0,3}}(?P<year>{_YEAR})(?:\s{{0,3}}/\s{{0,3}}|(?P<loose>\s?-\s?|\s))
      |-(?P<old_year>{_YEAR})\s?/\s?
      |(?P<joint>\s?-\s?|\s{{1,2}})(?P<bare_year>{_YEAR})(?:\s?-\s?|\s{{1,2}})
      |(?P<slash>\s{{0,3}}/\s{{0,3}})
      |(?P<dash>\s?-\s?)
      |(?P<space>\s{{1,2}}))
    (?=[^\W\d_])""",
    re.VERBOSE,
)
_GROUP = re.compile(r"(?:BNN|BGD) ?& ?(?:PTNT|ĐT)(?!\w)|[^\W\d_](?:[^\W_]|&(?=[^\W_])){0,29}")
_JOINT = re.compile(r"(\s{0,3})([-/])(\s{0,3})(?=[^\W\d_])")
_NEXT_WORD = re.compile(r"\s{1,3}[^\W\d_]{1,8}")
# Laws of the first Republic: "102-SL/L-004", promulgated by decree.
_BY_DECREE = re.compile(r"SL/L[-.]?(\d{3})(?![\w/])", re.IGNORECASE)
_DATE_WORD = re.compile(r"(?:ngày|tháng|năm|quý)\s{0,3}$", re.IGNORECASE)
_CUT_OFF = re.compile(r"-[^\W_]")
_DIGITS = "0123456789"
_MAX_GROUPS = 8
# "Nghị quyết 27/CP", "Công văn 772/BXD"; but "Đề án 06/CP" is the name of a project.
_NAMED_BY_ONE_GROUP = {"NĐ", "NQ", "QĐ", "CT", "TT", "TTLT", "CV", "TB", "SL", "L", "PL", "LUAT"}
_GLUED_WORDS = {"so", "no", "nd", "qd", "tt", "nq", "ct", "kh", "cv"}
_BETWEEN = re.compile(r"\s{0,3}(?:[,;&]|và|hoặc|, ?và)?\s{0,3}(?:số)?\s{0,2}:?\s{0,2}")


def find_document_numbers(text: str) -> list[DocumentNumber]:
    """Return every document number that `text` mentions, in order, repetitions included.

    Plain text is expected, not HTML. Dates, roads, contracts, precedents, forms, standards and
    addresses of pages are not numbers; a bare "772/BXD" is one only after a word like "Công văn".
    """
    readable = ReadableText(text)
    found: list[DocumentNumber] = []
    for head, symbol, end, context in _mentions(readable.text):
        year = _year(head)
        kind = kind_of(symbol, year, context)
        found.append(
            DocumentNumber(
                canonical=_canonical(head, symbol),
                type=kind.key,
                span=readable.span(head.start("number"), end),
                number=head["number"],
                year=year,
                symbol=str(symbol),
                type_word=kind.word or None,
            )
        )
    return found


def _mentions(text: str) -> Iterator[tuple[re.Match[str], Symbol, int, Context]]:
    floor = 0
    before = Context()
    for head in _HEAD.finditer(text):
        start = head.start("number")
        if start < floor or not _may_start(text, head):
            continue
        read = _read_symbol(text, head.end())
        if read is None:
            continue
        symbol, end = read
        context = context_at(text, start, end, floor)
        if floor and not context.code and _BETWEEN.fullmatch(text, floor, start):
            context = context._replace(code=before.code, said=before.said, before=before.before)
        if context.denied or not _is_number(head, symbol, context):
            continue
        floor, before = end, context
        yield head, symbol, end, context


def _may_start(text: str, head: re.Match[str]) -> bool:
    """Return whether a number can begin here: not inside a decimal, a plate, a word, an address."""
    start = head.start("number")
    left, further = text[max(0, start - 1) : start], text[max(0, start - 2) : max(0, start - 1)]
    if not left or left.isspace():
        return True
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


def _read_symbol(text: str, position: int) -> tuple[Symbol, int] | None:
    """Return the symbol that begins at `position` and where it ends, or None."""
    by_decree = _BY_DECREE.match(text, position)
    if by_decree:
        return Symbol(("SL", "L", by_decree[1]), ("/", "-")), by_decree.end()
    first = _group_at(text, position)
    if not first or not _opens(first):
        return None
    groups, joints = [first], []
    end = position + len(first)
    while len(groups) < _MAX_GROUPS:
        joint = _JOINT.match(text, end)
        group = _group_at(text, joint.end()) if joint else ""
        if not joint or not group or not _continues(groups, joint, group):
            break
        if len(groups) > 1 and _is_capital_word(text, group, joint.end() + len(group)):
            break
        groups.append(group)
        joints.append(joint[2])
        end = joint.end() + len(group)
    if len(groups) == 1 and _CUT_OFF.match(text, end):
        return None  # cut off in the middle: the rest is not readable as a group
    return make_symbol([group.replace(" ", "") for group in groups], joints), end


def _group_at(text: str, position: int) -> str:
    found = _GROUP.match(text, position)
    if not found or text[found.end() : found.end() + 1].isalnum():
        return ""
    return found[0]


def _opens(group: str) -> bool:
    if group.islower():
        return symbols.is_type(group) or symbols.restore(group).rstrip(_DIGITS) in symbols.STATE
    return symbols.is_type(group) or symbols.is_abbreviation(group)


def _continues(groups: list[str], joint: re.Match[str], group: str) -> bool:
    known = symbols.is_known_issuer(group) and not group.istitle()
    initials = symbols.is_abbreviation(group) or (
        groups[0].islower() and len(group) <= 10 and not symbols.is_syllable(group)
    )
    if not (known or initials):
        return False
    spaced = bool(joint[1]) + bool(joint[3])
    opening = len(groups) == 1
    if joint[2] == "/":
        return opening and not spaced
    if spaced:
        typed = symbols.is_type(groups[0]) and (opening or groups[0].upper() in symbols.JOINT)
        return typed and (known or (spaced == 1 and not symbols.is_syllable(group)))
    return True


def _is_capital_word(text: str, group: str, end: int) -> bool:
    """Tell QUY of "12/2020/TT-BTC-QUY ĐỊNH VỀ" from the initials of a body."""
    if symbols.is_known_issuer(group) or not symbols.is_syllable(group):
        return False
    following = _NEXT_WORD.match(text, end)
    return group.islower() or bool(following and following[0].isupper())


def _is_number(head: re.Match[str], symbol: Symbol, context: Context) -> bool:
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
    """Judge "Thông tư 20 2022 TT-BYT" and 168-2024-NĐ-CP: a span of years or a date looks alike."""
    if re.fullmatch(_YEAR, head["number"]) or _DATE_WORD.search(context.before):
        return False
    return bool(context.code) or (head["joint"] == "-" and symbols.is_known_issuer(issuer))


def _is_old_number(head: re.Match[str], symbol: Symbol, context: Context) -> bool:
    """Judge 27-NQ/TW, 119-CP, 3467-QĐ-BYT, 1836 QĐ/TWĐTN: forms that dates and codes share."""
    first, *rest = symbol.groups
    typed = first in symbols.TYPE_OF
    if not rest:
        # "TTg" in this very case stands for nothing else.
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
    year = head["year"] or head["old_year"] or head["bare_year"]
    return int(year) if year else None


def _canonical(head: re.Match[str], symbol: Symbol) -> str:
    number = head["number"]
    if head["year"] or head["bare_year"]:
        return f"{number}/{_year(head)}/{symbol}"
    if head["old_year"]:
        return f"{number}-{head['old_year']}/{symbol}"
    if head["space"] and symbol.has_slash:
        return f"{number} {symbol}"
    if head["dash"] and (symbol.has_slash or len(symbol.groups) == 1):
        return f"{number}-{symbol}"
    return f"{number}/{symbol}"
