"""Check that the guard's rules match the URLs. A rule that reads a missing path part protects
nothing."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from django.core.checks import CheckMessage, Error
from django.core.exceptions import ImproperlyConfigured
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from .owners import GUARDED_KINDS
from .refs import PLACES, Ref
from .rules import GUARD_RULES, Rule

# URL name to the path parts of each of its patterns.
type Patterns = Mapping[str, list[frozenset[str]]]


def check_table(**kwargs: Any) -> list[CheckMessage]:
    """Return one Error per fault. Registered as a Django system check."""
    return [Error(fault, id="guard.E001") for fault in all_faults()]


def refuse_faults() -> None:
    """Raise ImproperlyConfigured with all faults, so that a web process does not start with one."""
    if faults := all_faults():
        raise ImproperlyConfigured("The guard's table does not fit the URLs. " + " ".join(faults))


def all_faults() -> list[str]:
    """Return the faults of all rules, as sentences."""
    patterns = admin_patterns()
    return [
        f"{name}: {fault}"
        for name, rule in sorted(GUARD_RULES.items())
        for fault in faults_of(rule, patterns.get(name, []))
    ]


def faults_of(rule: Rule, patterns: list[frozenset[str]]) -> Iterator[str]:
    """Yield the faults of the rule of a URL name. `patterns` holds the path parts of its URL
    patterns."""
    if not patterns:
        yield "no URL under the admin has this name."
        return
    if not rule.audience.value:
        return
    if rule.refs is None:
        yield "says neither what it names nor that it names nothing."
        return
    read: set[str] = set()
    for ref in rule.refs:
        read |= ref.path_parts
        if isinstance(ref, Ref):
            yield from _faults_of_ref(ref)
    for part in sorted(read - frozenset().union(*patterns)):
        yield f"its URL has no part “{part}”."
    for part in sorted(frozenset().union(*patterns) - read):
        yield f"does not read the part “{part}” of its URL."


def _faults_of_ref(ref: Ref) -> Iterator[str]:
    if ref.place not in PLACES:
        yield f"nobody reads the place “{ref.place}”."
    if ref.named is not None and ref.named not in GUARDED_KINDS:
        yield f"nobody knows whose a “{ref.named}” is."


@cache
def admin_patterns() -> Patterns:
    """Return the path parts of all URL patterns under the admin, by URL name. Cached per
    process."""
    found = defaultdict(list)
    prefix = reverse("wagtailadmin_home").lstrip("/")
    for name, route, parts in _walk(get_resolver(), (), "", frozenset()):
        if route.startswith(prefix):
            found[name].append(parts)
    return dict(found)


def _walk(
    resolver: URLResolver, spaces: tuple[str, ...], prefix: str, parts: frozenset[str]
) -> Iterator[tuple[str, str, frozenset[str]]]:
    for entry in resolver.url_patterns:
        route, its_parts = prefix + str(entry.pattern), parts | _parts_of(entry)
        if isinstance(entry, URLResolver):
            inner = (*spaces, entry.namespace) if entry.namespace else spaces
            yield from _walk(entry, inner, route, its_parts)
        elif entry.name:
            yield ":".join((*spaces, entry.name)), route, its_parts


def _parts_of(entry: URLPattern | URLResolver) -> frozenset[str]:
    """Return the names of a pattern's path parts; unnamed ones as "#1", "#2"."""
    regex = entry.pattern.regex
    unnamed = 0 if regex.groupindex else regex.groups
    return frozenset(regex.groupindex) | {f"#{number + 1}" for number in range(unnamed)}
