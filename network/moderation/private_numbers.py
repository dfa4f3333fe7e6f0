"""Private numbers (citizen and private phone numbers) in a page, and the waivers that allow
them."""

from dataclasses import dataclass

from django.db.models import F, Func, Q, Value
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from network.agencies.models import Agency

from .hints import HintCode
from .hints.personal_data import PrivateNumber, private_numbers
from .models import Action, Decision
from .page_texts import texts_of

_KINDS = {
    HintCode.CITIZEN_NUMBER: _("A citizen's identity number"),
    HintCode.PHONE_NUMBER: _("A private phone number"),
}


class PrivateNumbersFound(Exception):
    """The page shows private numbers without a waiver. It was not submitted."""


@dataclass(frozen=True, slots=True)
class FoundNumber:
    """A private number in a page, masked. `waiver` is the decision that allows it, or None."""

    key: str
    kind: HintCode
    field: str
    shown: str
    waiver: Decision | None

    @property
    def kind_name(self) -> str:
        return str(_KINDS[self.kind])


def numbers_in(page: Page) -> list[FoundNumber]:
    """Return the private numbers of `page` (in memory), each once, those without waiver first.

    Phone numbers published by an agency as its own are not private. At most four queries.
    """
    found: dict[str, tuple[PrivateNumber, str]] = {}
    for field, text in texts_of(page):
        for number in private_numbers(text):
            found.setdefault(number.digits, (number, field))
    if not found:
        return []
    waivers, published = _waivers(page.pk), _published_among(set(found))
    numbers = []
    for digits, (number, field) in found.items():
        if digits not in published:
            key = _key(page.pk, digits)
            numbers.append(FoundNumber(key, number.code, field, number.snippet, waivers.get(key)))
    return sorted(numbers, key=lambda number: number.waiver is not None)


def open_numbers(page: Page) -> list[FoundNumber]:
    """Return the private numbers of `page` without a waiver."""
    return [number for number in numbers_in(page) if number.waiver is None]


def _key(page_id: int, digits: str) -> str:
    """Return the keyed hash (HMAC) that stands for a number in the log, so that the log does not
    reveal it.

    The hash covers the page, so a waiver for one page does not apply to another.
    """
    told = f"{page_id}:{digits}"
    return salted_hmac("moderation.private_numbers", told, algorithm="sha256").hexdigest()


def _waivers(page_id: int) -> dict[str, Decision]:
    """Return the page's waivers, by number key. One query.

    Waivers given before a takedown by the overseer no longer count.
    """
    told = Decision.objects.filter(
        page_id=page_id, deed__in=(Action.NUMBER_WAIVED, Action.TAKEN_DOWN)
    ).order_by("pk")
    waivers: dict[str, Decision] = {}
    for decision in told:
        if decision.deed == Action.TAKEN_DOWN:
            waivers.clear()
        else:
            waivers[decision.detail["number"]] = decision
    return waivers


def _published_among(digits: set[str]) -> set[str]:
    """Return those of `digits` that are part of an agency's published phone number. One query."""
    only_digits = Func(F("phone"), Value(r"\D"), Value(""), Value("g"), function="regexp_replace")
    holding = Q()
    for each in digits:
        holding |= Q(digits__contains=each)
    phones = Agency.objects.exclude(phone="").annotate(digits=only_digits).filter(holding)
    kept = list(phones.values_list("digits", flat=True))
    return {each for each in digits if any(each in phone for phone in kept)}
