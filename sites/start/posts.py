"""Panel of the start page with the posts of this month, as a chart by week."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import TruncDate
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.ui.components import Component

from network.agencies.models import Role
from network.agencies.scope import below, scope_now
from network.core.charts import Bar, Chart, column_chart
from network.core.start_page import StartColumn

from ..models import ArticlePage

WEEKS = 6
WEEK = dt.timedelta(days=7)


class PostsPanel(Component):
    """Posts of the user's agencies, or of all agencies for overseers. One query."""

    name, order, column = "posts", 145, StartColumn.SIDE
    template_name = "agency_sites/start/posts.html"

    def __init__(self, request: HttpRequest) -> None:
        self.request, self.day = request, timezone.localdate()

    @cached_property
    def by_day(self) -> Counter[dt.date]:
        """Return the number of posts by day, since the beginning of last month or of the chart."""
        since = min(self.last_month, self.weeks[0])
        first = timezone.make_aware(dt.datetime.combine(since, dt.time.min))
        rows = (
            ArticlePage.objects.live()
            .filter(self._own(), first_published_at__gte=first)
            .order_by()
            .annotate(post_day=TruncDate("first_published_at"))
            .values_list("post_day")
            .annotate(Count("pk"))
        )
        return Counter(dict(rows))

    def _own(self) -> Q:
        scope = scope_now(self.request)
        if Role.OVERSEER in scope.roles:
            return Q()
        return below(scope.readable_pages)

    @property
    def last_month(self) -> dt.date:
        """Return the first day of last month."""
        return (self.day.replace(day=1) - dt.timedelta(days=1)).replace(day=1)

    @property
    def weeks(self) -> list[dt.date]:
        """Return the Mondays of the weeks in the chart."""
        monday = self.day - dt.timedelta(days=self.day.weekday())
        return [monday - WEEK * back for back in reversed(range(WEEKS))]

    def _number(self, first: dt.date, days: int) -> int:
        return sum(self.by_day[first + dt.timedelta(days=each)] for each in range(days))

    @property
    def heading(self) -> str:
        """Return the heading with the number of posts of this month."""
        number = self._number(self.day.replace(day=1), self.day.day)
        return _("Month %(month)d: %(number)d posts") % {
            "month": self.day.month,
            "number": number,
        }

    @property
    def note(self) -> str:
        """Return how many more or fewer posts there are than in as many days of last month."""
        number = self._number(self.day.replace(day=1), self.day.day)
        change = number - self._number(self.last_month, self.day.day)
        if change > 0:
            return ngettext("↑ %d more", "↑ %d more", change) % change
        return ngettext("↓ %d fewer", "↓ %d fewer", -change) % -change if change else ""

    def chart(self) -> Chart:
        """Return the chart of posts by week; weeks before this month are pale."""
        month = self.day.replace(day=1)
        bars = [
            Bar(
                f"{monday:%d/%m}",
                number := self._number(monday, 7),
                "now" if monday + WEEK > month else "before",
                str(number),
            )
            for monday in self.weeks
        ]
        return column_chart(
            _("Posts by week, first day of the week"),
            bars,
            headings=[_("Week from"), _("Posts")],
            width=300,
            height=120,
            labelled_every=1,
        )

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Add the chart."""
        return {"chart": self.chart()}


def panels_for(request: HttpRequest) -> list[Component]:
    """Return the panel for users who serve an agency, and for overseers."""
    scope = scope_now(request)
    return [PostsPanel(request)] if scope.agency_roles or Role.OVERSEER in scope.roles else []
