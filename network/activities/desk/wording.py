"""Numbers of the diary in words: what nobody counted is unknown, and no zero."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.capacity.resource_forms import in_dong

from ..counting import uncounted_key
from ..models import Activity

UNKNOWN = gettext_lazy("number not known")


def grouped(number: int | None) -> str:
    """Return a count as offices write it, "–" for what nobody counted."""
    return "–" if number is None else in_dong(number)


def how_many(row: Activity) -> str:
    """Return who came, or what was handed out."""
    if row.attendances is not None:
        return _("%s attendances") % grouped(row.attendances)
    return f"{grouped(row.quantity)} {row.form.unit}"


def sums_in_words(sums: dict[str, int]) -> dict[str, str]:
    """Return sums of `counting`, each with of how many activities it says nothing."""
    return {
        key: beside_unknown(in_dong(number), sums.get(uncounted_key(key), 0))
        for key, number in sums.items()
    }


def beside_unknown(known: str, unknown: int) -> str:
    """Return a sum in words, and of how many activities it says nothing."""
    if not unknown:
        return known
    if known == in_dong(0):
        return str(UNKNOWN)
    words = _("%(number)s (not known of %(unknown)s activities)")
    return words % {"number": known, "unknown": in_dong(unknown)}
