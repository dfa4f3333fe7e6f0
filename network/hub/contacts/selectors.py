"""Queries for contacts."""

from collections.abc import Collection

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
)
SHOWN = 4


def contacts() -> list[Contact]:
    """Return all contacts, hotlines first. At most one query."""
    return kept(("contacts",), _contacts)


def _contacts() -> list[Contact]:
    depends_on(EVERYTHING)
    order = list(ContactKind.values)
    return sorted(Contact.objects.all(), key=lambda each: (order.index(each.kind), each.number))


def contacts_of_situation(slug: str) -> list[Contact]:
    """Return the contacts of a situation that are not of one commune."""
    return [each for each in contacts() if slug in each.situations and not each.place_code]


def contacts_kept_by(code: str) -> list[Contact]:
    """Return the contacts that an agency keeps."""
    return [each for each in contacts() if each.keeper_code == code]


def contacts_asked_for(words: str) -> list[Contact]:
    """Return the contacts that fit a search for a telephone number, [] if it asks for none.

    Those that have the most of the other words come first; without such words, all hotlines.
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
    found = [(_shared(each, wanted), each) for each in contacts()]
    best = max((shared for shared, _each in found), default=0)
    return [each for shared, each in found if shared and shared == best][:SHOWN]


def _shared(contact: Contact, wanted: Collection[str]) -> int:
    words = {*fold(f"{contact.name} {contact.about} {contact.get_kind_display()}").split()}
    return len(words & {*wanted})
