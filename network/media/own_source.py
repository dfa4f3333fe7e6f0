"""Source fields of texts and pictures that an agency's own officers make (R24)."""

import datetime as dt
from typing import Any

from django.conf import settings

from network.accounts.models import User
from network.agencies.models import Agency


def own_source(*, agency: Agency, author: User, day: dt.date) -> dict[str, Any]:
    """Return the values of `Sourced.SOURCE_FIELDS` for work of the agency itself.

    The author is "" for an officer whose account has no full name.
    """
    return {
        "source_name": agency.name,
        "source_author": author.get_full_name(),
        "source_agency": agency.name,
        "source_url": f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}/{agency.slug}/",
        "source_date": day,
    }
