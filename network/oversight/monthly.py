"""Charts of the overseer's start page: posts of the month, ages of waiting pages, scores by
month."""

import datetime as dt
from collections import Counter

from django.db.models import Count
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.core.charts import Bar, Chart, Series, Tone, column_chart, line_chart, row_chart
from network.moderation.models import Submission
from sites.models import ArticlePage

from .models import Standard
from .past import Past
from .selectors import scores, whole
from .situation import WAITING

MONTHS = 9
# Age groups of waiting pages: maximum days, label, and tone.
AGES: tuple[tuple[int, str | Promise, Tone], ...] = (
    (1, gettext_lazy("up to 1 day"), "now"),
    (3, gettext_lazy("2 to 3 days"), "now"),
    (7, gettext_lazy("4 to 7 days"), "warn"),
    (10_000, gettext_lazy("over 7 days"), "bad"),
)


def charts(now: dt.datetime) -> list[Chart]:
    """Return the charts above the table. Three queries."""
    return [posts_of_month(now), waiting(now)]


def posts_of_month(now: dt.datetime) -> Chart:
    """Return the chart of all agencies' posts by day of this month, compared with last month."""
    local = timezone.localtime(now)
    first = local.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    before = (first - dt.timedelta(days=1)).replace(day=1)
    rows = (
        ArticlePage.objects.live()
        .filter(first_published_at__gte=before, first_published_at__lte=now)
        .order_by()
        .annotate(day=TruncDate("first_published_at"))
        .values_list("day")
        .annotate(Count("pk"))
    )
    counted = Counter(dict(rows))
    days = [first.date() + dt.timedelta(days=n) for n in range(local.day)]
    total = sum(counted[day] for day in days)
    # Count the same number of days of last month, so that the two are comparable.
    past = sum(counted[before.date() + dt.timedelta(days=n)] for n in range(local.day))
    most = max(days, key=lambda day: counted[day])
    title = _("%(now)d posts in the first %(days)d days of month %(month)d") % {
        "now": total,
        "days": local.day,
        "month": local.month,
    }
    return column_chart(
        title,
        [
            Bar(
                f"{day.day}",
                counted[day],
                "strong" if day == most and counted[day] else "now",
                str(counted[day]) if day == most and counted[day] else "",
            )
            for day in days
        ],
        headings=[_("Day"), _("Posts")],
        subtitle=_("%d in as many days of the month before") % past,
    )


def waiting(now: dt.datetime) -> Chart:
    """Return the chart of how long pages have waited for appraisal or approval."""
    today = timezone.localdate(now)
    moments = Submission.objects.filter(closed_at=None, stage__in=WAITING).values_list(
        "since", flat=True
    )
    days = [(today - timezone.localdate(moment)).days for moment in moments]
    bars, least = [], -1
    for most, label, tone in AGES:
        bars.append(Bar(str(label), sum(least < day <= most for day in days), tone))
        least = most
    title = _("%(number)d pages wait, %(late)d for more than 7 days") % {
        "number": len(days),
        "late": bars[-1].value,
    }
    return row_chart(title, bars, headings=[_("Waiting"), _("Pages")])


def score_by_month(standard: Standard | None, agency_id: int, now: dt.datetime) -> Chart | None:
    """Return the chart of an agency's and the province's score at the end of each month, or None
    with fewer than two values. Before a merger it shows the former agencies together."""
    local = timezone.localtime(now)
    moments = [local]
    moment = local.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    for _month in range(MONTHS - 1):
        moments.insert(0, moment)
        moment = (moment - dt.timedelta(days=1)).replace(day=1)
    found = [scores(standard, at=at) for at in moments]
    past = Past.since(moments[0], local.date(), [agency_id])
    own = [past.together(each, agency_id).share for each in found]
    if sum(value is not None for value in own) < 2:
        return None
    everybody = [whole(each.values()).share for each in found]
    # The first moment of a month is the end of the month before.
    labels = [str((at - dt.timedelta(seconds=1)).month) for at in moments]
    return line_chart(
        _("Requirements met, by month, in percent"),
        labels,
        [Series(_("province"), everybody, "before"), Series(_("agency"), own, "now")],
        headings=[_("Month"), _("province"), _("agency")],
        subtitle=past.notes.get(agency_id, ""),
    )
