"""References to objects in a request: in its path, query, form, or by a model label."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.urls import ResolverMatch

type Objects = Iterator[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Ref:
    """A place in a request that refers to an object: path part, query parameter, or form or JSON
    field.

    `named` is an object kind (`owners`), or None if the value belongs to no agency.
    """

    place: Literal["path", "query", "form"]
    name: str
    named: str | None

    @property
    def path_parts(self) -> frozenset[str]:
        return frozenset({self.name} if self.place == "path" else ())

    def objects(self, match: ResolverMatch, request: HttpRequest) -> Objects:
        if self.named is not None:
            named, values = self.named, PLACES[self.place](self.name, match, request)
            yield from ((named, value) for value in values)


@dataclass(frozen=True, slots=True)
class ModelRef:
    """A path whose model label decides what its other parts refer to.

    `find` yields the objects; it raises Http404 for a model not allowed there.
    """

    path_parts: frozenset[str]
    find: Callable[[ResolverMatch, HttpRequest], Objects]

    def objects(self, match: ResolverMatch, request: HttpRequest) -> Objects:
        return self.find(match, request)


type Reference = Ref | ModelRef


def path(**names: str) -> tuple[Reference, ...]:
    """Return references for path parts, given as name=kind."""
    return tuple(Ref("path", name, named) for name, named in names.items())


def query(**names: str) -> tuple[Reference, ...]:
    """Return references for query parameters, given as name=kind."""
    return tuple(Ref("query", name, named) for name, named in names.items())


def form(**names: str) -> tuple[Reference, ...]:
    """Return references for form fields, given as name=kind. They match with any form prefix."""
    return tuple(Ref("form", name, named) for name, named in names.items())


def names_nothing(*parts: str) -> tuple[Reference, ...]:
    """Declare path parts that refer to no agency's object; without arguments, that the URL refers
    to none.

    Examples are slugs, dates, and rows of the network itself: whoever may open the URL may use any
    value.
    """
    return tuple(Ref("path", part, None) for part in parts)


def _in_path(name: str, match: ResolverMatch, request: HttpRequest) -> Iterator[str]:
    # A URL name may have several patterns, of which only some contain this part.
    if name in match.kwargs:
        yield str(match.kwargs[name])


def _in_query(name: str, match: ResolverMatch, request: HttpRequest) -> Iterator[str]:
    yield from filter(None, request.GET.getlist(name))


def _in_form(name: str, match: ResolverMatch, request: HttpRequest) -> Iterator[str]:
    """Yield the values of the field with any form prefix, e.g. "image-12-collection"."""
    for key, values in request.POST.lists():
        if key.rpartition("-")[2] == name:
            yield from filter(None, values)
    for key, value in _json_fields(request):
        if key == name and value not in (None, ""):
            yield str(value)


def _json_fields(request: HttpRequest) -> Iterator[tuple[str, Any]]:
    if request.method in ("GET", "HEAD") or "json" not in (request.content_type or ""):
        return
    try:
        yield from _leaves("", json.loads(request.body or b"null"))
    except (ValueError, RecursionError) as error:
        raise BadRequest("The JSON body cannot be read.") from error


def _leaves(key: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _leaves(name, inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(key, inner)
    else:
        yield key, value


PLACES: dict[str, Callable[[str, ResolverMatch, HttpRequest], Iterator[str]]] = {
    "path": _in_path,
    "query": _in_query,
    "form": _in_form,
}
