"""Decide whether a symbol is complete, can be completed, or was truncated. Pure, without Django.

A truncated number belongs to another document or none: "100/2019/NĐ" is not Nghị định
100/2019/NĐ-CP, and "TT-BKH" of 2024 is a truncated "TT-BKHCN". The rules are data:
`symbol_issuers.csv` lists the bodies that issue a type, `symbol_years.csv` the years in which a
symbol was used.
"""

import csv
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from legal_updates.numbers import symbols
from legal_updates.numbers.document_number import Symbol
from network.core.text import strip_marks

_DATA = Path(__file__).resolve().parents[1] / "data"
_ANY_TYPE = "*"
_DIGITS = "0123456789"
# Types whose numbers with a year are normative; their issuers are all known.
_NORMATIVE = {"NĐ", "TT", "TTLT", "NQ", "QĐ", "CT", "NQLT", "PL"}
# Numbers of these bodies carry no year; truncated, they take one of a few forms.
_STUMPS = {"UBN", "HĐN", "UBTVQ", "UBTVQH1"}


class _Years(NamedTuple):
    first: int | None
    last: int | None

    def hold(self, year: int | None) -> bool:
        """Return whether `year` is in the span; True for None."""
        if year is None:
            return True
        return (self.first or 0) <= year <= (self.last or year)


class _IssuerRule(NamedTuple):
    type: str
    issuers: tuple[str, ...]
    years: _Years


# Portals write the same few symbols again and again.
@lru_cache(maxsize=2048)
def whole_symbol(symbol: Symbol, year: int | None) -> Symbol | None:
    """Return the symbol, completed if only one body is possible; None if it was truncated."""
    first, *bodies = symbol.groups
    if first not in symbols.TYPE_OF:
        return _whole_body_symbol(symbol, year)
    if not bodies:
        return _with_only_issuer(symbol, first, year)
    if first != "VBHN" and not _may_issue(first, bodies[0], year):
        return None
    return None if any(_is_cut(first, body, year) for body in bodies) else symbol


def is_in_use(issuer: str, year: int | None) -> bool:
    """Return whether the symbol `issuer`, in exact spelling, was in use in `year`."""
    if _is_term(issuer) and issuer not in _symbol_years():
        return False
    return _symbol_years().get(issuer, _Years(None, None)).hold(year)


def terms() -> tuple[str, ...]:
    """Return the symbols of all terms of the National Assembly and its Standing Committee."""
    return tuple(symbol for symbol in _symbol_years() if _is_term(symbol))


def _whole_body_symbol(symbol: Symbol, year: int | None) -> Symbol | None:
    """Judge a symbol that starts with a body: 31/2024/QH15, 1510/STP-PBGDPL. None if it was not in
    use."""
    body = symbol.groups[0] if year is None else _with_term(symbol.groups[0], year)
    if body is None or not is_in_use(body, year):
        return None
    return symbol._replace(groups=(body, *symbol.groups[1:]))


def _with_only_issuer(symbol: Symbol, type_code: str, year: int | None) -> Symbol | None:
    """Complete a type without body if only one body issues it, as the Government does decrees."""
    if year is None:
        return symbol
    rules = [rule for rule in _issuer_rules() if rule.years.hold(year)]
    issuers = next((rule.issuers for rule in rules if rule.type == type_code), ())
    if len(issuers) == 1:
        issuer = _with_term(issuers[0], year)
        return Symbol((type_code, issuer), ("-",)) if issuer else None
    may_lack = any(rule.type == _ANY_TYPE for rule in rules)
    return symbol if may_lack else None


def _with_term(body: str, year: int) -> str | None:
    """Return the body with the term of `year` if it numbers by term; None if two terms fit."""
    if body not in ("QH", "UBTVQH"):
        return body
    fitting = [term for term in terms() if _is_of(term, body) and is_in_use(term, year)]
    return fitting[0] if len(fitting) == 1 else None


def _may_issue(type_code: str, body: str, year: int | None) -> bool:
    """Return whether the body may issue this type. True without a rule for the type."""
    if year is None:
        return True
    allowed = [
        rule.issuers for rule in _issuer_rules() if rule.type == type_code and rule.years.hold(year)
    ]
    return not allowed or body.rstrip(_DIGITS) in allowed[0]


def _is_cut(type_code: str, body: str, year: int | None) -> bool:
    """Return whether the body is truncated, or was not in use in that year."""
    if not is_in_use(body, year) or body in _STUMPS:
        return True
    if symbols.is_known_issuer(body) or type_code not in _NORMATIVE or year is None:
        return False
    folded = strip_marks(body).lower()
    return any(known.startswith(folded) for known in symbols.ISSUERS_BY_FOLD)


def _is_term(symbol: str) -> bool:
    return symbol[-1:].isdigit() and symbol.rstrip(_DIGITS) in ("QH", "UBTVQH")


def _is_of(term: str, body: str) -> bool:
    return term.rstrip(_DIGITS) == body


@cache
def _symbol_years() -> dict[str, _Years]:
    return {row["symbol"]: _years(row) for row in _rows("symbol_years.csv")}


@cache
def _issuer_rules() -> tuple[_IssuerRule, ...]:
    rows = _rows("symbol_issuers.csv")
    return tuple(
        _IssuerRule(row["type"], tuple(row["issuers"].split()), _years(row)) for row in rows
    )


def _years(row: dict[str, str]) -> _Years:
    first, last = row["first_year"], row["last_year"]
    return _Years(int(first) if first else None, int(last) if last else None)


def _rows(name: str) -> list[dict[str, str]]:
    with (_DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
