"""Forms in which people write an agency's name: full, shortened, without its place. Pure.

Short forms are derived from the words: "Sở Giáo dục và Đào tạo" is "Sở GDĐT" and "SGDĐT", "Trung
tâm Phục vụ hành chính công" is "Trung tâm PVHCC". Used by similarity.py.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from .page_names import bare_words, commune_names, listed_words, provinces, telling_words, without

# Kinds of agencies whose name is understood without the word for the kind.
_LEFT_OUT = frozenset({"so", "cuc", "ban"})
_UNITS = ("phuong", "xa")
_SHORTEST_INITIALS = 2
# Number of words that must be left if a common beginning is removed from a name.
_LONG = 3


@dataclass(frozen=True, slots=True)
class NameForms:
    """What can represent an agency in the name of a page.

    `whole` are its words, joined; `full` the wordings of its full name; `named` the short forms in
    the register; `bodies` all these and all generated ones; `alone` those that mean the agency only
    if nothing but its place is next to them. `commune` or `province` is its place, "" for neither.
    """

    whole: str
    full: tuple[str, ...]
    named: frozenset[str]
    bodies: frozenset[str]
    alone: frozenset[str]
    province: str = ""
    commune: str = ""


@lru_cache(maxsize=4096)
def forms_of(name: str, short_names: tuple[str, ...] = ()) -> NameForms:
    """Return the forms of an agency's name, given its registered short names. Cached."""
    said = bare_words(name)
    words = tuple(telling_words(said))
    commune, body = _in_commune(words)
    province = "" if commune else next((p for p in provinces() if "".join(words).endswith(p)), "")
    if province:
        body = _before("".join(words), province, words)
    full = tuple(dict.fromkeys("".join(each) for each in _wordings(body, said)))
    bodies = {form for each in _wordings(body, said) for form in _shortened(each)}
    named = {"".join(_body_of(short, province, commune)) for short in short_names} - {""}
    if commune:
        bodies |= {form for each in listed_words("unit of a commune") for form in _shortened(each)}
    is_left_out = bool(province) and body[:1] and body[0] in _LEFT_OUT
    alone = {form for form in _shortened(body[1:]) if len(form) > _LONG} if is_left_out else set()
    return NameForms(
        "".join(words),
        full,
        frozenset(named),
        frozenset((bodies | named) - {""}),
        frozenset(alone - {""}),
        province,
        commune,
    )


def _body_of(short: str, province: str, commune: str) -> tuple[str, ...]:
    """Return the words of a short name without its place; () if a commune's name is missing in
    it."""
    words = tuple(telling_words(bare_words(short)))
    if commune:
        return _in_commune(words)[1] if _in_commune(words)[0] else ()
    return _before("".join(words), province, words) if province else words


def _in_commune(words: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """Return the commune at the end of an agency's name, "" for none, and the words before it."""
    for at, word in enumerate(words):
        place = "".join(words[at + 1 :])
        if word in _UNITS and place in commune_names():
            return place, words[:at]
    return "", words


def _before(joined: str, place: str, words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words before a place at the end of a name, or all words if it does not end with
    the place."""
    rest = joined.removesuffix(place)
    kept: list[str] = []
    for word in words:
        if len("".join([*kept, word])) > len(rest):
            break
        kept.append(word)
    return tuple(kept)


def _wordings(body: tuple[str, ...], said: list[str]) -> Iterator[tuple[str, ...]]:
    """Yield the words of a body, then shorter wordings: without optional phrases, and cut at
    "và"."""
    yield body
    shorter = {without(body, [phrase]) for phrase in listed_words("optional")}
    shorter.add(without(body, listed_words("optional")))
    for phrase in listed_words("optional in long names"):
        rest = without(without(body, [phrase]), listed_words("optional"))
        shorter |= {rest} if len(rest) > _LONG else set()
    yield from sorted(each for each in shorter if each and each != body)
    if "va" in said:
        first = tuple(telling_words(said[: said.index("va")]))
        # Requires two words after "sở": a single one could be another agency's field.
        if first[:1] == ("so",) and len(first) > 2:
            yield first


def _shortened(words: tuple[str, ...]) -> Iterator[str]:
    """Yield the words joined, then with each sequence of them replaced by initials."""
    yield "".join(words)
    for start in range(len(words)):
        for end in range(start + _SHORTEST_INITIALS, len(words) + 1):
            initials = "".join(word[0] for word in words[start:end])
            yield "".join([*words[:start], initials, *words[end:]])
