"""Numbers that live pages cite and no record answers, as sightings."""

import datetime as dt
from collections.abc import Collection, Iterator

from wagtail.models import Page

from network.agencies.models import Agency
from network.agencies.scope import SECTION_PATH_LENGTH

from ..citing.contents import text_of
from ..citing.mentions import Mention, read_mentions
from ..models import Citation
from .services import Sighting, note_sightings

_BEFORE, _AFTER = 80, 200


def draft_cited_documents(*, page_ids: Collection[int], now: dt.datetime) -> int:
    """Make drafts of what these pages cite, as citizens read them; return how many are new."""
    unknown = Citation.objects.filter(page__in=page_ids, document=None, in_live=True)
    pages = Page.objects.filter(pk__in=unknown.values("page"), live=True).specific()
    owners = dict(
        Agency.objects.filter(
            home_page__path__in={page.path[:SECTION_PATH_LENGTH] for page in pages}
        ).values_list("home_page__path", "short_name")
    )
    missing = set(unknown.values_list("page", "number_key"))
    sightings = [
        sighting
        for page in pages
        for sighting in _sightings(page, owners.get(page.path[:SECTION_PATH_LENGTH], ""))
        if (page.pk, sighting.number.key) in missing
    ]
    return note_sightings(sightings=sightings, now=now)


def _sightings(page: Page, who: str) -> Iterator[Sighting]:
    """Yield what a page names; where a number stands twice, the mention that tells more counts."""
    text = text_of(page)
    told: dict[str, Mention] = {}
    for mention in read_mentions(text):
        known = told.get(mention.key)
        if known is None or (mention.issuer and mention.year and not known.year):
            told[mention.key] = mention
    for mention in told.values():
        start, stop = mention.number.span
        yield Sighting(
            number=mention.number,
            issuer=mention.issuer,
            year=mention.year,
            issued_on=mention.issued_on,
            key=f"page:{page.pk}",
            who=f"{who}: {page.title}",
            words=_whole_words(text, start - _BEFORE, stop + _AFTER),
            url=page.url or "",
        )


def _whole_words(text: str, start: int, stop: int) -> str:
    """Return the words between, none of them cut."""
    begin = text.find(" ", start) + 1 if start > 0 else 0
    end = text.rfind(" ", begin, stop) if stop < len(text) else len(text)
    return text[begin:end]
