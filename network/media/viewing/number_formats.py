"""Show numbers of workbooks as their number formats do, in Vietnamese notation. Pure.

Follows ECMA-376 part 1, 18.8.31: up to three sections for positive, negative and zero numbers, or
sections with conditions of their own.
"""

import operator
import re
from collections.abc import Callable

# Words, characters after a backslash, currencies; colours and conditions; blanks of a width.
_PIECE = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<one>.)|\[\$(?P<money>[^\]-]*)[^\]]*\]|\[[^\]]*\]|[_*].'
    r"|(?P<digit>[0#?])|(?P<blank> )|(?P<other>[^\x00-\x7f]|\$)"
)
# A semicolon outside words, and the longest format that Excel takes.
_BETWEEN, _LONGEST = re.compile(r';(?=(?:[^"]*"[^"]*")*[^"]*$)'), 255
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?[\d.]+)\]")
_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
    "<>": operator.ne,
    ">=": operator.ge,
    ">": operator.gt,
}
_DECIMALS, _THOUSANDS = re.compile(r"[0#?]\.([0#?]+)"), re.compile(r"[0#?.](,+)[^0#?]*$")
_DIGITS, _GENERAL = re.compile("[0#]"), "General"
_EXPONENT, _HALF_UP, _SIGNS = 1e11, 1 + 1e-12, str.maketrans(",.", ".,")


def bare(form: str) -> str:
    """Return a number format without its words, currencies and colours."""
    kept = ("digit", "blank")
    return _PIECE.sub(lambda found: found[0] if found.lastgroup in kept else "", form)


def shown_number(value: float, form: str) -> str:
    """Return a number as its format shows it, with the words around it."""
    section = _section(value, _BETWEEN.split(form[:_LONGEST] or _GENERAL))
    before, after = _words(section)
    plain = bare(section)
    if not _writes_digits(section) and (before or after or not plain.strip()):
        # A format of words alone, such as "Nam" for 1, or an empty one, which hides the number.
        return (before + after).strip()
    thousands = _THOUSANDS.search(plain)
    scaled = value / 1000 ** len(thousands[1]) if thousands else value
    return f"{before}{_digits(scaled, plain)}{after}".strip()


def _section(value: float, sections: list[str]) -> str:
    """Return the section of a format that is for this number."""
    conditions = [_CONDITION.search(each) for each in sections]
    if any(conditions):
        for section, condition in zip(sections, conditions, strict=True):
            if condition is None or _COMPARE[condition[1]](value, float(condition[2])):
                return section
        return _GENERAL
    place = 1 if value < 0 else 2 if value == 0 else 0
    section = sections[place] if place < len(sections) else sections[0]
    # Negative numbers keep their minus sign: brackets and colours say too little to be heard.
    return sections[0] if value < 0 and _writes_digits(section) else section


def _writes_digits(section: str) -> bool:
    plain = bare(section)
    return _GENERAL in plain or _DIGITS.search(plain) is not None


def _words(section: str) -> tuple[str, str]:
    """Return what a section writes before the first digit and after the last one."""
    before, after, has_digits = "", "", False
    for found in _PIECE.finditer(section.replace(_GENERAL, "0")):
        if found.lastgroup == "digit":
            has_digits, after = True, ""
        elif has_digits:
            after += found[found.lastgroup] if found.lastgroup else ""
        else:
            before += found[found.lastgroup] if found.lastgroup else ""
    return before, after


def _digits(value: float, form: str) -> str:
    """Return a number with the decimals and the grouping of a format without words."""
    decimals = _DECIMALS.search(form)
    places = len(decimals[1]) if decimals else 0
    # Halves are rounded up, as office programs do.
    nearly = value * _HALF_UP
    if "%" in form:
        shown = f"{nearly * 100:.{places}f}%"
    elif "/" in form or not _DIGITS.search(form):
        # A cell without a format shows eleven digits; nobody reads an exponent.
        shown = f"{value:.11g}" if abs(value) < _EXPONENT else f"{value:.0f}"
    else:
        shown = f"{nearly:{',' if '#,##' in form else ''}.{places}f}"
        shown = shown.zfill(len(form.strip())) if set(form.strip()) == {"0"} else shown
    if decimals and decimals[1].endswith("#"):
        shown = shown.rstrip("0").rstrip(".")
    return shown.translate(_SIGNS)
