"""Short names by which people call the agencies, as `compare.closest` needs them."""

import re
from collections.abc import Iterable

from network.agencies.models import Agency

# The year in a register code, as in "SNV-2025".
_CODE_YEAR = re.compile(r"-\d{4}$")


def short_names_of(agencies: Iterable[Agency]) -> dict[str, tuple[str, ...]]:
    """Return {agency name: its short names in the register}, for `compare.closest`.

    A code such as "SNV-2025" distinguishes Sở Nội vụ from Sở Ngoại vụ, which has the same initials.
    """
    return {
        each.name: tuple(
            filter(
                None,
                (
                    each.short_name,
                    each.host_label,
                    _CODE_YEAR.sub("", each.code) if each.code[:1].isalpha() else "",
                    *each.aliases,
                ),
            )
        )
        for each in agencies
    }
