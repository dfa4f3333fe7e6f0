"""Import and export lists of feeds as OPML, to exchange them with feed readers and other
provinces."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import connection, models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from network.accounts.models import User
from network.core.text import slugify_vi

from .feeds.links import canonical_link, link_key
from .feeds.opml import Outline, write_opml
from .forms import clean_public_address
from .models import Health, Source, SourceLevel

FEED = "rss"
_LOCK = 0x09A1  # the first key of our advisory lock
_KEY_LENGTH = 60
_NAME_LENGTH = 200
_URL_LENGTH = 500


class OutlineVerdict(models.TextChoices):
    """What an import does with one feed of a list."""

    NEW = "new", _("New")
    KNOWN = "known", _("Known already")
    REFUSED = "refused", _("Refused")


class OutlineReason(models.TextChoices):
    """Why a feed is refused, or how it is known already."""

    FINE = "", ""
    SOURCE_EXISTS = "source_exists", _("The network has a source with this address.")
    TWICE = "twice", _("The file names this address twice.")
    NOT_PUBLIC = "not_public", _("This is not a public web address.")
    TOO_LONG = "too_long", _("The address is longer than 500 characters.")


@dataclass(frozen=True, slots=True)
class ProposedSource:
    """One feed of a list with the verdict on it."""

    outline: Outline
    verdict: OutlineVerdict
    reason: OutlineReason = OutlineReason.FINE


def propose_sources(outlines: Iterable[Outline]) -> list[ProposedSource]:
    """Return the verdict on each feed of a list. Writes nothing and fetches nothing.

    Addresses are equal regardless of http or https and www. One query.
    """
    known = {_address_key(url) for url in Source.objects.values_list("url", flat=True)}
    met: set[str] = set()
    proposals = []
    for outline in outlines:
        proposals.append(_judge(outline, known, met))
        met.add(_address_key(outline.url))
    return proposals


def _judge(outline: Outline, known: set[str], met: set[str]) -> ProposedSource:
    """Return the verdict on a feed; `known` and `met` hold the keys of stored and earlier
    addresses."""
    if len(outline.url) > _URL_LENGTH:
        return ProposedSource(outline, OutlineVerdict.REFUSED, OutlineReason.TOO_LONG)
    if not _is_public(outline.url):
        return ProposedSource(outline, OutlineVerdict.REFUSED, OutlineReason.NOT_PUBLIC)
    key = _address_key(outline.url)
    if key in known:
        return ProposedSource(outline, OutlineVerdict.KNOWN, OutlineReason.SOURCE_EXISTS)
    if key in met:
        return ProposedSource(outline, OutlineVerdict.REFUSED, OutlineReason.TWICE)
    return ProposedSource(outline, OutlineVerdict.NEW)


def _is_public(url: str) -> bool:
    """Return whether an address is a public http(s) address."""
    if not url.startswith(("http://", "https://")) or any(map(str.isspace, url)):
        return False
    try:
        clean_public_address(url)
    except ValidationError:
        return False
    return True


def _address_key(url: str) -> str:
    """Return a key that is equal for http and https, with and without www."""
    return link_key(canonical_link(url) or url)


@transaction.atomic
def add_sources(
    *, outlines: Sequence[Outline], level: SourceLevel, adder: User | None, now: dt.datetime
) -> list[Source]:
    """Create disabled sources for the new feeds of a list, log them and return them.

    `level` is used for feeds whose list names none of our levels. Known and refused feeds are
    skipped (see `propose_sources`). `adder` is None on the command line. An advisory lock makes
    concurrent imports wait.
    """
    with connection.cursor() as cursor:
        # Without the lock, two users with the same file would both find its feeds new.
        cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [_LOCK])
    new = [each.outline for each in propose_sources(outlines) if each.verdict is OutlineVerdict.NEW]
    taken = set(Source.objects.values_list("key", flat=True))
    sources = Source.objects.bulk_create(_source(each, level, taken, now) for each in new)
    for source in sources:
        log(instance=source, action="wagtail.create", user=adder)
    return sources


def _source(outline: Outline, level: SourceLevel, taken: set[str], now: dt.datetime) -> Source:
    """Return an unsaved, disabled source for a feed of a list."""
    host = urlsplit(outline.url).hostname or ""
    name = (outline.title or host)[:_NAME_LENGTH]
    return Source(
        key=_free_key(slugify_vi(name) or slugify_vi(host.replace(".", "-")), taken),
        name=name,
        owner=(outline.owner or name)[:_NAME_LENGTH],
        level=outline.level if outline.level in SourceLevel.values else level,
        url=outline.url,
        kind=FEED,
        enabled=False,
        health=Health.PAUSED,
        health_since=now,
        next_fetch_at=now,
    )


def _free_key(wanted: str, taken: set[str]) -> str:
    """Return a key that no source has, and add it to `taken`."""
    base = key = wanted[: _KEY_LENGTH - 5].strip("-")
    number = 1
    while key in taken:
        number += 1
        key = f"{base}-{number}"
    taken.add(key)
    return key


def export_sources(*, title: str) -> bytes:
    """Return the enabled feeds as an OPML file, sorted by level and name. One query."""
    order = {value: place for place, value in enumerate(SourceLevel.values)}
    sources = sorted(
        Source.objects.filter(enabled=True, kind=FEED),
        key=lambda source: (order[source.level], source.name, source.pk),
    )
    newest = max((each.newest_item_at for each in sources if each.newest_item_at), default=None)
    outlines = (
        Outline(each.name, each.url, each.owner, each.level, str(SourceLevel(each.level).label))
        for each in sources
    )
    modified = newest or dt.datetime.fromtimestamp(0, dt.UTC)
    return write_opml(title=title, outlines=outlines, modified=modified)
