"""The public page of figures. Without session, so that responses can be cached.

Only months that are over are shown, so a page that is cached until midnight is never out of date.
"""

import datetime as dt
from typing import NamedTuple

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from network.core.freshness.middleware import for_visitors
from network.feedback.models import Satisfaction
from network.feedback.selectors import Rates, public_rates_of_agencies, rates_by_month
from network.usage.performance import by_month, performance_by_day
from network.usage.selectors import months_until

MONTHS, PER_PAGE = 12, 30
_DAY = dt.timedelta(days=1)


class BarPart(NamedTuple):
    """A part of a bar that is 100 wide."""

    answer: str
    start: int
    width: int


class RateRow(NamedTuple):
    """A row of rates. `bar` is empty if there are not enough answers to publish shares."""

    name: dt.date | str
    rates: Rates
    bar: list[BarPart]


@require_safe
@for_visitors
def figures(request: HttpRequest) -> HttpResponse:
    """Show the rates of the last months, those of agencies in the last one, and how fast and how
    reliably the platform answered."""
    # The sums of a month are complete ten minutes after it, so a month appears on its second day.
    this_month = (timezone.localdate() - _DAY).replace(day=1)
    *months, _current = months_until(this_month, MONTHS + 1)
    rates = rates_by_month(months[0], this_month)
    days = performance_by_day(months[0], this_month - _DAY, timezone.now())
    agencies = Paginator(public_rates_of_agencies(months[-1], this_month), PER_PAGE)
    page = agencies.get_page(request.GET.get("trang"))
    context = {
        "months": [
            rate_row(month, rates.get(month, Rates({})))
            for month in reversed(months)
            if month >= min(rates, default=this_month)
        ],
        "last_month": months[-1],
        "agencies": page,
        "agency_rows": [
            rate_row(row["agency__name"], Rates({key: row[key] for key in Satisfaction.values}))
            for row in page
        ],
        "answers": Satisfaction.choices,
        "public_from": settings.RATES_PUBLIC_FROM,
        "performance": by_month(days),
    }
    return render(request, "hub/figures.html", context)


def rate_row(name: dt.date | str, rates: Rates) -> RateRow:
    """Return the row of a month or an agency."""
    bar, start = [], 0
    for answer in Satisfaction.values if rates.is_public else ():
        width = rates.share(answer)
        bar.append(BarPart(answer, start, width))
        start += width
    return RateRow(name, rates, bar)
