"""Queries for contacts."""

from collections import Counter

from network.core.freshness.dependencies import EVERYTHING, depends_on
from network.core.freshness.keeping import kept
from network.core.text import fold

from .models import Contact, ContactKind

# What people write when they want a number, folded.
_ASKED = (
    *("so dien thoai", "so dt", "sdt", "duong day nong", "hotline", "tong dai"),
    *("goi so nao", "goi ai", "so may"),
)
_EMPTY = frozenset(
    {"cua", "o", "la", "gi", "xa", "phuong", "tinh", "de", "ve", "cho", "cac", "nao"}
    | {"goi", "bao", "khi", "bi", "neu", "thi", "can", "muon", "toi"}
)
# A contact fits a query if it has this share of its other words.
_FITS = 0.5
SHOWN = 4


def contacts() -> list[Contact]:
    """Return all contacts, hotlines first. At most one query."""
    return kept(("contacts",), _contacts)


def _contacts() -> list[Contact]:
    depends_on(EVERYTHING)
    order = list(ContactKind.values)
    return sorted(Contact.objects.all(), key=lambda each: (order.index(each.kind), each.number))


def contacts_of_situation(slug: str) -> list[Contact]:
    """Return the contacts of a situation that are not of one commune, its own ones first.

    The first of a contact's situations is the one that it is there for: who is beaten at home calls
    the police before the children's line.
    """
    found = [each for each in contacts() if slug in each.situations and not each.place_code]
    return sorted(found, key=lambda each: each.situations[0] != slug)


def contacts_asked_for(words: str, *, situation: str = "") -> list[Contact]:
    """Return the contacts that fit a search for a telephone number, [] if it asks for none.

    Those that have the rarest of the other words come first, then those with a number. If none has
    enough of them, the contacts of the query's `situation` are returned; without other words, all
    hotlines.
    """
    asked = f" {fold(words)} "
    marks = [mark for mark in _ASKED if f" {mark} " in asked]
    if not marks:
        return []
    for mark in marks:
        asked = asked.replace(f" {mark} ", " ")
    wanted = {*asked.split()} - _EMPTY
    if not wanted:
        return [each for each in contacts() if each.kind == ContactKind.HOTLINE]
    found = [(each, _words(each) & wanted) for each in contacts()]
    rare = Counter(word for _each, shared in found for word in shared)
    worth = {each: sum(1 / rare[word] for word in shared) for each, shared in found}
    fitting = [each for each, shared in found if len(shared) >= _FITS * len(wanted)]
    best = max((worth[each] for each in fitting), default=0.0)
    fitting = [each for each in fitting if worth[each] >= best] or contacts_of_situation(situation)
    return sorted(fitting, key=lambda each: not each.number)[:SHOWN]


def _words(contact: Contact) -> set[str]:
    return {*fold(f"{contact.name} {contact.about} {contact.get_kind_display()}").split()}
