"""Filters of the public practice list: topic, target group, place, cost, number of agencies."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy, ngettext

from network.agencies.models import AgencyKind
from network.agencies.people.service_forms import StrOrPromise
from network.core.choices import Choice
from network.core.plain_names import with_words
from network.core.text import clean_input

from ..models import Practice, PracticeAudience
from ..selectors import public_practices

type Options = list[tuple[str, StrOrPromise]]
_COMMUNES = (AgencyKind.UBND_XA, AgencyKind.UBND_PHUONG)
_MILLION = 10**6
# Cost ranges in đồng. Unknown cost is a separate choice and not counted as free.
COSTS: dict[str, tuple[StrOrPromise, Q]] = {
    "0": (gettext_lazy("Costs nothing"), Q(cost=0)),
    "10": (gettext_lazy("Up to 10 million đồng"), Q(cost__lte=10 * _MILLION)),
    "50": (gettext_lazy("Up to 50 million đồng"), Q(cost__lte=50 * _MILLION)),
    "hon": (gettext_lazy("More than 50 million đồng"), Q(cost__gt=50 * _MILLION)),
    "khong-ro": (gettext_lazy("Cost not counted"), Q(cost=None)),
}
# Minimum number of agencies that apply the practice besides its own agency.
RUNNING = ("1", "3", "5")


def _topics(shown: QuerySet[Practice]) -> Options:
    return sorted(set(shown.values_list("topic__slug", "topic__name")), key=lambda each: each[1])


def _places(shown: QuerySet[Practice]) -> Options:
    """Return as choices the kinds of agency, and the communes and wards by name."""
    rows = set(shown.values_list("agency__kind", "agency__slug", "agency__name"))
    kinds = {AgencyKind(kind) for kind, _slug, _name in rows}
    communes = sorted((name, slug) for kind, slug, name in rows if kind in _COMMUNES)
    return [
        *((kind.value, kind.label) for kind in AgencyKind if kind in kinds),
        *((slug, name) for name, slug in communes),
    ]


def _runners(shown: QuerySet[Practice]) -> Options:
    words = [ngettext("At least %d agency", "At least %d agencies", int(n)) for n in RUNNING]
    return [(n, said % int(n)) for n, said in zip(RUNNING, words, strict=True)]


def _of_place(value: str) -> Q:
    return Q(agency__kind=value) if value in AgencyKind.values else Q(agency__slug=value)


@dataclass(frozen=True, slots=True)
class Narrowing:
    """A field of the filter form: label, choices, and the filter for a chosen value."""

    label: StrOrPromise
    anything: StrOrPromise
    options: Callable[[QuerySet[Practice]], Options]
    left: Callable[[str], Q]


FIELDS: dict[str, Narrowing] = {
    "linh-vuc": Narrowing(
        gettext_lazy("Topic"),
        gettext_lazy("All topics"),
        _topics,
        lambda value: Q(topic__slug=value),
    ),
    "doi-tuong": Narrowing(
        gettext_lazy("Whom it reaches"),
        gettext_lazy("Everybody"),
        lambda shown: list(PracticeAudience.choices),
        lambda value: Q(audience=value),
    ),
    "noi": Narrowing(
        gettext_lazy("Kind of agency, commune"), gettext_lazy("Everywhere"), _places, _of_place
    ),
    "chi-phi": Narrowing(
        gettext_lazy("Cost"),
        gettext_lazy("Any cost"),
        lambda shown: [(key, label) for key, (label, _left) in COSTS.items()],
        lambda value: COSTS[value][1],
    ),
    "ap-dung": Narrowing(
        gettext_lazy("Agencies that run it"),
        gettext_lazy("Any number"),
        _runners,
        lambda value: Q(running__gte=int(value)),
    ),
}


def narrowed(asked: Mapping[str, str]) -> tuple[QuerySet[Practice], list[Choice], str]:
    """Return the filtered practices, the form fields with their values, and the search words.

    A value that is not among the choices gives an empty list.
    """
    rows, shown, choices = public_practices(), public_practices(), []
    for name, field in FIELDS.items():
        options = field.options(shown)
        value = clean_input(asked.get(name, ""))
        if value:
            rows = rows.filter(field.left(value)) if value in dict(options) else rows.none()
        choices.append(Choice(name, field.label, field.anything, options, value))
    words = clean_input(asked.get("q", ""))
    return with_words(rows, words, "title", "area", "agency__name"), choices, words
