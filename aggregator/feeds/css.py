"""Subset of CSS selectors for list pages, matched in one walk over the page.

Supports names, #id, .class, [attribute], :first-child, :last-child, :nth-child(n), :not(...), the
four combinators and lists with commas. Each element is tested once per step of a selector, whatever
the page looks like: the steps matched so far are passed down the tree as bits.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from itertools import islice

from aggregator.feeds.html import Element

_LENGTH_AT_MOST = 300
_STEPS_AT_MOST = 20
_NAME = r"(?:[\w-]|\\.|[^\x00-\x7f])+"
_COMBINATOR = re.compile(r"\s*([>+~,])\s*|\s+")
_PART = re.compile(
    rf"""(?P<any>\*)|\#(?P<id>{_NAME})|\.(?P<class>{_NAME})|(?P<name>{_NAME})
    |\[\s*(?P<attribute>{_NAME})\s*(?:(?P<op>[~|^$*]?=)\s*(?:"(?P<double>[^"]*)"
        |'(?P<single>[^']*)'|(?P<bare>{_NAME}))\s*)?\]
    |:(?P<edge>first-child|last-child)|:nth-child\(\s*(?P<nth>[1-9]\d?)\s*\)
    |:not\(\s*(?P<not>[^()]+?)\s*\)""",
    re.VERBOSE,
)


class BadSelector(ValueError):
    """Raised for an unsupported selector. `rest` begins with the part that could not be parsed."""

    def __init__(self, written: str, rest: str) -> None:
        super().__init__(f"bad selector: {written!r} at {rest!r}")
        self.written = written
        self.rest = rest


@dataclass(frozen=True, slots=True)
class _Test:
    """One condition on an element, such as a class name or an attribute comparison."""

    kind: str
    name: str = ""
    op: str = ""
    value: str = ""
    position: int = 0
    inner: tuple[_Test, ...] = ()

    def holds(self, element: Element) -> bool:
        """Return whether `element` fulfils the condition."""
        match self.kind:
            case "name":
                return bool(element.tag == self.name)
            case "class":
                return self.name in element.value("class").split()
            case "attribute":
                return self._compares(element.get(self.name))
            case "nth":
                before = element.itersiblings(preceding=True)
                return sum(1 for _ in islice(before, self.position)) == self.position - 1
            case "last":
                return element.getnext() is None
            case "not":
                return not all(each.holds(element) for each in self.inner)
        return True

    def _compares(self, actual: str | None) -> bool:
        """Return whether an attribute's value fulfils the condition; `actual` is None if it is
        missing."""
        if actual is None or not self.op:
            return actual is not None
        value = self.value
        match self.op:
            case "=":
                return actual == value
            case "~=":
                return value in actual.split()
            case "|=":
                return actual == value or actual.startswith(f"{value}-")
            case "^=":
                return bool(value) and actual.startswith(value)
            case "$=":
                return bool(value) and actual.endswith(value)
        return bool(value) and value in actual


@dataclass(frozen=True, slots=True)
class _Step:
    combinator: str
    tests: tuple[_Test, ...]


@dataclass(frozen=True, slots=True)
class Selector:
    """A compiled selector. Create it with `compile_selector`."""

    written: str
    steps: tuple[_Step, ...]
    final: int

    def select(self, root: Element, *, apart_from: Container[Element] = ()) -> Iterator[Element]:
        """Yield `root` and the elements below it that match, in document order.

        Elements inside an element of `apart_from` are skipped. No step of the selector matches an
        ancestor of `root`.
        """
        waiting = [(root, self._bits(root, 0, 0, 0, 0), 0)]
        while waiting:
            element, bits, above = waiting.pop()
            if bits & self.final:
                yield element
            around = above | bits
            below, before, earlier = [], 0, 0
            for child in element:
                here = self._bits(child, bits, around, before, earlier)
                before, earlier = here, earlier | here
                if child not in apart_from:
                    below.append((child, here, around))
            waiting.extend(reversed(below))

    def first(self, root: Element, *, apart_from: Container[Element] = ()) -> Element | None:
        """Return the first match of `select`, or None."""
        return next(self.select(root, apart_from=apart_from), None)

    def _bits(self, element: Element, parent: int, around: int, before: int, earlier: int) -> int:
        """Return the steps that `element` matches as a bit mask, given the masks of parent,
        ancestors and siblings."""
        reached = {" ": around, ">": parent, "+": before, "~": earlier}
        bits = 0
        for index, step in enumerate(self.steps):
            if step.combinator != "," and not reached[step.combinator] >> (index - 1) & 1:
                continue
            if all(test.holds(element) for test in step.tests):
                bits |= 1 << index
        return bits


def compile_selector(written: str) -> Selector:
    """Compile a CSS selector. Raises BadSelector if it is invalid, unsupported or too long."""
    text = written.strip()
    if not text or len(text) > _LENGTH_AT_MOST:
        raise BadSelector(written, text[:40])
    steps: list[_Step] = []
    final, combinator, position = 0, ",", 0
    while True:
        tests, position = _read_tests(text, position)
        steps.append(_Step(combinator, tests))
        found = _COMBINATOR.match(text, position)
        if found is None or len(steps) > _STEPS_AT_MOST:
            break
        combinator, position = found.group(1) or " ", found.end()
        if combinator == ",":
            final |= 1 << (len(steps) - 1)
    if position < len(text):
        raise BadSelector(written, text[position:])
    return Selector(text, tuple(steps), final | 1 << (len(steps) - 1))


def _read_tests(text: str, position: int) -> tuple[tuple[_Test, ...], int]:
    """Return the conditions that start at `position`, and the position after them. Raises
    BadSelector if there is none."""
    tests: list[_Test] = []
    start = position
    while found := _PART.match(text, position):
        if found.lastgroup in ("name", "any") and position > start:
            break
        tests.append(_make_test(found, text))
        position = found.end()
    if not tests:
        raise BadSelector(text, text[position:])
    return tuple(tests), position


def _make_test(found: re.Match[str], text: str) -> _Test:
    """Return the condition for a matched part of a selector. Raises BadSelector if it is not
    supported."""
    part = {name: value for name, value in found.groupdict().items() if value is not None}
    if "attribute" in part:
        value = part.get("double") or part.get("single") or _plain(part.get("bare", ""))
        return _Test("attribute", part["attribute"].lower(), part.get("op", ""), value)
    if "id" in part:
        return _Test("attribute", "id", "=", _plain(part["id"]))
    if "class" in part:
        return _Test("class", _plain(part["class"]))
    if "name" in part:
        return _Test("name", part["name"].lower())
    if "nth" in part:
        return _Test("nth", position=int(part["nth"]))
    if "edge" in part:
        return _Test("nth", position=1) if part["edge"] == "first-child" else _Test("last")
    if "not" in part:
        inner, end = _read_tests(part["not"], 0)
        if end < len(part["not"]):
            raise BadSelector(text, found.group())
        return _Test("not", inner=inner)
    return _Test("any")


def _plain(name: str) -> str:
    """Return a name without its escaping backslashes."""
    return re.sub(r"\\(.)", r"\1", name)
