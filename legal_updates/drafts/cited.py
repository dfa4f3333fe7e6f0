"""Sightings of unknown document numbers on live pages."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator

from wagtail.models import Page

from network.agencies.models import Agency
from network.agencies.scope import SECTION_PATH_LENGTH

from ..citing.contents import text_of
from ..citing.mentions import Mention, read_mentions
from ..models import Citation, DocumentDraft
from .services import note_sightings
from .sightings import Sighting

_BEFORE, _AFTER = 80, 200
# Limit, because every page is read completely.
_MOST_PAGES = 20


def draft_cited_documents(*, page_ids: Collection[int], now: dt.datetime) -> int:
    """Create drafts for documents these live pages cite and the register lacks. Returns the number
    of new drafts."""
    unknown = Citation.objects.filter(page__in=page_ids, document=None, in_live=True)
    pages = Page.objects.filter(pk__in=unknown.values("page"), live=True)
    missing = set(unknown.values_list("page", "number_key"))
    return note_sightings(
        sighting
        for page, sighting in _sightings(pages.specific(), now)
        if (page, sighting.number.key) in missing
    )


def sightings_on_pages(draft: DocumentDraft) -> Iterator[Sighting]:
    """Yield the sightings of a draft's number on live pages, newest page first."""
    citing = Citation.objects.filter(number_key=draft.number_key, in_live=True).values("page")
    pages = Page.objects.filter(pk__in=citing, live=True).order_by("-first_published_at", "-pk")
    for _page, sighting in _sightings(pages[:_MOST_PAGES].specific(), draft.made_at):
        yield sighting


def _sightings(pages: Iterable[Page], now: dt.datetime) -> Iterator[tuple[int, Sighting]]:
    """Yield (page id, sighting) for every number that pages mention. Two queries, plus those for
    reading the pages."""
    pages = list(pages)
    sections = {page.path[:SECTION_PATH_LENGTH] for page in pages}
    agencies = Agency.objects.filter(home_page__path__in=sections)
    owners = dict(agencies.values_list("home_page__path", "short_name"))
    for page in pages:
        text, who = text_of(page), owners.get(page.path[:SECTION_PATH_LENGTH], "")
        for mention in _mentions(text):
            start, stop = mention.number.span
            yield (
                page.pk,
                Sighting(
                    number=mention.number,
                    issuer=mention.issuer,
                    year=mention.year,
                    issued_on=mention.issued_on,
                    seen_at=page.first_published_at or now,
                    who=f"{who}: {page.title}",
                    words=_whole_words(text, start - _BEFORE, stop + _AFTER),
                    url=page.url or "",
                ),
            )


def _mentions(text: str) -> Collection[Mention]:
    """Return one mention per number: the one with the most context."""
    told: dict[str, Mention] = {}
    for mention in read_mentions(text):
        known = told.get(mention.key)
        if known is None or (mention.issuer and mention.year and not known.year):
            told[mention.key] = mention
    return told.values()


def _whole_words(text: str, start: int, stop: int) -> str:
    """Return the text between the positions, reduced to whole words."""
    begin = text.find(" ", start) + 1 if start > 0 else 0
    end = text.rfind(" ", begin, stop) if stop < len(text) else len(text)
    return text[begin:end]
