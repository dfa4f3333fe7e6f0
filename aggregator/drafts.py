"""Turn fetched entries into unsaved library items. Makes no queries."""

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from network.core.outside import web_address

from .feeds.block_words import find_block_word
from .feeds.cluster import Clue, clue_of
from .feeds.dedupe import DedupeOutcome, Known, Reason, digest_of, link_key_of
from .feeds.policy import Numbers, policy_of, read_numbers
from .feeds.types import Entry, EntryProblem
from .models import POLICY_KEY_LENGTH, FetchOutcome, ItemStatus, LibraryItem, Source

BLOCK_WORDS = Path(__file__).parent / "data" / "block_words.txt"
_LINK_LENGTH = 1000
_TITLE_LENGTH = 500
_NUMBER_LENGTH = 60
_MOST_NUMBERS = 20
# Entry problems that always need a review, even if the source is trusted.
_NEEDS_A_PERSON = frozenset(
    {
        EntryProblem.NO_TITLE,
        EntryProblem.TITLE_FROM_LINK,
        EntryProblem.WORTHLESS_TITLE,
        EntryProblem.DAMAGED_TEXT,
        EntryProblem.OTHER_SCRIPT,
    }
)
FROM_ENTRY = (
    "identity",
    "link_key",
    "guid",
    "digest",
    "title",
    "link",
    "original_link",
    "suggested_link",
    "excerpt",
    "published_at",
    "content_hash",
    "document_numbers",
    "policy_key",
    "policy_year",
    "title_key",
)


@dataclass(frozen=True, slots=True)
class FetchedEntries:
    """The entries that a source returned at `now`. `whole` is False if they are only a part of what
    it shows."""

    source: Source
    entries: Sequence[Entry]
    now: dt.datetime
    whole: bool = True


@dataclass(frozen=True, slots=True)
class ItemDraft:
    """An entry to be stored, with its document numbers and its clue for clustering.

    `doubted` is True if the fetch or the entry is suspicious, so that the item must wait for a
    review; `by_hand` if a person who has seen the page entered it.
    """

    source: Source
    now: dt.datetime
    outcome: DedupeOutcome
    numbers: Numbers
    clue: Clue
    doubted: bool = False
    by_hand: bool = False

    def new_item(self) -> LibraryItem:
        """Return an unsaved item with the status that it has on its own."""
        item = LibraryItem(source=self.source, fetched_at=self.now)
        # Items of a first fetch may be years old, so `seen_at` stays empty.
        if not is_first_fetch(self.source):
            item.seen_at = self.now
        self.fill(item)
        self.judge(item)
        if self.outcome.reason is Reason.KNOWN_TITLE and self.outcome.of:
            item.same_as_id = self.outcome.of.row
        return item

    def fill(self, item: LibraryItem) -> None:
        """Copy the entry's fields into an item. If the entry has no link, the item's link is
        kept."""
        entry, policy = self.outcome.entry, self.clue.policy
        item.identity = stored_identity(self.outcome)
        item.guid = entry.guid or ""
        item.digest = digest_of(entry)
        item.title = (entry.title or entry.link or entry.guid or "")[:_TITLE_LENGTH]
        item.excerpt = entry.excerpt
        # The date of an article that only moved is that of its first publication.
        if not (self.outcome.reason is Reason.LINK_CHANGED and item.published_at):
            item.published_at = entry.published or item.published_at
        item.content_hash = entry.content_hash
        item.document_numbers = canonical_numbers(self.numbers)
        item.policy_key = policy.key if policy and len(policy.key) <= POLICY_KEY_LENGTH else ""
        item.policy_year = policy.year if policy and item.policy_key else None
        item.title_key = self.clue.title_key
        suggested = web_address(entry.suggested_link)
        item.suggested_link = suggested if len(suggested) <= _LINK_LENGTH else ""
        if entry.link:
            item.link = entry.link
            item.link_key = self.clue.link_key
            same = entry.original_link in (None, entry.link)
            item.original_link = "" if same else entry.original_link or ""

    def judge(self, item: LibraryItem) -> None:
        """Set the status of an item whose current words no reviewer has seen, and the block word
        that holds it back.

        Its page must be read before it is public, unless the item is `by_hand`, or was public
        already at the same website.
        """
        words = f"{self.source.block_words}\n{words_for_all()}"
        item.blocked_word = find_block_word(words, item.title, item.excerpt)
        known = item.status == ItemStatus.PUBLISHED and not self._moves_away()
        unread = ItemStatus.PUBLISHED if known or self.by_hand else ItemStatus.CHECKING
        item.status = unread if self.source.trusted and self.is_fit(item) else ItemStatus.NEW

    def is_fit(self, item: LibraryItem) -> bool:
        """Return whether neither words nor circumstances of a judged item need a person."""
        needs_a_person = self.doubted or self.outcome.entry.problems & _NEEDS_A_PERSON
        return bool(item.link) and not (item.blocked_word or needs_a_person)

    def _moves_away(self) -> bool:
        """Return whether a known article has moved to another host."""
        old = self.outcome.of.original_link if self.outcome.of else ""
        return urlsplit(old).netloc != urlsplit(self.outcome.entry.link or old).netloc


@cache
def words_for_all() -> str:
    """Return the block words of all sources, one per line: what gamblers and cheats write on
    portals that they have broken into."""
    return BLOCK_WORDS.read_text(encoding="utf-8")


def is_first_fetch(source: Source) -> bool:
    """Return whether the source has never been read, or not since it was reset."""
    return source.succeeded_at is None or source.outcome == FetchOutcome.NEVER


def draft_of(
    arrival: FetchedEntries, outcome: DedupeOutcome, *, doubted: bool = False
) -> ItemDraft:
    """Read the numbers of an entry and its policy, and return the draft of its item."""
    source, entry = arrival.source, outcome.entry
    title, link, excerpt = entry.title, entry.link, entry.excerpt
    numbers = read_numbers(title=title, link=link, excerpt=excerpt)
    policy = policy_of(numbers, title=title, link=link, excerpt=excerpt, owner=source.owner)
    clue = clue_of(
        source=source.pk,
        link_key=link_key_of(entry) or "",
        title=title,
        policy=policy,
        numbers=numbers,
        seen=entry.published or arrival.now,
    )
    return ItemDraft(source, arrival.now, outcome, numbers, clue, doubted, not arrival.whole)


def canonical_numbers(numbers: Numbers) -> list[str]:
    """Return the canonical document numbers without duplicates: title first, then link, then
    excerpt."""
    found = [*numbers.title, *([numbers.link] if numbers.link else []), *numbers.excerpt]
    once = {number.key: number.canonical for number in reversed(found)}
    ordered = [once[key] for key in dict.fromkeys(number.key for number in found)]
    return [each for each in ordered if len(each) <= _NUMBER_LENGTH][:_MOST_NUMBERS]


def storable(entry: Entry) -> Entry:
    """Return the entry, without its addresses and with BROKEN_LINK if one is too long or not a web
    address."""
    addresses = [each for each in (entry.link, entry.original_link) if each]
    if all(web_address(each) and len(each) <= _LINK_LENGTH for each in addresses):
        return entry
    problems = entry.problems | {EntryProblem.BROKEN_LINK}
    return dataclasses.replace(entry, link=None, original_link=None, problems=problems)


def stored_identity(outcome: DedupeOutcome) -> str:
    """Return the hash that identifies the item within its source."""
    return hashlib.blake2b(outcome.identity.encode(), digest_size=16).hexdigest()


def remembered(item: LibraryItem) -> Known:
    """Return the values of an item that deduplication compares."""
    return Known(
        row=item.pk,
        link_key=item.link_key or None,
        guid=item.guid or None,
        digest=item.digest,
        content_hash=item.content_hash,
        title=item.title,
        published=item.published_at,
        original_link=item.original_link or item.link,
    )
