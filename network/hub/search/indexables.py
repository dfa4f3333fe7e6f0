"""Convert public objects into search content, read from the objects themselves."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from aggregator.models import LibraryItem
from legal_updates.citations import find_document_numbers
from legal_updates.models import LegalDocument
from legal_updates.models.choices import BodyLevel
from legal_updates.standing import with_standing
from network.agencies.models import Agency, AgencyKind
from network.agencies.places import Commune, communes
from network.agencies.scope import SECTION_PATH_LENGTH
from sites.addresses import address_of, hub_root
from sites.contents import read_rich_text
from sites.models import AgencyHomePage, ArticlePage, EventPage, MaterialPage, QuestionPage
from sites.querysets import ArticleQuerySet
from sites.reading.selectors import texts_of_files

from .models import TITLE_LENGTH, EntryKind

# Results quote only a sentence or two.
LONGEST_TEXT = 8_000
_COMMUNE = frozenset({AgencyKind.UBND_XA, AgencyKind.UBND_PHUONG})
_MOST_NUMBERS = 30
# A tsvector holds up to one megabyte; a handbook of a hundred pages has 300,000 characters.
_LONGEST_FILES = 300_000
# Years ahead; a date further in the future is an error of the portal.
_LATEST_YEAR = 2


@dataclass(frozen=True, slots=True)
class Indexable:
    """The search content of a public object; fields as in SearchEntry, `numbers` as number keys."""

    kind: str
    key: int
    title: str
    url: str
    agency_id: int | None = None
    names: str = ""
    lead: str = ""
    text: str = ""
    # Text of the files. It is searched, and quoted with its page (`quoting`).
    files: str = ""
    topics: tuple[int, ...] = ()
    level: str = ""
    status: str = ""
    pending_change: str = ""
    status_unchecked: bool = False
    day: dt.date | None = None
    language: str = ""
    numbers: tuple[str, ...] = ()


class IndexSource(NamedTuple):
    """A kind of objects: the table whose rows are locked, and the function that reads them."""

    table: str
    read: Callable[[Sequence[int]], list[Indexable]]
    # Returns all keys, for a rebuild.
    keys: Callable[[], Iterable[int]]


def articles(keys: Sequence[int]) -> list[Indexable]:
    """Return the public articles among these pages, without questions and materials. Five
    queries."""
    pages = ArticlePage.objects.filter(questionpage=None, materialpage=None)
    return _articles(pages.select_related("eventpage"), keys, EntryKind.ARTICLE)


def materials(keys: Sequence[int]) -> list[Indexable]:
    """Return the materials in use (R10) among these pages, with the text of their files. Six
    queries."""
    pages = MaterialPage.objects.in_use(timezone.localdate())
    files = texts_of_files(keys)
    found = _articles(pages, keys, EntryKind.MATERIAL)
    return [with_files(each, files.get(each.key, "")) for each in found]


def with_files(material: Indexable, said: str) -> Indexable:
    """Return the material with the text of its files added. No query."""
    files = said[:_LONGEST_FILES]
    return replace(material, files=files, numbers=_numbers_in(files, known=material.numbers))


def questions(keys: Sequence[int]) -> list[Indexable]:
    """Return the public answered questions among these pages. Five queries."""
    return _articles(QuestionPage.objects.all(), keys, EntryKind.QUESTION)


def _articles(pages: ArticleQuerySet, keys: Sequence[int], kind: EntryKind) -> list[Indexable]:
    found = pages.live().public().filter(pk__in=keys).prefetch_related("article_topics")
    sections = _sections({page.path[:SECTION_PATH_LENGTH] for page in found})
    root = hub_root()
    return [
        _article(page, sections[page.path[:SECTION_PATH_LENGTH]], root, kind)
        for page in found
        if page.path[:SECTION_PATH_LENGTH] in sections
    ]


def _article(page: ArticlePage, agency: Agency, root: str, kind: EntryKind) -> Indexable:
    body = " ".join(map(str, page.body.stream_block.get_searchable_content(page.body)))
    text = " ".join(f"{_said(page)} {body}".split())
    return Indexable(
        kind=kind,
        key=page.pk,
        title=page.title,
        url=address_of(page, root),
        agency_id=agency.pk,
        names=str(page.get_kind_display()) if isinstance(page, MaterialPage) else "",
        lead=page.summary,
        text=text,
        topics=tuple(sorted(each.tag_id for each in page.article_topics.all())),
        level=_level_of(agency),
        day=page.date,
        language=page.language,
        numbers=_numbers_in(f"{page.title} {page.summary} {text}"),
    )


def _numbers_in(text: str, known: tuple[str, ...] = ()) -> tuple[str, ...]:
    cited = (number.key for number in find_document_numbers(text))
    return tuple(dict.fromkeys([*known, *cited]))[:_MOST_NUMBERS]


def _said(page: ArticlePage) -> str:
    """Return the text specific to the page type, beside summary and body."""
    if isinstance(page, QuestionPage):
        return page.question
    event: EventPage | None = getattr(page, "eventpage", None)
    return " ".join(event.lines_before_body()) if event else ""


def documents(keys: Sequence[int]) -> list[Indexable]:
    """Return the legal documents with these ids. Two queries."""
    documents = LegalDocument.objects.with_register().filter(pk__in=keys)
    found = with_standing(documents, day=timezone.localdate())
    return [_document(each) for each in found.prefetch_related("document_topics")]


def _document(document: LegalDocument) -> Indexable:
    """Return a legal document as the search reads it, with the name that people use."""
    issuer, kind, today = document.issuer, _kind_word(document), timezone.localdate()
    # Registers write "Đất đai" or "Luật Đất đai".
    name = document.title.removeprefix(f"{kind} ")
    title, number = f"{kind} {document.number} {name}", ""
    if document.display_name != document.title:
        # The number is shown below the name.
        title, number = document.display_name, f"{kind} số {document.number}"
    names = [number, *([issuer.name, issuer.abbreviation] if issuer else [])]
    return Indexable(
        kind=EntryKind.DOCUMENT,
        key=document.pk,
        title=title[:TITLE_LENGTH],
        url=document.get_absolute_url(),
        names=" · ".join(filter(None, dict.fromkeys(names))),
        text=" ".join(filter(None, _searched_texts(document))),
        topics=tuple(sorted(each.tag_id for each in document.document_topics.all())),
        level=document.level,
        status=document.shown_validity(today),
        status_unchecked=document.is_status_unchecked(today),
        pending_change=document.pending_change or "",
        day=document.issued_on,
        numbers=(document.number_key,),
    )


def _searched_texts(document: LegalDocument) -> Iterable[str]:
    """Return the searched texts of a document besides its name, the title if that is not in it."""
    if document.usual_name:
        yield document.title
    yield from (document.purpose, document.separate_effect, document.expired_parts)


def _kind_word(document: LegalDocument) -> str:
    """Return the word before a number, "Quyết định", regardless of the body."""
    return document.type.label.split(" của ")[0].split(" (")[0]


def cards(keys: Sequence[int]) -> list[Indexable]:
    """Return the library cards among these items. Two queries."""
    items = LibraryItem.objects.published().filter(pk__in=keys).select_related("source")
    return [_card(item) for item in items.prefetch_related("item_topics")]


def _card(item: LibraryItem) -> Indexable:
    """Return a library item as the search reads it; an impossible publication date is replaced by
    the day it was seen."""
    central = item.source.level == "central"
    read = (find_document_numbers(each) for each in item.document_numbers)
    said, seen = (moment and moment.date() for moment in (item.published_at, item.seen_at))
    believed = said and said.year <= item.fetched_at.year + _LATEST_YEAR
    return Indexable(
        kind=EntryKind.CARD,
        key=item.pk,
        title=item.title,
        url=item.href,
        lead=item.excerpt,
        names=item.source.owner,
        topics=tuple(sorted(each.tag_id for each in item.item_topics.all())),
        level=BodyLevel.CENTRAL if central else BodyLevel.PROVINCIAL,
        day=said if believed else seen,
        numbers=tuple(found[0].key for found in read if found),
    )


def agencies(keys: Sequence[int]) -> list[Indexable]:
    """Return the agencies whose live section is among these pages. Four queries."""
    pages = AgencyHomePage.objects.live().public().filter(pk__in=keys).select_related("agency")
    root = hub_root()
    return [_agency(page, root) for page in pages.prefetch_related("agency__predecessor_links")]


def _agency(page: AgencyHomePage, root: str) -> Indexable:
    """Return an agency's section as the search reads it, with former names and contact details."""
    agency = page.agency
    former = [
        f"{link.predecessor_name} {link.predecessor_area}".strip()
        for link in sorted(agency.predecessor_links.all(), key=lambda link: link.pk)
    ]
    names = dict.fromkeys([agency.short_name, *agency.aliases, *former])
    # With their labels, since people search for "địa chỉ" or "số điện thoại".
    reach = [(_("Address"), agency.address), (_("Phone number"), agency.phone)]
    told = [f"{label}: {value}" for label, value in [*reach, ("Email", agency.email)] if value]
    introduction, _links = read_rich_text(page.introduction)
    return Indexable(
        kind=EntryKind.AGENCY,
        key=page.pk,
        title=agency.name,
        url=address_of(page, root),
        agency_id=agency.pk,
        names="; ".join(name for name in names if name != agency.name),
        text=f"{' · '.join(told)} {introduction}".strip(),
        level=_level_of(agency),
    )


def places(keys: Sequence[int]) -> list[Indexable]:
    """Return the communes and wards with these codes, with former names. Two queries."""
    found = [_communes()[key] for key in keys if key in _communes()]
    codes = [commune.code for commune in found]
    homes = AgencyHomePage.objects.live().public().filter(agency__code__in=codes)
    sections = {home.agency.code: home for home in homes.select_related("agency")}
    root = hub_root() if sections else ""
    return [_place(commune, sections.get(commune.code), root) for commune in found]


def _place(commune: Commune, home: AgencyHomePage | None, root: str) -> Indexable:
    who_answers = f"{reverse('hub:my_place')}?{urlencode({'q': commune.name})}"
    return Indexable(
        kind=EntryKind.PLACE,
        key=int(commune.code),
        title=commune.name,
        url=address_of(home, root) if home else who_answers,
        agency_id=home.agency_id if home else None,
        names=f"{commune.formed_from or commune.name} ({commune.area})",
        lead=commune.agency_name,
        level=BodyLevel.COMMUNE,
    )


@cache
def _communes() -> dict[int, Commune]:
    return {int(commune.code): commune for commune in communes()}


def _keys_of(rows: QuerySet) -> Callable[[], Iterable[int]]:
    return rows.values_list("pk", flat=True).all


def _sections(paths: set[str]) -> dict[str, Agency]:
    homes = AgencyHomePage.objects.filter(path__in=paths).select_related("agency")
    return {home.path: home.agency for home in homes}


def _level_of(agency: Agency) -> str:
    return BodyLevel.COMMUNE if agency.kind in _COMMUNE else BodyLevel.PROVINCIAL


_PAGES = "wagtailcore_page"
SOURCES = {
    EntryKind.ARTICLE: IndexSource(_PAGES, articles, _keys_of(ArticlePage.objects.live())),
    EntryKind.QUESTION: IndexSource(_PAGES, questions, _keys_of(QuestionPage.objects.live())),
    EntryKind.MATERIAL: IndexSource(_PAGES, materials, _keys_of(MaterialPage.objects.live())),
    EntryKind.DOCUMENT: IndexSource(
        "legal_updates_legaldocument", documents, _keys_of(LegalDocument.objects.all())
    ),
    EntryKind.CARD: IndexSource(
        "aggregator_libraryitem", cards, _keys_of(LibraryItem.objects.published())
    ),
    EntryKind.AGENCY: IndexSource(_PAGES, agencies, _keys_of(AgencyHomePage.objects.live())),
    EntryKind.PLACE: IndexSource("", places, lambda: _communes()),
}
