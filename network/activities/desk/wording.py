"""Format the diary's numbers. An uncounted number is unknown, not zero."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.core.money import group_thousands

from ..counting import Sums, uncounted_key
from ..models import Activity

UNKNOWN = gettext_lazy("number not known")


def grouped(number: int | None) -> str:
    """Return a count in Vietnamese notation, or "–" for None."""
    return "–" if number is None else group_thousands(number)


def how_many(row: Activity) -> str:
    """Return the attendances, or the quantity with its unit."""
    if row.attendances is not None:
        return _("%s attendances") % grouped(row.attendances)
    return f"{grouped(row.quantity)} {row.form.unit}"


def sums_in_words(sums: Sums) -> dict[str, str]:
    """Return the sums of `counting` as text, each with its number of uncounted activities."""
    return {
        key: beside_unknown(number, sums.get(uncounted_key(key)) or 0)
        for key, number in sums.items()
    }


def beside_unknown(known: int | None, unknown: int) -> str:
    """Return a sum as text, with the number of uncounted activities; "unknown" if nobody counted
    anything (`known` is None)."""
    number = group_thousands(known or 0)
    if not unknown:
        return number
    if known is None:
        return str(UNKNOWN)
    words = _("%(number)s (not known of %(unknown)s activities)")
    return words % {"number": number, "unknown": group_thousands(unknown)}
