"""Official websites of the State: the list in `data/official_sources.csv`, with validity dates.

Used by public pages, which show citizens no other source, and by screens and services that accept
an official page as evidence.
"""

import csv
import datetime as dt
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from network.core.outside import names_text
from network.core.text import fold

_DATA = Path(__file__).resolve().parents[1] / "data" / "official_sources.csv"
# Browsers treat a backslash as a slash and drop control characters; `urlsplit` does not. So a URL
# with these, or with a user name, is rejected.
_ADDRESS = re.compile(
    r"https?://(?P<host>[a-z0-9-]+(?:\.[a-z0-9-]+)+)(?::\d{1,5})?(?:[/?#][^\s\\\x00-\x1f]*)?",
    re.IGNORECASE,
)
_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class OfficialSite:
    """A host of the State. Subdomains belong to it unless they have a row of their own.

    `holds_texts` is False for sites that report about documents without publishing their texts.
    """

    host: str
    publisher: str
    holds_texts: bool
    valid_from: dt.date | None
    valid_to: dt.date | None

    def is_valid_on(self, day: dt.date) -> bool:
        """Return whether the site was official on `day`."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class OfficialSource:
    """A source that may be shown to citizens. `url` is "" if only the publisher is known."""

    site: OfficialSite
    url: str = ""


@dataclass(frozen=True, slots=True)
class PageEvidence:
    """The official page that shows a fact, and the day on which a person saw it."""

    url: str
    seen_on: dt.date

    def check(self, *, today: dt.date) -> None:
        """Raise ValidationError unless it is a page of the State, seen today or earlier."""
        if self.seen_on > today:
            raise ValidationError(_("The day on which you saw the page lies in the future."))
        if not is_official_page(self.url, self.seen_on):
            raise ValidationError(not_official())


def not_official() -> str:
    """Return the error message for a URL of any other website."""
    return _(
        "This is no page of an official website, such as vbpl.vn, congbao.chinhphu.vn or an "
        "address under gov.vn. Give the page of the document itself."
    )


def site_of(address: str, day: dt.date) -> OfficialSite | None:
    """Return the State website of a URL on `day`, or None."""
    read = _ADDRESS.fullmatch(address.strip())
    return _site_of_host(read["host"], day) if read else None


def source_of(text: str, day: dt.date) -> OfficialSource | None:
    """Return the source valid on `day` that `text` gives by URL, host or publisher, or None.

    A name alone ("vbpl.vn", "Công báo điện tử") gives a source without URL.
    """
    text = text.strip()
    if site := site_of(text, day):
        return OfficialSource(site, text)
    named = (
        _site_of_host(text, day) if _HOST.fullmatch(text) else _sites_by_publisher().get(fold(text))
    )
    return OfficialSource(named) if named and named.is_valid_on(day) else None


def is_official_page(address: str, day: dt.date) -> bool:
    """Return whether a URL leads to a page of a State website other than its front page."""
    return site_of(address, day) is not None and names_text(address)


def _site_of_host(host: str, day: dt.date) -> OfficialSite | None:
    labels = host.lower().split(".")
    endings = (".".join(labels[start:]) for start in range(len(labels)))
    known = (_sites().get(ending) for ending in endings)
    return next((site for site in known if site and site.is_valid_on(day)), None)


@cache
def _sites() -> dict[str, OfficialSite]:
    with _DATA.open(encoding="utf-8", newline="") as lines:
        return {row["host"]: _site(row) for row in csv.DictReader(lines)}


@cache
def _sites_by_publisher() -> dict[str, OfficialSite]:
    return {fold(site.publisher): site for site in reversed(_sites().values())}


def _site(row: dict[str, str]) -> OfficialSite:
    return OfficialSite(
        host=row["host"],
        publisher=row["publisher"],
        holds_texts=row["holds_texts"] == "yes",
        valid_from=dt.date.fromisoformat(row["valid_from"]) if row["valid_from"] else None,
        valid_to=dt.date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
    )
