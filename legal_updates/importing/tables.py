"""Parse tables of documents. Pure: bytes in, rows out.

- `tsv`: tab-separated raw_title, number, type, issuing_body, issued, effective, as collected from
  headings.
- `csv`: our own comma-separated format with number, type, issuing_body, issued, title, and
  optionally signer, signer_position, effective, expires, separate_effect, validity,
  validity_source, validity_checked, expiry_reason, expired_parts, gazette, gazette_number,
  official_url, topics (names or codes, separated by "|").

Dates are 30/12/2019 or 2019-12-30.
"""

import csv
import datetime as dt
import io
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from network.core.outside import names_text
from network.core.text import clean_input, fold
from network.core.uploaded_tables import day_of

from ..citations import find_document_numbers
from ..facts import DocumentFacts
from ..models import OTHER_KIND
from ..models.choices import Validity
from ..numbers.headings import read_heading
from ..recording import UnreadableNumber, read_number

TSV, CSV = "tsv", "csv"
_NEEDED = {
    TSV: ("raw_title", "number", "type", "issuing_body", "issued", "effective"),
    CSV: ("number", "type", "issuing_body", "issued", "title"),
}
_MORE = {
    TSV: (),
    CSV: (
        *("signer", "signer_position", "effective", "expires", "separate_effect", "validity"),
        *("validity_source", "validity_checked", "expiry_reason", "expired_parts", "gazette"),
        *("gazette_number", "official_url", "topics"),
    ),
}
_SEPARATORS = {TSV: "\t", CSV: ","}
# Spellings on vbpl.vn and older portals (domain brief 4.6).
_VALIDITIES = {
    "con hieu luc": Validity.IN_FORCE,
    "het hieu luc": Validity.EXPIRED,
    "het hieu luc toan bo": Validity.EXPIRED,
    "het hieu luc mot phan": Validity.PARTLY_EXPIRED,
    "het hieu luc 1 phan": Validity.PARTLY_EXPIRED,
    "chua co hieu luc": Validity.NOT_YET,
    "ngung hieu luc": Validity.SUSPENDED,
    "khong con phu hop": Validity.OBSOLETE,
    "chua xac dinh": Validity.UNDETERMINED,
    "": Validity.UNDETERMINED,
}


class BrokenTable(ValueError):
    """The file is not a valid table; none of its rows is used."""


class BadRow(ValueError):
    """A single row is invalid; the others can be used."""


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """One row: its first line number, and either its facts or the reason of its refusal."""

    line: int
    facts: DocumentFacts | None = None
    reason: str = ""
    raw_title: str = ""
    type_word: str = ""


@dataclass(frozen=True, slots=True)
class RegisterLabels:
    """The register's labels: folded names of document types and topics, mapped to their keys."""

    kinds: dict[str, str]
    topics: dict[str, str]


def read_table(body: bytes, form: str, words: RegisterLabels) -> list[ImportedRow]:
    """Parse a file in format TSV or CSV. Raises BrokenTable if the file as a whole is invalid."""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = body[: error.start].count(b"\n") + 1
        raise BrokenTable(f"line {line} is not UTF-8") from error
    lines = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=_SEPARATORS[form],
        quoting=csv.QUOTE_NONE if form == TSV else csv.QUOTE_MINIMAL,
        strict=form == CSV,
    )
    try:
        header = [name.strip() for name in next(lines, [])]
        _check_header(header, form)
        rows, line = [], lines.line_num + 1
        for cells in lines:
            if any(cell.strip() for cell in cells):
                rows.append(_row(line, header, cells, form, words))
            line = lines.line_num + 1
    except csv.Error as error:
        raise BrokenTable(f"line {lines.line_num}: {error}") from error
    return rows


def _check_header(header: list[str], form: str) -> None:
    missing = [name for name in _NEEDED[form] if name not in header]
    if missing:
        raise BrokenTable(f"no column {', '.join(missing)}")
    unknown = [name for name in header if name not in (*_NEEDED[form], *_MORE[form])]
    if unknown or len(set(header)) < len(header):
        raise BrokenTable(f"unknown or repeated column {', '.join(unknown or header)}")


def _row(
    line: int, header: list[str], cells: list[str], form: str, words: RegisterLabels
) -> ImportedRow:
    if len(cells) != len(header):
        reason = f"{len(cells)} columns instead of {len(header)}"
        return ImportedRow(line, reason=reason)
    told = {name: clean_input(cell) for name, cell in zip(header, cells, strict=True)}
    try:
        facts = _facts_of_heading(told, words) if form == TSV else _facts(told, words)
    except BadRow as error:
        return ImportedRow(line, reason=str(error))
    return ImportedRow(
        line, facts=facts, raw_title=told.get("raw_title", ""), type_word=told["type"]
    )


def _facts_of_heading(told: dict[str, str], words: RegisterLabels) -> DocumentFacts:
    heading = read_heading(told["raw_title"])
    return DocumentFacts(
        **_identity(told, words),
        title=heading.abstract if heading and heading.abstract else told["raw_title"],
        effective_on=_day(told, "effective"),
    )


def _facts(told: dict[str, str], words: RegisterLabels) -> DocumentFacts:
    """Return the facts in one line of a table. Raises BadRow without a title or for a malformed
    address, date or label."""
    if not told["title"]:
        raise BadRow("no title")
    url = told.get("official_url", "")
    if url and (urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname):
        raise BadRow(f"official_url is no web address: {url}")
    if url and not names_text(url):
        raise BadRow(f"official_url is the front page of a website: {url}")
    as_they_are = ("title", "signer", "signer_position", "separate_effect", "gazette_number")
    texts: dict[str, Any] = {name: told.get(name, "") for name in as_they_are}
    return DocumentFacts(
        **_identity(told, words),
        **texts,
        **_validity(told),
        effective_on=_day(told, "effective"),
        expires_on=_day(told, "expires"),
        gazette_on=_day(told, "gazette"),
        official_url=url,
        topics=_topics(told.get("topics", ""), words),
    )


def _identity(told: dict[str, str], words: RegisterLabels) -> dict[str, Any]:
    kind = kind_of(told["type"], told["number"], words)
    try:
        number = read_number(told["number"], kind)
    except UnreadableNumber as error:
        raise BadRow(f"no document number: {told['number'] or 'empty'}") from error
    return {
        "number": str(number),
        "type": kind,
        "issuer": told["issuing_body"],
        "issued_on": _day(told, "issued"),
    }


def kind_of(word: str, number: str, words: RegisterLabels) -> str:
    """Return the key of the document type that a table calls `word`, or OTHER_KIND.

    The number may decide: "Quyết định" with 4/2024/QĐ-TTg is a Prime Minister's decision.
    """
    folded = fold(word)
    if word in words.kinds.values():
        return word
    found = find_document_numbers(f"{word} số {number}")
    if found and fold(found[0].type_word or "") == folded and found[0].type:
        return found[0].type
    return words.kinds.get(folded, OTHER_KIND)


def _validity(told: dict[str, str]) -> dict[str, Any]:
    said = told.get("validity", "")
    known = said if said in Validity.values else _VALIDITIES.get(fold(said))
    if known is None:
        raise BadRow(f"unknown validity: {said}")
    source, checked_on = told.get("validity_source", ""), _day(told, "validity_checked")
    if known == Validity.UNDETERMINED:
        return {}
    if not source or not checked_on:
        raise BadRow("a validity needs validity_source and validity_checked")
    if known == Validity.PARTLY_EXPIRED and not told.get("expired_parts"):
        raise BadRow("a partly expired document needs expired_parts")
    return {
        "validity": Validity(known),
        "validity_source": source,
        "validity_checked_on": checked_on,
        "expiry_reason": told.get("expiry_reason", ""),
        "expired_parts": told.get("expired_parts", ""),
    }


def _topics(said: str, words: RegisterLabels) -> tuple[str, ...]:
    names = [name.strip() for name in said.split("|") if name.strip()]
    unknown = [name for name in names if fold(name) not in words.topics]
    if unknown:
        raise BadRow(f"unknown topic: {', '.join(unknown)}")
    return tuple(words.topics[fold(name)] for name in names)


def _day(told: dict[str, str], name: str) -> dt.date | None:
    text = told.get(name, "")
    if not text:
        return None
    try:
        return day_of(text)
    except ValueError as error:
        raise BadRow(f"{name} is no day: {text}") from error
