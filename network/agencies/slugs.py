"""Create an agency's slug from its name. Pure, without Django or database."""

import re

from network.core.text import slugify_vi

LONGEST_SLUG = 120
# The section of a commune's committee has the name of the commune: xa-dak-song.
_COMMITTEE = re.compile(r"^(?:uy-ban-nhan-dan|ubnd)-(?=(?:xa|phuong)-)")


def slug_of_agency(name: str) -> str:
    """Return the slug for an agency named `name`, or "" if it contains no letters."""
    slug = _COMMITTEE.sub("", slugify_vi(name))
    return slug if len(slug) <= LONGEST_SLUG else slug[:LONGEST_SLUG].rpartition("-")[0]
