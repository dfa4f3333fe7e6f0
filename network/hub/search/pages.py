"""The page of answers: what the address asks, read; what was found, ready for the template."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.utils.functional import cached_property
from django.utils.safestring import SafeString

from legal_updates.choices import BodyLevel, Validity
from legal_updates.models import Topic
from network.agencies.models import Agency
from network.core.freshness.dependencies import EVERYTHING, depends_on
from network.core.freshness.keeping import kept
from network.core.text import clean_input, fold

from ..situations.models import Situation
from ..situations.selectors import with_topics
from . import selectors
from .facets import facets_of
from .marking import QueryWords, marked, snippet
from .models import EntryKind, SearchEntry
from .phrases import phrases
from .questions import Filters, SearchQuery, read_query
from .ranking import Hit
from .selectors import SearchResults

ANSWERS_PER_PAGE = 15
NEWEST = "moi"
_LOOKED_AT, _LAW_SHOWN = 5, 3


@dataclass(frozen=True)
class ShownHit:
    """One found thing with the visitor's words marked."""

    entry: SearchEntry
    asked: QueryWords

    @property
    def title(self) -> SafeString:
        """Return its title."""
        return self._marked(self.entry.title)

    @cached_property
    def names(self) -> SafeString:
        """Return its other names, of agencies and places; of a document its number."""
        named = self.entry.kind in (EntryKind.AGENCY, EntryKind.PLACE, EntryKind.DOCUMENT)
        return self._snippet(self.entry.names) if named else SafeString()

    @cached_property
    def text(self) -> SafeString:
        """Return where its text says what was asked."""
        return self._snippet(self.entry.text)

    @property
    def is_outside(self) -> bool:
        """Return whether its address is on somebody else's website."""
        return self.entry.kind == EntryKind.CARD

    @property
    def status_label(self) -> str:
        """Return the validity of a document in words; "" for what has none."""
        return str(Validity(self.entry.status).label) if self.entry.status else ""

    def _marked(self, text: str) -> SafeString:
        return marked(text, self.asked.places(text))

    def _snippet(self, text: str) -> SafeString:
        return snippet(text, self.asked.places(text))


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
        question=read_query(parameters.get("q", ""), phrases()),
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
    only = plain and len(found.sure) == 1
    return selectors.entries([found.sure[0].id])[0].url if only else ""


def results_context(asked: SearchRequest, found: SearchResults) -> dict[str, Any]:
    """Return what the template shows."""
    hits, words = found.hits, asked.question.words
    page = Paginator(hits, ANSWERS_PER_PAGE).get_page(asked.page)
    marks = QueryWords(found.question, found.telling)
    answers = [ShownHit(entry, marks) for entry in selectors.entries([hit.id for hit in page])]
    law = [each for each in answers if each.entry.kind == EntryKind.DOCUMENT][:_LAW_SHOWN]
    facets = facets_of(hits, asked.filters, asked.topics)
    return {
        "words": words,
        "total": len(hits),
        "more": found.more,
        "near": bool(hits and not found.answers),
        "missing": found.missing,
        "answers": answers,
        "documents": law,
        "others": [each for each in answers if each not in law],
        "results": page,
        "facets": [
            each._replace(chosen=asked.chosen.get(each.parameter, each.chosen)) for each in facets
        ],
        "narrowed": bool(asked.filters),
        "newest_first": asked.newest_first,
        "topics": [each for each in asked.topics if words and fold(words) in fold(each.name)],
        "situation": _fitting_situation(hits) if asked.question else None,
    }


def _fitting_situation(hits: Sequence[Hit]) -> Situation | None:
    """Return the situation that most of the first hits are about; one query at most."""
    about = Counter(topic for hit in hits[:_LOOKED_AT] for topic in hit.topics)
    fits = {each: sum(about[topic] for topic in topics) for each, topics in with_topics()}
    best = max(fits, key=fits.__getitem__, default=None)
    return best if best and fits[best] else None
