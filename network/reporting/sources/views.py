"""Source: views of an agency's pages."""

import datetime as dt
from collections.abc import Collection, Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from network.usage.selectors import views_of_agencies

from . import CountedItem


def read(
    agencies: Collection[int], first: dt.date, last: dt.date
) -> Iterator[tuple[int, CountedItem]]:
    """Yield the views of the pages in these days, one item for each month. One query."""
    for agency, month, number in views_of_agencies(agencies, first, last):
        url = f"{reverse('usage:index')}?month={month:%Y-%m}"
        label = _("Views in %(month)s") % {"month": f"{month:%m/%Y}"}
        yield agency, CountedItem(label, url, max(month, first), _("Views"), amount=number)


SOURCES = {"pages.views": read}
