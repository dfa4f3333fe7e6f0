"""Patterns of addresses: match them, and derive one from the addresses of a list.

"/tin/*-#.html" means: on the page's own host, any text for "*", digits for "#". A pattern of
another host begins with "//host/".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from urllib.parse import urlsplit

from aggregator.feeds.links import host_of

PATTERN_LENGTH = 500
_STARS_AT_MOST = 20
_PIECES = re.compile(r"([*#])")
_EXTENSION = re.compile(r"\.[A-Za-z]{2,5}$")
_YEAR = re.compile(r"(?:19|20)\d\d")
_YEAR_AT_END = re.compile(r"\D(?:19|20)\d\d$")
_ENDING = re.compile(r"[-_.][A-Za-z]{0,4}$")


def is_pattern(written: str) -> bool:
    """Return whether `written` is a usable pattern: it begins with a slash and is not too long."""
    return written.startswith("/") and (
        len(written) <= PATTERN_LENGTH and written.count("*") <= _STARS_AT_MOST
    )


@lru_cache(maxsize=512)
def compile_pattern(pattern: str) -> re.Pattern[str]:
    """Return the regular expression of a pattern, for whole targets (`target_of`).

    Each star is an atomic group, so that matching takes linear time for each.
    """
    head, *rest = pattern.split("*")
    middle = "".join(f"(?>.*?{_literal(piece)})" for piece in rest[:-1])
    tail = f".*{_literal(rest[-1])}" if rest else ""
    return re.compile(_literal(head) + middle + tail)


def _literal(piece: str) -> str:
    """Return a piece of a pattern without stars as a regular expression."""
    return "".join(r"\d+" if part == "#" else re.escape(part) for part in _PIECES.split(piece))


def target_of(link: str, base_url: str) -> str:
    """Return what patterns are compared with: path and query of a canonical link, with its host in
    front unless it is the page's own."""
    parts = urlsplit(link)
    host = "" if host_of(link) == host_of(base_url) else f"//{parts.netloc}"
    return f"{host}{parts.path or '/'}" + (f"?{parts.query}" if parts.query else "")


def shape_of(target: str) -> tuple[object, ...]:
    """Return what the addresses of one list have in common: host, depth, ending and parameters."""
    path, _mark, query = target.partition("?")
    names = tuple(sorted(pair.partition("=")[0] for pair in query.split("&") if pair))
    ending = _EXTENSION.search(path)
    host = path.split("/")[2] if path.startswith("//") else ""
    return host, path.count("/"), ending[0].lower() if ending else "", names


def pattern_of(targets: Sequence[str]) -> str:
    """Return the narrowest pattern that fits all targets, which have one shape.

    Years in paths, and numbers after a year, become "#": next month's addresses differ in them.
    """
    paths = [target.partition("?")[0].split("/") for target in targets]
    segments: list[str] = []
    in_date = False
    for values in zip(*paths, strict=True):
        in_date = all(value.isdigit() for value in values) and (
            in_date or all(_YEAR.fullmatch(value) for value in values)
        )
        segments.append("#" if in_date else _general(values))
    return "/".join(segments) + _general_query([target.partition("?")[2] for target in targets])


def _general_query(queries: Sequence[str]) -> str:
    """Return the pattern of queries with the same parameters, "" if there are none."""
    if not queries[0]:
        return ""
    pairs = [sorted(query.split("&")) for query in queries]
    if any(query.split("&") != ordered for query, ordered in zip(queries, pairs, strict=True)):
        pairs = [query.split("&") for query in queries]
    names = [[pair.partition("=")[0] for pair in row] for row in pairs]
    if any(row != names[0] for row in names):
        return "?*"
    columns = zip(*([pair.partition("=")[2] for pair in row] for row in pairs), strict=True)
    general = (_general(values) for values in columns)
    return "?" + "&".join(f"{n}={value}" for n, value in zip(names[0], general, strict=True))


def _general(values: Sequence[str]) -> str:
    """Return the pattern of path segments or parameter values in the same position."""
    if len(set(values)) == 1:
        return values[0]
    endings = {found[0] if (found := _EXTENSION.search(value)) else "" for value in values}
    ending = endings.pop() if len(endings) == 1 else ""
    bare = [value.removesuffix(ending) for value in values]
    # A year at the end belongs to the words: the next title may name none.
    if all(value[-1:].isdigit() and not _YEAR_AT_END.search(value) for value in bare):
        rests = {value.rstrip("0123456789") for value in bare}
        tails = {found[0] if (found := _ENDING.search(rest)) else "" for rest in rests}
        tail = tails.pop() if len(tails) == 1 else ""
        return (rests.pop() if len(rests) == 1 else f"*{tail}") + f"#{ending}"
    return f"*{ending}"
