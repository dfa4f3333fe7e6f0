"""The address of an agency's section, made of its name. Pure: no Django, no database."""

import re

from network.core.text import slugify_vi

LONGEST_SLUG = 120
# A commune's committee has its section at the name of the commune: xa-dak-song.
_COMMITTEE = re.compile(r"^(?:uy-ban-nhan-dan|ubnd)-(?=(?:xa|phuong)-)")


def slug_of_agency(name: str) -> str:
    """Return the slug for an agency called `name`; "" when no letter is left."""
    slug = _COMMITTEE.sub("", slugify_vi(name))
    return slug if len(slug) <= LONGEST_SLUG else slug[:LONGEST_SLUG].rpartition("-")[0]
