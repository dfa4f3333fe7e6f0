"""Registrations of this app with lower floors."""

from django.utils.translation import gettext_lazy as _

from network.agencies.holdings import HOLDINGS, Holding, RowFate
from network.core.page_views.counting import VIEWS
from network.core.response_times import RESPONSE_TIMES

from .services import store_response_minute, store_views


def register() -> None:
    """Let the counts of the web processes be written, and say what becomes of them."""
    VIEWS.write = store_views
    RESPONSE_TIMES.write = store_response_minute
    HOLDINGS.register(
        {
            "usage.viewday": Holding(RowFate.STAYS, label=_("views of pages by day")),
            "usage.viewmonth": Holding(RowFate.STAYS, label=_("views of pages by month")),
            "usage.agencyviews": Holding(RowFate.STAYS, label=_("days with views")),
            "usage.topicviews": Holding(RowFate.STAYS, label=_("views of topics by month")),
        }
    )
