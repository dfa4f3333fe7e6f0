"""The result page: parse the request, and prepare the results for the template."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.utils import timezone

from legal_updates.models import Topic
from legal_updates.models.choices import BodyLevel, Validity
from legal_updates.standing import PendingChange
from network.agencies.models import Agency
from network.core.freshness.dependencies import EVERYTHING, depends_on
from network.core.freshness.keeping import kept
from network.core.text import clean_input, fold
from network.media.models import AgencyImage
from sites.models import ArticlePage, Language

from ..contacts.selectors import contacts_asked_for
from ..situations.models import Situation
from ..situations.selectors import with_topics
from . import selectors
from .facets import facets_of
from .marking import QueryWords, marked, snippet, told_together
from .models import EntryKind, SearchEntry
from .own_pages import pages_asked_for
from .phrases import phrases
from .questions import SearchQuery, read_query
from .quoting import QuotedPage, quoted_pages
from .ranking import LOOKED_AT
from .selectors import SearchResults
from .words import filter_mark

ANSWERS_PER_PAGE = 15
NEWEST = "moi"
_LAW_SHOWN, _FITS, _AHEAD = 3, 0.4, 0.2
# Number of telephone numbers shown as buttons; the others are folded.
_CALLED = 2
_KINDS_OF_LAW = ("luat", "nghi dinh", "thong tu", "nghi quyet", "quyet dinh", "van ban")
# Least share of the subject that a situation must name where no result has its topics.
_NAMED = 0.6
# Query parameters mapped to names in the index.
_NARROWED_BY = {
    "loai": "kind",
    "coquan": "agency",
    "linhvuc": "topic",
    "cap": "level",
    "tinhtrang": "status",
    "nam": "year",
    "ngonngu": "language",
}
_PAGES = (EntryKind.ARTICLE, EntryKind.QUESTION, EntryKind.MATERIAL)


class ShownHit:
    """A result with the visitor's words marked, and its picture if it has one."""

    def __init__(
        self,
        entry: SearchEntry,
        asked: QueryWords,
        *,
        cover: AgencyImage | None,
        page: QuotedPage | None,
    ) -> None:
        self.entry, self.cover = entry, cover
        in_title, in_text = asked.places(entry.title), asked.places(entry.text)
        self.title = marked(entry.title, in_title)
        # Alternative names of agencies and places, or the number of a document.
        named = entry.kind in (EntryKind.AGENCY, EntryKind.PLACE, EntryKind.DOCUMENT)
        self.names = snippet(entry.names, asked.places(entry.names)) if named else ""
        self.text = snippet(entry.text, in_text)
        # Quote a page of a file only if it matches more than title and text of the result.
        told = max(told_together(in_title), told_together(in_text))[0]
        self.page = page if page and page.letters > told else None
        section = entry.agency if entry.kind == EntryKind.AGENCY else None
        self.has_ended = bool(section and section.gone_since(timezone.localdate()))
        self.is_outside = entry.kind == EntryKind.CARD
        self.status_label = Validity(entry.status).label if entry.status else ""
        over = entry.status in (Validity.EXPIRED, Validity.OBSOLETE)
        pending = "" if over else entry.pending_change
        self.pending_label = PendingChange(pending).label if pending else ""


def _covers(entries: Sequence[SearchEntry]) -> dict[int, AgencyImage]:
    """Return the cover images of articles by page id, with their renditions."""
    keys = [each.key for each in entries if each.kind in _PAGES]
    found = ArticlePage.objects.filter(pk__in=keys, cover__isnull=False)
    covers = dict(found.values_list("pk", "cover"))
    if not covers:
        return {}
    images = AgencyImage.objects.prefetch_related("renditions").in_bulk(set(covers.values()))
    return {key: images[cover] for key, cover in covers.items()}


@dataclass(frozen=True)
class SearchRequest:
    """The parsed search request."""

    question: SearchQuery
    filters: tuple[str, ...]
    newest_first: bool
    page: str
    topics: Sequence[Topic]
    chosen: Mapping[str, str]


def read_address(parameters: Mapping[str, str]) -> SearchRequest:
    """Parse the query parameters. Unknown values are ignored.

    At most one query for the topics, and one if an agency is given.
    """
    given = {name: clean_input(parameters.get(name, "")[:120]) for name in _NARROWED_BY}
    topics = kept(("topics",), _topics)
    topic = next((each for each in topics if each.slug == given["linhvuc"]), None)
    agency = Agency.objects.filter(slug=given["coquan"]).first() if given["coquan"] else None
    chosen = {
        "loai": _one_of(EntryKind.values, given["loai"]),
        "coquan": agency.slug if agency else "",
        "linhvuc": topic.slug if topic else "",
        "cap": _one_of(BodyLevel.values, given["cap"]),
        "tinhtrang": _one_of(Validity.values, given["tinhtrang"]),
        "nam": _one_of(map(str, range(1945, 2101)), given["nam"]),
        "ngonngu": _one_of(Language.values, given["ngonngu"]),
    }
    keys = chosen | {"coquan": agency and agency.pk, "linhvuc": topic and topic.pk}
    return SearchRequest(
        question=read_query(parameters.get("q", ""), phrases()),
        filters=tuple(
            filter_mark(name, keys[parameter])
            for parameter, name in _NARROWED_BY.items()
            if keys[parameter]
        ),
        newest_first=parameters.get("sapxep") == NEWEST,
        page=parameters.get("trang", ""),
        topics=topics,
        chosen=chosen,
    )


def _topics() -> list[Topic]:
    depends_on(EVERYTHING)
    return list(Topic.objects.all())


def _one_of(values: Any, value: str) -> str:
    return value if value in set(values) else ""


def single_document_url(asked: SearchRequest, found: SearchResults) -> str:
    """Return the URL of the only document with the requested number, or ""."""
    plain = not (asked.filters or asked.page or asked.newest_first)
    only = plain and len(found.sure) == 1
    return selectors.entries([found.sure[0].id])[0].url if only else ""


def results_context(asked: SearchRequest, found: SearchResults) -> dict[str, Any]:
    """Return the template context."""
    hits, words = found.hits, asked.question.words
    page = Paginator(hits, ANSWERS_PER_PAGE).get_page(asked.page)
    marks = QueryWords(found.question, found.telling)
    entries = selectors.entries([hit.id for hit in page])
    covers, quoted = _covers(entries), quoted_pages(entries, marks)
    answers = [
        ShownHit(entry, marks, cover=covers.get(entry.key), page=quoted.get(entry.key))
        for entry in entries
    ]
    situation = _fitting_situation(found) if hits else None
    law = [each for each in answers if each.entry.kind == EntryKind.DOCUMENT][:_LAW_SHOWN]
    contacts = contacts_asked_for(words, situation=situation.slug if situation else "")
    return {
        "words": words,
        "total": len(hits),
        "more": found.more,
        "near": bool(hits and not found.answers),
        "missing": found.missing,
        "answers": answers,
        "documents": law,
        "documents_first": bool(law)
        and (len(law) == len(answers) or _asks_for_law(asked.question)),
        "others": [each for each in answers if each not in law],
        "results": page,
        "facets": facets_of(hits, asked.chosen, asked.topics) if hits else [],
        "narrowed": bool(asked.filters),
        "newest_first": asked.newest_first,
        "topics": [each for each in asked.topics if words and fold(words) in fold(each.name)],
        "contacts": contacts,
        "own_pages": pages_asked_for(words),
        "called": [each for each in contacts if each.number][:_CALLED],
        "situation": situation,
    }


def _asks_for_law(question: SearchQuery) -> bool:
    """Return whether the query names a document by its number or its kind."""
    said = f" {fold(question.words)} "
    return bool(question.number) or any(f" {kind} " in said for kind in _KINDS_OF_LAW)


def _fitting_situation(found: SearchResults) -> Situation | None:
    """Return the situation that matches the words or the topics of the first hits, or None.

    At most one query. None if no situation matches well enough, or two match about equally. Hits
    that do not answer the query say nothing about where it belongs, nor does a single syllable of
    several ("tiền" and "điện" do not mean "chuyển tiền" and "gọi điện"), nor half of the subject: a
    situation with "hợp đồng" is not about "hợp đồng thuê nhà".
    """
    terms = found.question.terms
    asked = QueryWords(found.question, found.telling if len(terms) == 1 else ())
    letters = sum(len(term.typed) for term in terms if not term.common)
    first = [frozenset(hit.topics) for hit in found.hits[:LOOKED_AT]] if found.answers else []
    fits = {}
    for each, topics in with_topics():
        said = _named(asked, f"{each.label}. {each.when_needed} {each.hint}".lower(), letters)
        about = sum(len(topics & of) / len(topics | of) for of in first) / LOOKED_AT
        fits[each] = said + about if about or said >= _NAMED else 0.0
    best = max(fits, key=fits.__getitem__, default=None)
    if best is None or fits[best] < _FITS:
        return None
    is_ahead = all(fits[best] - fit >= _AHEAD for each, fit in fits.items() if each != best)
    return best if is_ahead else None


def _named(asked: QueryWords, text: str, letters: int) -> float:
    """Return the share of the subject's `letters` that the text names, however often it does."""
    named = {text[begin:end] for begin, end in asked.places(text)}
    return min(1.0, sum(map(len, named)) / max(1, letters))
