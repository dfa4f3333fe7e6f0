"""Send document facts from library items to the register of legal documents: sightings when
official sources bring items, records when reviewers approve them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress

from django.db.models import Q

from legal_updates.citations import DocumentNumber
from legal_updates.drafts.services import note_sightings
from legal_updates.drafts.sightings import Sighting
from legal_updates.models import DocumentDraft, RelationType
from legal_updates.models.choices import Origin
from legal_updates.numbers.headings import Heading, read_heading
from legal_updates.numbers.suggested_relations import suggest_relations
from legal_updates.services import (
    DocumentFacts,
    Recorded,
    RecordOutcome,
    RelationRefused,
    UnreadableNumber,
    add_relation,
    number_reads,
    record_documents,
)
from network.accounts.models import User
from network.core.outside import names_text
from network.core.text import fold

from .clusters.ranks import rank_of
from .drafts import ItemDraft
from .feeds.policy import Numbers, read_numbers
from .models import LibraryItem, Publisher

# A document number counts as the heading only if it starts within this many characters: "Nghị định
# số 168/2024/NĐ-CP ...".
_OPENS = 40
_PRESS = list(Publisher).index(Publisher.PRESS)


def record_item_documents(
    *, cards: Iterable[LibraryItem], reviewer: User, now: dt.datetime
) -> list[Recorded]:
    """Create or complete the register's records of the documents that the approved cards are about.

    In each cluster the best-ranked item has priority; the press never provides the official text.
    Relations named in titles are stored as suggestions for a person to confirm. Cards that are not
    about exactly one document are skipped. Returns the records, [] if no card is about a document.
    """
    clusters = [members for members in _clusters(cards) if _number_of(members[0])]
    if not clusters:
        return []
    recorded = record_documents(
        facts=[_facts(members) for members in clusters],
        origin=Origin.FEED,
        now=now,
        actor=reviewer,
    )
    _suggest_relations(list(zip(recorded, clusters, strict=True)), now)
    return recorded


def sight_documents(arrived: Iterable[tuple[ItemDraft, LibraryItem]]) -> None:
    """Report to the register which documents the new items of official sources are about."""
    about = [each for each in arrived if each[1].policy_key]
    sources = {item.source for _draft, item in about}
    official = {source.pk for source in sources if rank_of(source) < _PRESS}
    note_sightings(
        Sighting(
            number=number,
            issuer=item.policy_key.partition("|")[2],
            year=item.policy_year,
            title=item.title,
            seen_at=item.fetched_at,
        )
        for draft, item in about
        if item.source_id in official and (number := _number_among(draft.numbers, item.policy_key))
    )


def sightings_in_library(draft: DocumentDraft) -> Iterator[Sighting]:
    """Yield what official sources' items say about a draft's document, best-ranked first.
    Registered in SIGHTINGS."""
    items = LibraryItem.objects.filter(policy_key=f"{draft.number_key}|{draft.issuer_key}")
    named = [item for item in items.select_related("source") if rank_of(item.source) < _PRESS]
    for item in sorted(named, key=lambda item: (rank_of(item.source), item.pk)):
        number = _number_of(item)
        if number is None:
            continue
        heading = _heading_of(item, number)
        yield Sighting(
            number=number,
            issuer=draft.issuer_key,
            year=item.policy_year,
            issued_on=heading.issued_on if heading else None,
            title=(heading and heading.abstract) or item.title,
            official_url=item.link if names_text(item.link) else "",
            seen_at=item.fetched_at,
            who=item.source.name,
            words=item.title,
            url=item.href,
        )


def _clusters(cards: Iterable[LibraryItem]) -> list[list[LibraryItem]]:
    """Return, for each card about a document, the items of its cluster, best-ranked first."""
    ids = [card.pk for card in cards]
    members = (
        LibraryItem.objects.filter(Q(pk__in=ids) | Q(duplicate_of__in=ids))
        .exclude(policy_key="")
        .select_related("source")
        .prefetch_related("item_topics__tag")
    )
    by_card: dict[int, list[LibraryItem]] = defaultdict(list)
    for item in sorted(members, key=lambda item: (rank_of(item.source), item.pk)):
        by_card[item.duplicate_of_id or item.pk].append(item)
    return [by_card[pk] for pk in ids if pk in by_card]


def _facts(members: Sequence[LibraryItem]) -> DocumentFacts:
    """Return the facts that the items give about their document. Raises UnreadableNumber if the
    number cannot be read."""
    number = _number_of(members[0])
    if number is None:
        raise UnreadableNumber(members[0].policy_key)
    headings = [_heading_of(item, number) for item in members]
    told = [heading for heading in headings if heading]
    official = (
        item.link for item in members if rank_of(item.source) < _PRESS and names_text(item.link)
    )
    titles = [heading.abstract for heading in told if heading.abstract]
    topics = [each.tag.slug for item in members for each in item.item_topics.all()]
    return DocumentFacts(
        number=str(number),
        type=number.type or "",
        issuer=_issuer(members[0], told),
        issued_on=next((each.issued_on for each in told if each.issued_on), None),
        title=titles[0] if titles else members[0].title,
        official_url=next(official, ""),
        topics=tuple(dict.fromkeys(topics)),
    )


def _number_of(item: LibraryItem) -> DocumentNumber | None:
    """Return the number of the item's document as its texts write it, or None if it cannot be
    read."""
    numbers = read_numbers(title=item.title, link=item.link, excerpt=item.excerpt)
    number = _number_among(numbers, item.policy_key)
    return number if number and number_reads(str(number), number.type or "") else None


def _number_among(numbers: Numbers, policy_key: str) -> DocumentNumber | None:
    """Return the policy's number among the numbers of an item. Prefers an occurrence with the
    document type. None if it is missing."""
    key = policy_key.partition("|")[0]
    found = [*numbers.title, *numbers.excerpt, *filter(None, [numbers.link])]
    named = [each for each in found if each.key == key]
    return next((each for each in named if each.type), named[0] if named else None)


def _heading_of(item: LibraryItem, number: DocumentNumber) -> Heading | None:
    """Return the heading parsed from the title, else from the excerpt, if it begins with the
    document's number. Else None."""
    for text in (item.title, item.excerpt):
        heading = read_heading(text)
        if heading and heading.number.key == number.key and heading.number.span[0] <= _OPENS:
            return heading
    return None


def _issuer(item: LibraryItem, headings: Sequence[Heading]) -> str:
    """Return the issuing body as the texts write it, else its key."""
    key = item.policy_key.split("|", 1)[1]
    written = [heading.body for heading in headings if heading.body]
    return next((body for body in written if fold(body) == key), key)


def _suggest_relations(
    about: Sequence[tuple[Recorded, Sequence[LibraryItem]]], now: dt.datetime
) -> None:
    """Store the relations that titles of changed documents mention, as suggestions. Skips those
    that the register refuses."""
    suggestions = [
        (each.document, suggested)
        for each, members in about
        if each.verdict is not RecordOutcome.UNCHANGED
        for item in members
        for suggested in suggest_relations(item.title)
    ]
    kinds = {kind.key: kind for kind in RelationType.objects.all()} if suggestions else {}
    for document, suggested in suggestions:
        # Skip suggestions that the register refuses, such as a document that amends itself.
        with suppress(RelationRefused, UnreadableNumber):
            add_relation(
                document=document,
                type=kinds[suggested.relation],
                number=suggested.number,
                words=suggested.words,
                parts=suggested.parts,
                now=now,
            )
