"""The page of answers: what the address asks, read; what was found, ready for the template."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.functional import cached_property
from django.utils.safestring import SafeString

from legal_updates.choices import BodyLevel, Validity
from legal_updates.models import Topic
from network.agencies.models import Agency
from network.core.freshness.dependencies import EVERYTHING, depends_on
from network.core.freshness.keeping import kept
from network.core.text import clean_input, fold

from . import selectors, suggestions
from .bands import LAPSED
from .facets import Facet, facets_of
from .marking import QueryWords, WordSpan, marked, snippet
from .models import EntryKind, SearchEntry
from .query import Filters, SearchQuery, read_query
from .ranking import Hit, MatchLevel
from .selectors import SearchResults

ANSWERS_PER_PAGE = 15
NEWEST = "moi"


@dataclass(frozen=True)
class ShownHit:
    """One found thing with the visitor's words marked."""

    entry: SearchEntry
    asked: QueryWords

    @cached_property
    def places(self) -> list[list[WordSpan]]:
        """Return where the words stand in its title, its names and its text."""
        return self.asked.places(self.entry.title, self.entry.names, self.entry.text)

    @property
    def title(self) -> SafeString:
        """Return its title."""
        return marked(self.entry.title, self.places[0])

    @cached_property
    def names(self) -> SafeString:
        """Return its other names, of agencies and places."""
        if self.entry.kind not in (EntryKind.AGENCY, EntryKind.PLACE):
            return SafeString()
        return snippet(self.entry.names, self.places[1])

    @cached_property
    def text(self) -> SafeString:
        """Return where its text says what was asked."""
        return snippet(self.entry.text, self.places[2])

    @property
    def is_outside(self) -> bool:
        """Return whether its address is on somebody else's website."""
        return self.entry.kind == EntryKind.CARD

    @property
    def has_lapsed(self) -> bool:
        """Return whether it is a document that no longer holds."""
        return self.entry.status in LAPSED

    @property
    def status_label(self) -> str:
        """Return the validity of a document in words; "" for what has none."""
        return str(Validity(self.entry.status).label) if self.entry.status else ""


@dataclass(frozen=True)
class SearchRequest:
    """What the address asks for."""

    question: SearchQuery
    filters: Filters
    newest_first: bool
    page: str
    topics: Sequence[Topic]
    chosen: Mapping[str, str]


def read_address(parameters: Mapping[str, str]) -> SearchRequest:
    """Return what the parameters ask; what they name and nobody knows narrows nothing.

    One query at most for the topics, one more where an agency is named.
    """
    names = ("coquan", "linhvuc", "nam")
    given = {name: clean_input(parameters.get(name, "")[:120]) for name in names}
    topics = kept(("topics",), _topics)
    topic = next((each for each in topics if each.slug == given["linhvuc"]), None)
    agency = Agency.objects.filter(slug=given["coquan"]).first() if given["coquan"] else None
    filters = Filters(
        kind=_one_of(EntryKind.values, parameters.get("loai", "")),
        agency=str(agency.pk) if agency else "",
        topic=str(topic.pk) if topic else "",
        level=_one_of(BodyLevel.values, parameters.get("cap", "")),
        status=_one_of(Validity.values, parameters.get("tinhtrang", "")),
        year=_one_of(map(str, range(1945, 2101)), given["nam"]),
    )
    return SearchRequest(
        question=read_query(parameters.get("q", "")),
        filters=filters,
        newest_first=parameters.get("sapxep") == NEWEST,
        page=parameters.get("trang", ""),
        topics=topics,
        chosen={
            "coquan": agency.slug if agency else "",
            "linhvuc": topic.slug if topic else "",
        },
    )


def _topics() -> list[Topic]:
    depends_on(EVERYTHING)
    return list(Topic.objects.all())


def _one_of(values: Any, value: str) -> str:
    return value if value in set(values) else ""


def single_document_url(asked: SearchRequest, found: SearchResults) -> str:
    """Return the address of the one document whose number was asked for; "" where it is not one."""
    plain = not (asked.filters or asked.page or asked.newest_first)
    return selectors.entries(found.sure)[0].url if plain and len(found.sure) == 1 else ""


def results_context(
    asked: SearchRequest, found: SearchResults, *, today: dt.date
) -> dict[str, Any]:
    """Return what the template shows."""
    question, meant = asked.question, None
    if question and not found.hits:
        meant = suggestions.did_you_mean(question, asked.filters)
        found = (
            selectors.find(meant, asked.filters, today=today, newest_first=asked.newest_first)
            if meant
            else selectors.find_near(question, asked.filters, today=today)
        )
    page = Paginator(found.hits, ANSWERS_PER_PAGE).get_page(asked.page)
    return {
        "words": question.words,
        "total": len(found.hits),
        "more": found.more,
        "meant": meant.words if meant else "",
        "near": bool(question and found.hits and _is_near(found)),
        "answers": _answers(page, meant or question),
        "results": page,
        "facets": _facets(found.hits, asked),
        "narrowed": bool(asked.filters),
        "newest_first": asked.newest_first,
        "topics": _topics_named(asked),
    }


def _is_near(found: SearchResults) -> bool:
    return all(hit.found == MatchLevel.NEAR for hit in found.hits)


def _answers(page: Page, question: SearchQuery) -> list[ShownHit]:
    hits: list[Hit] = list(page)
    asked = QueryWords(question)
    return [ShownHit(entry, asked) for entry in selectors.entries(hits)]


def _facets(hits: Sequence[Hit], asked: SearchRequest) -> list[Facet]:
    facets = facets_of(hits, asked.filters, asked.topics)
    return [
        facet._replace(chosen=asked.chosen.get(facet.parameter, facet.chosen)) for facet in facets
    ]


def _topics_named(asked: SearchRequest) -> list[Topic]:
    words = fold(asked.question.words)
    return [topic for topic in asked.topics if words and words in fold(topic.name)]
